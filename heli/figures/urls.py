from django.urls import path

from heli.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.publications, name="publications"),
    path("<int:pk>/", views.publication, name="publication"),
    path("<int:pk>/export/", views.export, name="export"),
]
