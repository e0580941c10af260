"""Addresses of the gallery and of the larger-text switch."""

from django.urls import path

from heli.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("list/", views.sample_list, name="sample_list"),
    path("form/", views.sample_form, name="sample_form"),
    path("board/", views.sample_board, name="sample_board"),
    path("refusal/", views.sample_refusal, name="sample_refusal"),
    path("larger/", views.larger_text, name="larger_text"),
]
