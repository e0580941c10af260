from django.urls import path

from heli.orglife.catalogue import BookForm
from heli.orglife.views import handbook, leading, meetings, minutes, org_life

app_name = "orglife"
urlpatterns = [
    path("new/", meetings.record, name="record"),
    path("mine/", meetings.mine, name="mine"),
    path("leading/", leading.leading, name="leading"),
    path("leading/names/", leading.leading_names, name="leading_names"),
    path("leading/export/", leading.leading_export, name="leading_export"),
    path("leading/<int:pk>/", leading.leading_person, name="leading_person"),
    path("thin/", minutes.thin, name="thin"),
    path("<int:pk>/saved/", meetings.saved, name="saved"),
    path("<int:pk>/minutes/", minutes.one, name="minutes"),
    path("<int:pk>/minutes/correct/", minutes.correct, name="correct"),
    path("<int:pk>/minutes/vote/", minutes.vote, name="vote"),
    path("minutes/votes/<int:pk>/withdraw/", minutes.withdraw_vote, name="withdraw_vote"),
    path("org-life/", org_life.listing, name="org_lives"),
    path("org-life/<int:pk>/", org_life.one, name="org_life"),
    path("org-life/links/<int:pk>/", org_life.unlink, name="unlink"),
    path("org-life/measures/<int:pk>/", org_life.measure, name="measure"),
    path("handbook/<int:pk>/", handbook.one, name="handbook"),
    path("handbook/<int:pk>/pdf/", handbook.download, {"form": BookForm.PDF}, name="handbook_pdf"),
    path("handbook/<int:pk>/docx/", handbook.download, {"form": BookForm.DOCX}, name="handbook_word"),
    path("handbook/<int:pk>/sheet/pdf/", handbook.sheet, {"form": BookForm.PDF}, name="sheet_pdf"),
    path("handbook/<int:pk>/sheet/docx/", handbook.sheet, {"form": BookForm.DOCX}, name="sheet_word"),
]
