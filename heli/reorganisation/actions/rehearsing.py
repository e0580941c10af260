"""Doing it and taking it back: how a page says beforehand, to the digit, what an event will do.

Everything runs inside a savepoint that is rolled back, the audit entry too: nothing remains.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from heli.kernel.action import Doer
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import Strength, Verdict
from heli.orgs.models import Event
from heli.orgs.queries.changes import foresee, inverse
from heli.orgs.rules.change import Change
from heli.reorganisation import rules
from heli.reorganisation.actions.carrying import carry_out, undo
from heli.reorganisation.queries.told import Told, told

_BEFOREHAND = "事前预览"


@dataclass(frozen=True, slots=True)
class Preview:
    """What an event will do, and every verdict on it; `will` is None where it is refused."""

    verdicts: tuple[Verdict, ...]
    will: Told | None
    is_correction: bool = False

    @property
    def refusals(self) -> list[Verdict]:
        return rules.refusals(self.verdicts)

    @property
    def warnings(self) -> list[Verdict]:
        return rules.to_be_reasoned(self.verdicts)

    @property
    def advice(self) -> list[Verdict]:
        return rules.informing(self.verdicts)


class _TakenBack(Exception):
    def __init__(self, will: Told, is_correction: bool) -> None:
        super().__init__("taken back")
        self.will = will
        self.is_correction = is_correction


def rehearse(*, change: Change, by: Doer, at: datetime, assigned: Mapping[int, int] | None = None) -> Preview:
    """What carrying the change out would do, with every verdict on it; NotAllowed as `carry_out`."""
    verdicts = foresee(change, at.date()).verdicts
    if rules.refusals(verdicts):
        return Preview(verdicts, None)
    return _rehearsed(
        verdicts, lambda: carry_out(change=change, assigned=assigned, why=_BEFOREHAND, by=by, at=at)
    )


def rehearse_undo(
    *, event: Event, happened_on: date, document_number: str, reason: str, by: Doer, at: datetime
) -> Preview:
    """What undoing the event would do; NotAllowed as `undo`."""
    undone = Event.objects.filter(undoes=event).exists()
    may = rules.may_undo(undone=undone, is_undoing=event.undoes_id is not None)
    if not may:
        return Preview((may,), None)
    change = inverse(event, happened_on=happened_on, document_number=document_number, reason=reason)
    verdicts = foresee(change, at.date()).verdicts
    if rules.refusals(verdicts):
        return Preview(verdicts, None)
    return _rehearsed(
        verdicts,
        lambda: undo(
            event=event,
            happened_on=happened_on,
            document_number=document_number,
            reason=reason,
            why=_BEFOREHAND,
            by=by,
            at=at,
        ),
    )


def _rehearsed(verdicts: tuple[Verdict, ...], act: Callable[[], Event]) -> Preview:
    try:
        with transaction.atomic():
            event = act()
            raise _TakenBack(told(event), event.is_correction)
    except _TakenBack as done:
        return Preview(verdicts, done.will, done.is_correction)
    except (Invalid, WrongState) as error:
        refusal = Verdict.no(
            error.message, source=error.source, strength=Strength.HARD, error=type(error), code=error.code
        )
        return Preview((*verdicts, refusal), None)
