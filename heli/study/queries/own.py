"""One member's 学时 with the rows behind it: for himself and the officers of his branch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.members.models import Member
from heli.study import rules
from heli.study.catalogue import ClassKind
from heli.study.queries.hours import attended, attended_classes, officers_held, stated_minutes
from heli.study.rules import Earned, Goal


class Counted(NamedTuple):
    """One thing that counted for a member: when, what, as what, how much, at which record or class."""

    on: date
    what: str
    kind: str
    hours: Decimal
    record_id: int | None = None
    class_id: int | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """One member's year with the rows behind it, the latest first."""

    member: Member
    year: int
    officer: bool
    earned: Earned
    goal: Goal
    rows: Sequence[Counted]

    @property
    def reached(self) -> bool:
        return self.goal.met(self.earned)


def own(member: Member, year: int, today: date) -> Own:
    """One member's year with the rows behind it: three queries."""
    rule = rules.rules_of(year)
    officer = officers_held(rules.last_day(year, today)).filter(member=member).exists()
    rows = [*_meeting_rows(member, year, today), *_class_rows(member, year, today)]
    rows.sort(key=lambda one: one.on, reverse=True)
    trainings = sum(one.class_id is not None and one.kind == ClassKind.TRAINING.label for one in rows)
    earned = Earned(sum((one.hours for one in rows), Decimal(0)), trainings)
    return Own(member, year, officer, earned, rule.goal(officer=officer), rows)


def _meeting_rows(member: Member, year: int, today: date) -> Iterator[Counted]:
    rule = rules.rules_of(year)
    met = attended([member.pk], year, today).select_related("record__study_minutes")
    for record in (one.record for one in met.order_by("-record__happened_on", "-pk")):
        if hours := rule.meeting(record.kind, stated_minutes(record)):
            yield Counted(record.happened_on, record.topic, rule.meetings[record.kind].name, hours, record.pk)


def _class_rows(member: Member, year: int, today: date) -> Iterator[Counted]:
    rule = rules.rules_of(year)
    attended = attended_classes(year, today).filter(member=member).select_related("study_class")
    for one in attended.order_by("-study_class__ends_on", "-pk"):
        held = one.study_class
        hours = rule.of_class(held.kind, held.half_days, held.hours)
        yield Counted(held.ends_on, held.title, held.get_kind_display(), hours, class_id=held.pk)


def member_seen(pk: int, scope: Scope) -> Member:
    """A present member of an organisation in `scope`; NotFound otherwise."""
    found: Member | None = (
        Member.objects.present().visible_to(scope).select_related("organisation").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("member-not-found", "名册中没有这名党员，或他不在您的支部。")
    return found
