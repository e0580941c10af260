"""What waits for the reader's own organisations, and what they have done."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.urls import reverse

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.scope import Scope
from heli.circulation import rules
from heli.circulation.catalogue import Asked
from heli.circulation.models import Notice, Receipt
from heli.circulation.queries.audience import addressed_among, candidates, versions_of
from heli.circulation.queries.sending import SHOWN_DAYS
from heli.orgs.models import Organisation
from heli.ui.catalogue import State


class ReceivedLine(NamedTuple):
    """A notice at one organisation of the reader: how it stands, and whether he may answer for it."""

    notice: Notice
    organisation: Organisation
    receipt: Receipt | None
    state: State | None
    may_answer: bool

    @property
    def waits(self) -> bool:
        return self.receipt is None and not self.notice.is_withdrawn


class OpenItem(NamedTuple):
    """A line for 今日要务: what is asked of whom by when, and where it is answered."""

    what: str
    whom: str
    due_on: date
    state: State
    label: str
    url: str


def received(actor: Actor, today: date) -> list[ReceivedLine]:
    """Notices of the last year to the reader's own organisations, those that wait first, by their day.

    Five queries, whatever the size.
    """
    since, entering = today - timedelta(days=SHOWN_DAYS), set(_entered_by(actor))
    versions = versions_of(Scope(organisations=tuple(sorted(entering | _own(actor)))), since)
    if not versions:
        return []
    notices = {one.pk: one for one in candidates(versions, since)}
    to = addressed_among(notices.values(), versions)
    given = _receipts([was.organisation_id for was in versions], list(to))
    found = [
        _line(notices[pk], was.organisation, given.get((pk, was.organisation_id)), entering, today)
        for pk, went in to.items()
        for was in went
    ]
    return sorted(found, key=_order)


def open_items(actor: Actor, today: date) -> list[OpenItem]:
    """What the reader has to answer for his organisations, the earliest first; five queries, or none."""
    if not _entered_by(actor):
        return []
    return [
        OpenItem(
            what=f"{Asked(one.notice.asked).label}：{one.notice.title}",
            whom=one.organisation.short_name,
            due_on=one.notice.due_on,
            state=one.state or State.OPEN,
            label="去登记",
            url=reverse("circulation:receipt", args=[one.notice.pk, one.organisation.pk]),
        )
        for one in received(actor, today)
        if one.waits and one.may_answer
    ]


def _entered_by(actor: Actor) -> Sequence[int]:
    return actor.scope(Permission.RECORD_ENTER).organisations


def _own(actor: Actor) -> set[int]:
    branch = {actor.branch_id} if actor.branch_id is not None else set()
    return {post.organisation_id for post in actor.posts} | branch


def _receipts(organisations: Sequence[int], notices: Sequence[int]) -> dict[tuple[int, int], Receipt]:
    rows = Receipt.objects.standing().filter(organisation__in=organisations, notice__in=notices)
    return {(one.notice_id, one.organisation_id): one for one in rows}


def _line(
    notice: Notice, organisation: Organisation, receipt: Receipt | None, entering: set[int], today: date
) -> ReceivedLine:
    state = None
    if receipt is not None or not notice.is_withdrawn:
        state = rules.state_of(notice.due_on, receipt.done_on if receipt else None, today)
    return ReceivedLine(notice, organisation, receipt, state, organisation.pk in entering)


def _order(line: ReceivedLine) -> tuple[bool, int, int]:
    """What waits first, the earliest day first; then the newest of what is done."""
    day = line.notice.due_on.toordinal()
    return not line.waits, day if line.waits else -day, line.notice.pk
