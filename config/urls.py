"""Every address of Heli, a package a line."""

from django.urls import include, path

urlpatterns = [
    path("", include("heli.home.urls")),
    path("accounts/", include("heli.accounts.urls")),
    path("orgs/", include("heli.orgs.urls")),
    path("figures/", include("heli.figures.urls")),
    path("members/", include("heli.members.urls")),
    path("duties/", include("heli.duties.urls")),
    path("meetings/", include("heli.orglife.urls")),
    path("scores/", include("heli.appraisal.urls")),
    path("intake/", include("heli.intake.urls")),
    path("reorganisation/", include("heli.reorganisation.urls")),
    path("ui/", include("heli.ui.urls")),
]
handler403 = "heli.ui.views.forbidden"
handler404 = "heli.ui.views.not_found"
handler500 = "heli.ui.views.broken"
