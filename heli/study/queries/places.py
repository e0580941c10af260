"""For which organisations the reader may enter, and one of them; one thing that the reader may see."""

from datetime import date

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.kernel.errors import NotFound
from heli.orgs.models import Organisation


def places(actor: Actor, today: date) -> list[Organisation]:
    """What the actor may enter for, in the order of the tree. NotAllowed without the right. One query."""
    scope = actor.require(Permission.RECORD_ENTER)
    return list(Organisation.objects.visible_to(scope).live(today).order_by("path"))


def seen(actor: Actor, pk: int) -> Organisation:
    """An organisation whose records the actor may see; NotFound otherwise. One query."""
    scope = actor.require(Permission.RECORD_SEE)
    found: Organisation | None = (
        Organisation.objects.visible_to(scope).select_related("parent").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("organisation-not-found", "没有这个党组织，或它不在您的范围内。")
    return found


def wanted_year(text: str, today: date, first: int, last: int) -> int:
    """The year that an address asks for, this one where it names none that there is."""
    if text.isascii() and text.isdigit() and len(text) == 4 and first <= int(text) <= last:
        return int(text)
    return today.year
