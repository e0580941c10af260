from django.urls import path

from heli.attachments import views

app_name = "attachments"
urlpatterns = [
    path("of/<int:pk>/", views.of_record, name="of_record"),
    path("of/<int:pk>/use/<int:attachment>/", views.prove, name="prove"),
    path("proofs/<int:pk>/take-off/", views.take_off, name="take_off"),
    path("<int:pk>/", views.download, name="download"),
]
