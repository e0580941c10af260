"""The way to the pages of the almanac."""

from django.urls import reverse

from heli.ui.catalogue import Crumb


def way(*further: Crumb) -> list[Crumb]:
    """The way to the branches' almanacs, and on."""
    return [_above(), Crumb("支部年历", reverse("almanac:branches")), *further]


def way_year(*further: Crumb) -> list[Crumb]:
    """The way to 全年一览, and on."""
    return [_above(), Crumb("全年一览", reverse("almanac:year")), *further]


def _above() -> Crumb:
    return Crumb("明责", reverse("duties:plan"))
