"""Requests that were given up because they ask what is asked already, as their issuers said."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from heli.accounts.scope import Scope
from heli.burden.catalogue import Answer, RequestKind
from heli.burden.models import RepeatReport
from heli.circulation.catalogue import NoticeState
from heli.circulation.models import Notice
from heli.duties.catalogue import RequirementState
from heli.duties.models import Requirement
from heli.kernel.clock import SHANGHAI


class Refused(NamedTuple):
    """One that is asked no more: how, when, why. `went_out`: organisations were asked before."""

    kind: RequestKind
    pk: int
    name: str
    source: str
    went_out: bool
    why: str
    at: datetime

    @property
    def on(self) -> date:
        """The day on which it was given up."""
        return self.at.astimezone(SHANGHAI).date()

    @property
    def how(self) -> str:
        """What was done."""
        if self.kind is RequestKind.REQUIREMENT:
            return "撤回条目"
        return "撤回通知" if self.went_out else "不再发出"


def refused(scope: Scope, year: int, day: date) -> list[Refused]:
    """Given up in `year` up to `day`, newest first: items of plans, and notices of senders in `scope`.

    Counted are those of which the issuer said so in giving them up, or in answering a report. One query.
    """
    rows = _requirements(scope).union(_notices(scope), all=True)
    found = (
        Refused(RequestKind(row[0]), row[1], row[2], row[3], bool(row[4]), row[5], row[6]) for row in rows
    )
    return sorted(_within(found, year, day), key=lambda one: (one.at, one.pk), reverse=True)


def _within(found: Iterator[Refused], year: int, day: date) -> Iterator[Refused]:
    return (one for one in found if one.on.year == year and one.on <= day)


def _answered(name: str) -> QuerySet[RepeatReport, Any]:
    found: QuerySet[RepeatReport, Any] = (
        RepeatReport.objects.filter(answer=Answer.WITHDRAWN).order_by().values(name)
    )
    return found


def _requirements(scope: Scope) -> QuerySet[Requirement, Any]:
    given_up = Requirement.objects.visible_to(scope).filter(
        Q(as_repeat=True) | Q(pk__in=_answered("requirement")),
        state=RequirementState.WITHDRAWN,
        withdrawn_at__isnull=False,
    )
    return given_up.order_by().values_list(
        _text("requirement"), "pk", "measure", "plan__title", _number(1), "withdrawn_why", "withdrawn_at"
    )


def _notices(scope: Scope) -> QuerySet[Notice, Any]:
    given_up = Notice.objects.visible_to(scope).filter(Q(as_repeat=True) | Q(pk__in=_answered("notice")))
    went_out = Case(When(state=NoticeState.WITHDRAWN, then=1), default=0, output_field=BigIntegerField())
    return (
        given_up.filter(state__in=(NoticeState.WITHDRAWN, NoticeState.DISCARDED))
        .order_by()
        .values_list(
            _text("notice"),
            "pk",
            "title",
            F("sender__short_name"),
            went_out,
            "withdrawn_why",
            Coalesce("withdrawn_at", "discarded_at"),
        )
    )


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())


def _number(number: int) -> Value:
    return Value(number, output_field=BigIntegerField())
