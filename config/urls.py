"""Every address of Heli, a package a line."""

from django.urls import include, path

from config.api import addresses
from heli.home.views import organisation
from heli.orgs import urls as orgs

# The page of one organisation is made by the package that knows what all the others know of it.
_ORGANISATION = path("<int:pk>/", organisation.organisation, name="organisation")

urlpatterns = [
    path("", include("heli.home.urls")),
    path("accounts/", include("heli.accounts.urls")),
    path("orgs/", include(([_ORGANISATION, *orgs.urlpatterns], orgs.app_name))),
    path("orgs/", include("heli.elections.urls")),
    path("figures/", include("heli.figures.urls")),
    path("members/", include("heli.members.urls")),
    path("duties/", include("heli.duties.urls")),
    path("attachments/", include("heli.attachments.urls")),
    path("planning/", include("heli.planning.urls")),
    path("decomposition/", include("heli.decomposition.urls")),
    path("meetings/", include("heli.orglife.urls")),
    path("talks/", include("heli.talks.urls")),
    path("assignments/", include("heli.assignments.urls")),
    path("almanac/", include("heli.almanac.urls")),
    path("circulation/", include("heli.circulation.urls")),
    path("burden/", include("heli.burden.urls")),
    path("mandates/", include("heli.mandates.urls")),
    path("reviews/", include("heli.reviews.urls")),
    path("debriefing/", include("heli.debriefing.urls")),
    path("study/", include("heli.study.urls")),
    path("scores/", include("heli.appraisal.urls")),
    path("schemes/", include("heli.schemes.urls")),
    path("stars/", include("heli.stars.urls")),
    path("weak/", include("heli.weak.urls")),
    path("gatherings/", include("heli.exchange.urls")),
    path("notices/", include("heli.notices.urls")),
    path("intake/", include("heli.intake.urls")),
    path("reorganisation/", include("heli.reorganisation.urls")),
    path("api/", include(addresses())),
    path("ui/", include("heli.ui.urls")),
]
handler403 = "heli.ui.views.forbidden"
handler404 = "heli.ui.views.not_found"
handler500 = "heli.ui.views.broken"
