from django.urls import path

from heli.appraisal.catalogue import PaperForm
from heli.home.views import boards, coverage, report, year

app_name = "home"
urlpatterns = [
    path("", boards.today, name="today"),
    path("board/", boards.board, name="board"),
    path("board/<int:organ_id>/", boards.unit_board, name="unit_board"),
    path("year/<int:pk>/", year.year, name="year"),
    path("report/<int:pk>/", report.report, name="report"),
    path("report/<int:pk>/word/", report.download, {"form": PaperForm.DOCX}, name="report_word"),
    path("report/<int:pk>/pdf/", report.download, {"form": PaperForm.PDF}, name="report_pdf"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/export/", coverage.export, name="coverage_export"),
]
