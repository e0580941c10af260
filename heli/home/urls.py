from django.urls import path

from heli.home.views import boards, coverage, year

app_name = "home"
urlpatterns = [
    path("", boards.today, name="today"),
    path("board/", boards.board, name="board"),
    path("board/<int:organ_id>/", boards.unit_board, name="unit_board"),
    path("year/<int:pk>/", year.year, name="year"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/export/", coverage.export, name="coverage_export"),
]
