"""The way to the pages of 减负账."""

from django.urls import reverse

from heli.ui.catalogue import Crumb


def way(query: str, *further: Crumb) -> list[Crumb]:
    """The way to 减负账 of the day that `query` asks for, and on."""
    here = Crumb("减负账", reverse("burden:account") + query)
    return [Crumb("履责", reverse("duties:records")), here, *further]
