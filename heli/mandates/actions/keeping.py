"""The 工委 keeps the templates: it takes in what waits for its original, and gives it up again."""

from datetime import datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.mandates.catalogue import TEMPLATES
from heli.mandates.models import TakenIn


@action
def take_in(*, template: str, reason: str, by: Doer, at: datetime) -> TakenIn:
    """Offer an item of mark O or C to new lists from now on; lists that stand are not changed.

    NotAllowed without REQUIREMENT_SETTLE; NotFound for an unknown item; Invalid without a reason, or for one
    that is on anyway; WrongState where it is taken in already.
    """
    may_somewhere(by, Permission.REQUIREMENT_SETTLE).require()
    entry = TEMPLATES().get(template, localdate(at))
    if not entry.is_off:
        raise Invalid("template-on", f"“{entry.name}”已在模板中，不需要采用。")
    if not reason.strip():
        missing = "请写明采用的依据，例如核对原文的情况。"
        raise Invalid("template-reason", missing, fields={"reason": missing})
    if TakenIn.objects.filter(template=template, given_up_at=None).exists():
        raise WrongState("template-taken", f"“{entry.name}”已经采用。")
    note(template=template)
    return TakenIn.objects.create(
        template=template, reason=reason.strip()[:200], taken_at=at, taken_by=by.label[:120]
    )


@action
def give_up(*, template: str, by: Doer, at: datetime) -> TakenIn:
    """Offer the item no longer; lists that have it keep it. WrongState where it was not taken in."""
    may_somewhere(by, Permission.REQUIREMENT_SETTLE).require()
    found = TakenIn.objects.select_for_update(no_key=True).filter(template=template, given_up_at=None).first()
    if found is None:
        raise WrongState("template-not-taken", "这个模板条目没有采用，不需要停用。")
    found.given_up_at, found.given_up_by = at, by.label[:120]
    found.save(update_fields=["given_up_at", "given_up_by"])
    note(template=template)
    return found
