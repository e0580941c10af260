from django.urls import path

from heli.burden.views import account, reports

app_name = "burden"
urlpatterns = [
    path("", account.account, name="account"),
    path("export/", account.export, name="export"),
    path("organisations/", account.organisations, name="organisations"),
    path("forms/", account.forms, name="forms"),
    path("refused/", account.refused, name="refused"),
    path("<int:pk>/", account.organisation, name="organisation"),
    path("reports/", reports.reports, name="reports"),
    path("reports/mine/", reports.mine, name="mine"),
    path("reports/answers/", reports.answers, name="answers"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/withdraw/", reports.withdraw, name="withdraw"),
    path("new/requirement/<int:pk>/", reports.of_requirement, name="of_requirement"),
    path("new/notice/<int:pk>/", reports.of_notice, name="of_notice"),
]
