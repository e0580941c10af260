from django.urls import path

from heli.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("choice/", views.choice, name="choice"),
]
