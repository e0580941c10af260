from django.urls import path

from heli.accounts.views import sign_in as views

app_name = "accounts"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.password, name="password"),
    path("invite/<str:token>/", views.invitation, name="invitation"),
]
