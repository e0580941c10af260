from django.urls import path

from heli.stars.views import holdings, honours, organisations, rounds

app_name = "stars"
urlpatterns = [
    path("", holdings.stars, name="stars"),
    path("export/", holdings.export, name="export"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.open_round, name="open"),
    path("rounds/<int:pk>/", rounds.show, name="round"),
    path("rounds/<int:pk>/terms/", rounds.terms, name="terms"),
    path("rounds/<int:pk>/propose/", rounds.propose, name="propose"),
    path("rounds/<int:pk>/adopt/", rounds.adopt, name="adopt"),
    path("rounds/<int:pk>/settle/", rounds.settle, name="settle"),
    path("rounds/<int:pk>/export/", rounds.export, name="round_export"),
    path("rounds/<int:pk>/agree/", rounds.agree_all, name="agree_all"),
    path("assessed/<int:pk>/", organisations.assessed, name="assessed"),
    path("assessed/<int:pk>/claim/", organisations.claim, name="claim"),
    path("assessed/<int:pk>/facts/", organisations.facts, name="facts"),
    path("assessed/<int:pk>/opinion/", organisations.opinion, name="opinion"),
    path("assessed/<int:pk>/decide/", organisations.decide, name="decide"),
    path("assessed/<int:pk>/object/", organisations.object_to, name="object"),
    path("objections/<int:pk>/", organisations.objection, name="objection"),
    path("honours/", honours.honours, name="honours"),
    path("honours/<int:pk>/", honours.honour, name="honour"),
    path("honours/<int:pk>/review/", honours.review, name="review"),
    path("honours/<int:pk>/name/", honours.name, name="name"),
    path("honours/<int:pk>/take-off/", honours.take_off, name="take_off"),
    path("<int:pk>/", holdings.organisation, name="organisation"),
    path("<int:pk>/enter/", holdings.enter, name="enter"),
    path("<int:pk>/lower/", holdings.lower, name="lower"),
    path("<int:pk>/apply/", honours.apply, name="apply"),
]
