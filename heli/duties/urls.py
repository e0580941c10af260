from django.urls import path

from heli.duties.views import duty, plan, record

app_name = "duties"
urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("plan/<int:pk>/", plan.requirement, name="requirement"),
    path("records/", record.listing, name="records"),
    path("records/export/", record.export, name="export_records"),
    path("records/<int:pk>/", record.one, name="record"),
    path("records/duties/", duty.listing, name="list"),
    path("records/duties/export/", duty.export, name="export"),
    path("records/duties/of/<int:pk>/", duty.of_organisation, name="of_organisation"),
]
