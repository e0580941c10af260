from django.urls import path

from heli.members.views import logins, roster

app_name = "members"
urlpatterns = [
    path("", roster.roster, name="list"),
    path("export/", roster.export, name="export"),
    path("posts/<int:pk>/", roster.posts, name="posts"),
    path("accounts/", logins.accounts, name="accounts"),
    path("accounts/<int:pk>/", logins.invite, name="invite"),
]
