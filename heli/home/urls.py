from django.urls import path

from heli.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("board/", views.board, name="board"),
    path("board/<int:organ_id>/", views.unit_board, name="unit_board"),
]
