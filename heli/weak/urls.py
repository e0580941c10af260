from django.urls import path

from heli.weak.views import listings, mending

app_name = "weak"
urlpatterns = [
    path("", listings.listings, name="listings"),
    path("export/", listings.export, name="export"),
    path("candidates/", listings.candidates, name="candidates"),
    path("new/<int:pk>/", listings.put_on, name="put_on"),
    path("<int:pk>/", listings.listing, name="listing"),
    path("<int:pk>/help/", listings.change_help, name="change_help"),
    path("<int:pk>/withdraw/", listings.withdraw, name="withdraw"),
    path("<int:pk>/tasks/new/", mending.add_task, name="add_task"),
    path("<int:pk>/plan/", mending.settle_plan, name="settle_plan"),
    path("<int:pk>/helped/", mending.tell_help, name="tell_help"),
    path("<int:pk>/apply/", mending.apply, name="apply"),
    path("<int:pk>/answer/", mending.answer, name="answer"),
    path("tasks/<int:pk>/drop/", mending.drop_task, name="drop_task"),
    path("tasks/<int:pk>/tell/", mending.tell, name="tell"),
]
