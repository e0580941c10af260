from django.urls import path

from heli.duties.views import duty, judging, particular, plan, record

app_name = "duties"
urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("plan/<int:pk>/", plan.requirement, name="requirement"),
    path("plan/windows/", particular.windows, name="windows"),
    path("plan/windows/<int:pk>/", particular.close_window, name="close_window"),
    path("records/", record.listing, name="records"),
    path("records/export/", record.export, name="export_records"),
    path("records/<int:pk>/", record.one, name="record"),
    path("records/<int:pk>/judge/", judging.judge, name="judge"),
    path("records/verify/", judging.verify_many, name="verify"),
    path("records/duties/", duty.listing, name="list"),
    path("records/duties/export/", duty.export, name="export"),
    path("records/duties/of/<int:pk>/", duty.of_organisation, name="of_organisation"),
    path("records/duties/<int:organisation>/<int:requirement>/<int:period>/", particular.duty, name="duty"),
    path(
        "records/duties/<int:organisation>/<int:requirement>/<int:period>/dispense/",
        particular.dispense,
        name="dispense",
    ),
    path("records/duties/dispensations/", particular.dispensations, name="dispensations"),
    path("records/duties/dispensations/<int:pk>/revoke/", particular.revoke, name="revoke"),
]
