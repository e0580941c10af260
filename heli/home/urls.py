from django.urls import path

from heli.home.views import boards

app_name = "home"
urlpatterns = [
    path("", boards.today, name="today"),
    path("board/", boards.board, name="board"),
    path("board/<int:organ_id>/", boards.unit_board, name="unit_board"),
]
