from django.urls import path

from heli.elections import views

app_name = "elections"
urlpatterns = [
    path("terms/", views.terms, name="terms"),
    path("terms/export/", views.export, name="export"),
    path("<int:pk>/terms/", views.organisation, name="organisation"),
    path("<int:pk>/terms/decide/", views.decide, name="decide"),
    path("<int:pk>/terms/remind/", views.remind, name="remind"),
    path("<int:pk>/terms/request/", views.request_election, name="request"),
    path("<int:pk>/terms/begin/", views.begin, name="begin"),
]
