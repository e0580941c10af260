from django.urls import path

from heli.schemes.views import behind, listing, results, scoring, writing

app_name = "schemes"
urlpatterns = [
    path("", listing.schemes, name="schemes"),
    path("new/", writing.start, name="start"),
    path("results/", results.releases, name="releases"),
    path("results/<int:pk>/", results.release, name="release"),
    path("results/<int:pk>/export/", results.export, name="export"),
    path("results/<int:pk>/final/", results.finalise, name="finalise"),
    path("results/<int:pk>/<int:organisation>/", results.result, name="result"),
    path("results/<int:pk>/<int:organisation>/object/", results.object_to, name="object"),
    path("objections/", results.objections, name="objections"),
    path("objections/<int:pk>/", results.objection, name="objection"),
    path("marks/<int:pk>/back/", scoring.take_back, name="take_back"),
    path("noted/<int:pk>/withdraw/", scoring.withdraw_fact, name="withdraw_fact"),
    path("<int:pk>/", writing.scheme, name="scheme"),
    path("<int:pk>/revise/", writing.revise, name="revise"),
    path("<int:pk>/standing/", scoring.standing, name="standing"),
    path("<int:pk>/standing/<int:organisation>/", scoring.sheet, name="sheet"),
    path("<int:pk>/standing/<int:organisation>/<str:code>/", behind.behind, name="behind"),
    path("<int:pk>/counts/<int:organisation>/<str:code>/", behind.counts, name="counts"),
    path("<int:pk>/marks/<int:organisation>/<str:code>/<int:group>/", scoring.give, name="give"),
    path("<int:pk>/noted/", scoring.noted, name="noted"),
    path("<int:pk>/noted/new/", scoring.note_fact, name="note_fact"),
    path("<int:pk>/raters/", scoring.raters, name="raters"),
    path("<int:pk>/raters/new/", scoring.set_raters, name="set_raters"),
    path("<int:pk>/publish/", results.publish, name="publish"),
    path("<int:pk>/<int:number>/", writing.version, name="version"),
    path("<int:pk>/<int:number>/frame/", writing.frame, name="frame"),
    path("<int:pk>/<int:number>/adopt/", writing.adopt, name="adopt"),
    path("<int:pk>/<int:number>/trial/", writing.trial, name="trial"),
    path("<int:pk>/<int:number>/indicators/new/", writing.indicator, name="new_indicator"),
    path("<int:pk>/<int:number>/indicators/<str:code>/", writing.indicator, name="indicator"),
    path("<int:pk>/<int:number>/indicators/<str:code>/drop/", writing.drop, name="drop"),
]
