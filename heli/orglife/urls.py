from django.urls import path

from heli.orglife import views

app_name = "orglife"
urlpatterns = [
    path("new/", views.record, name="record"),
    path("mine/", views.mine, name="mine"),
    path("leading/", views.leading, name="leading"),
    path("leading/names/", views.leading_names, name="leading_names"),
    path("leading/export/", views.leading_export, name="leading_export"),
    path("leading/<int:pk>/", views.leading_person, name="leading_person"),
    path("<int:pk>/saved/", views.saved, name="saved"),
]
