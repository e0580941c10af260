"""Opening and closing a year's window: until when what is owed once a year may still be held."""

from datetime import date, datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.duties.actions.fulfilling import fulfil_requirements_anew
from heli.duties.models import Plan, Requirement, Window
from heli.duties.rules import judging, recording
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState
from heli.kernel.verdict import all_of


@action
def open_window(
    *, plan: Plan, record_kind: str, closes_on: date, document: str, by: Doer, at: datetime
) -> Window:
    """Let what a year owes once be held until `closes_on`, as the year's 通知 says (R01-19).

    Records of the kind (an id of RECORD_KINDS) held after the year's end may then count for it, and whatever
    is held by the day is in time. Opened again with another day, the window is moved. NotAllowed without
    PLAN_KEEP, NotFound for an unknown kind, Invalid without a document or for a day that cannot be.
    """
    may_somewhere(by, Permission.PLAN_KEEP).require()
    recording.kind_of(record_kind, closes_on)
    all_of(
        judging.is_grounded("依据通知", document),
        judging.can_close_on(first=date(plan.year, 1, 1), closes_on=closes_on, year=plan.year),
    ).require()
    made, _ = Window.objects.update_or_create(
        plan=plan,
        record_kind=record_kind,
        defaults={
            "closes_on": closes_on,
            "set_for": closes_on,
            "document": document.strip(),
            "opened_at": at,
            "opened_by": by.label[:120],
            "closed_at": None,
            "closed_by": "",
            "close_document": "",
        },
    )
    note(kind=record_kind, closes_on=closes_on.isoformat(), document=document.strip())
    _derive(made)
    return made


@action
def close_window(*, window: Window, closes_on: date, document: str, by: Doer, at: datetime) -> Window:
    """Close a window on an earlier day than it was set for, by another document.

    NotAllowed without PLAN_KEEP, Invalid without a document, WrongState for a day that is not earlier.
    """
    may_somewhere(by, Permission.PLAN_KEEP).require()
    held = Window.objects.select_for_update().select_related("plan").get(pk=window.pk)
    all_of(
        judging.is_grounded("提前截止", document),
        judging.can_close_on(first=date(held.plan.year, 1, 1), closes_on=closes_on, year=held.plan.year),
    ).require()
    if closes_on >= held.closes_on:
        raise WrongState(
            "window-not-earlier",
            f"现在的截止日期是 {held.closes_on}，提前截止要填更早的日期；要推后，请重新登记开展时限。",
        )
    held.closes_on, held.closed_at, held.closed_by = closes_on, at, by.label[:120]
    held.close_document = document.strip()
    held.save(update_fields=["closes_on", "closed_at", "closed_by", "close_document"])
    note(closes_on=closes_on.isoformat(), document=document.strip())
    _derive(held)
    return held


def _derive(window: Window) -> None:
    """What is in time, and what counts for which year, follows the window."""
    asked = Requirement.objects.owed().filter(
        plan__year=window.plan.year, kinds__record_kind=window.record_kind
    )
    fulfil_requirements_anew(list(asked.values_list("pk", flat=True)), [window.plan.year])
