from django.urls import path

from heli.orglife import views

app_name = "orglife"
urlpatterns = [
    path("new/", views.record, name="record"),
    path("<int:pk>/saved/", views.saved, name="saved"),
]
