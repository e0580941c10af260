from django.urls import path

from heli.orglife import views

app_name = "orglife"
urlpatterns = [
    path("new/", views.record, name="record"),
    path("mine/", views.mine, name="mine"),
    path("<int:pk>/saved/", views.saved, name="saved"),
]
