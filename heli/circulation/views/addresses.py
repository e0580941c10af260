"""The way to the pages of notices."""

from django.urls import reverse

from heli.ui.catalogue import Crumb


def way_received(*further: Crumb) -> list[Crumb]:
    """The way to what was received, and on."""
    return [_above(), Crumb("传达阅知", reverse("circulation:received")), *further]


def way_sent(*further: Crumb) -> list[Crumb]:
    """The way to what went out, and on."""
    return [_above(), Crumb("发出的通知", reverse("circulation:sent")), *further]


def _above() -> Crumb:
    return Crumb("履责", reverse("duties:records"))
