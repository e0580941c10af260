from django.urls import path

from heli.reorganisation.views import batches, checks, events, office

app_name = "reorganisation"
urlpatterns = [
    path("", events.events, name="events"),
    path("new/", office.new, name="new"),
    path("<int:pk>/", events.event, name="event"),
    path("<int:pk>/undo/", office.undo_event, name="undo"),
    path("batches/", batches.batches, name="batches"),
    path("batches/template/", batches.give_template, {"filled": False}, name="template"),
    path("batches/example/", batches.give_template, {"filled": True}, name="example"),
    path("batches/<int:pk>/", batches.draft, name="draft"),
    path("batches/<int:pk>/confirm/", batches.confirm, name="confirm"),
    path("batches/<int:pk>/recheck/", batches.recheck, name="recheck"),
    path("batches/<int:pk>/discard/", batches.discard, name="discard"),
    path("checks/", checks.overview, name="checks"),
    path("checks/export/", checks.export, name="export_checks"),
    path("checks/<str:check>/", checks.rows, name="check"),
]
