from django.urls import path

from heli.talks import views

app_name = "talks"
urlpatterns = [
    path("", views.talks, name="list"),
    path("export/", views.export, name="export"),
    path("mine/", views.mine, name="mine"),
    path("<int:pk>/", views.branch, name="branch"),
    path("<int:pk>/new/", views.enter, name="enter"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
