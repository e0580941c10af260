from django.urls import path

from heli.duties.views import duty, plan, record

app_name = "duties"
urlpatterns = [
    path("", plan.plan, name="plan"),
    path("requirement/<int:pk>/", plan.requirement, name="requirement"),
    path("list/", duty.listing, name="list"),
    path("list/export/", duty.export, name="export"),
    path("of/<int:pk>/", duty.of_organisation, name="of_organisation"),
    path("records/", record.listing, name="records"),
    path("records/export/", record.export, name="export_records"),
    path("record/<int:pk>/", record.one, name="record"),
]
