from django.urls import path

from heli.intake.views import decisions, rows, show, start

app_name = "intake"
urlpatterns = [
    path("", start.start, name="start"),
    path("<int:pk>/", show.show, name="show"),
    path("<int:pk>/rows/<int:line>/<slug:kind>/", rows.rows, name="rows"),
    path("<int:pk>/columns/", show.choose_columns, name="choose_columns"),
    path("<int:pk>/recheck/", show.recheck, name="recheck"),
    path("<int:pk>/confirm/", show.confirm, name="confirm"),
    path("<int:pk>/discard/", show.discard, name="discard"),
    path("<int:pk>/report.json", rows.report, name="report"),
    path("<int:pk>/workbooks/<int:workbook_pk>/", rows.annotated, name="annotated"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/export/", decisions.export, name="export_decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
]
