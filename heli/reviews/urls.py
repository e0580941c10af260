from django.urls import path

from heli.reviews.catalogue import StageKind
from heli.reviews.views import ballots, lists, pioneer, steps

app_name = "reviews"
urlpatterns = [
    path("", lists.years, name="years"),
    path("export/", lists.export, name="export"),
    path("mine/", lists.mine, name="mine"),
    path("open/<int:pk>/", steps.open_review, name="open"),
    path("<int:pk>/", steps.review, name="review"),
    path("<int:pk>/self/", steps.stage, {"kind": StageKind.SELF}, name="self"),
    path("<int:pk>/mutual/", steps.stage, {"kind": StageKind.MUTUAL}, name="mutual"),
    path("<int:pk>/ballot/", ballots.hold, name="ballot"),
    path("<int:pk>/ballot/blank/", ballots.blank, name="blank"),
    path("<int:pk>/ballot/count/", ballots.count, name="count"),
    path("<int:pk>/ballot/close/", ballots.close, name="close_ballot"),
    path("<int:pk>/ballot/paper/", ballots.paper, name="paper"),
    path("<int:pk>/vote/", ballots.vote, name="vote"),
    path("<int:pk>/decide/", steps.decide, name="decide"),
    path("<int:pk>/pioneer/", pioneer.sheet, name="pioneer"),
    path("<int:pk>/pioneer/items/", pioneer.choose, name="pioneer_items"),
    path("<int:pk>/pioneer/confirm/", pioneer.confirm, name="pioneer_confirm"),
    path("<int:pk>/pioneer/drop/", pioneer.drop, name="pioneer_drop"),
    path("<int:pk>/pioneer/<int:evaluation>/", pioneer.mark, name="pioneer_mark"),
    path("<int:pk>/tell/", steps.tell, name="tell"),
    path("<int:pk>/close/", steps.close, name="close"),
    path("<int:pk>/reopen/", steps.reopen, name="reopen"),
]
