"""The audit as the audit administrator reads it: newest first, a page from a cursor on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from heli.kernel import seals
from heli.kernel.action_names import action_names, name_of
from heli.kernel.clock import SHANGHAI
from heli.kernel.models import AuditEntry, AuditSeal

A_PAGE = 50
MOST_EXPORTED = 50_000


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """What the audit is narrowed to; an empty value narrows nothing; both days are included."""

    action: str = ""
    person: str = ""
    thing: str = ""
    first: date | None = None
    last: date | None = None


class AuditLine(NamedTuple):
    """One entry in words. `behalf`: whose right was used (受托); "" for one's own."""

    pk: int
    at: datetime
    who: str
    behalf: str
    what: str
    thing: str


class AuditPage(NamedTuple):
    """A run of entries; `before` is the cursor of the older ones, None at the end."""

    lines: list[AuditLine]
    before: int | None


class SealState(NamedTuple):
    """How far the audit is sealed: the last seal's number, day and digest, and how many entries wait."""

    number: int
    digest: str
    sealed_at: datetime | None
    waiting: int


def audited(filters: AuditFilters) -> "QuerySet[AuditEntry]":
    """The entries that the filters let through, newest first."""
    found = AuditEntry.objects.order_by("-id")
    if filters.action:
        found = found.filter(action=filters.action)
    if filters.person:
        found = found.filter(actor__contains=filters.person)
    if filters.thing:
        found = found.filter(Q(subject=filters.thing) | Q(subject_label__contains=filters.thing))
    if filters.first is not None:
        found = found.filter(at__gte=_midnight(filters.first))
    if filters.last is not None:
        found = found.filter(at__lt=_midnight(filters.last + timedelta(days=1)))
    return found


def audit_page(filters: AuditFilters, before: int | None) -> AuditPage:
    """Entries older than the cursor `before`, or the newest: one query, whatever the size."""
    found = audited(filters)
    if before is not None:
        found = found.filter(id__lt=before)
    entries = list(found[: A_PAGE + 1])
    more = len(entries) > A_PAGE
    shown = entries[:A_PAGE]
    return AuditPage([audit_line(entry) for entry in shown], shown[-1].id if more else None)


def audit_lines(filters: AuditFilters) -> Iterator[AuditLine]:
    """The newest entries that the filters let through, at most MOST_EXPORTED."""
    for entry in audited(filters)[:MOST_EXPORTED].iterator(chunk_size=2_000):
        yield audit_line(entry)


def audit_line(entry: AuditEntry) -> AuditLine:
    """An entry in words: when, who, did what, to what."""
    return AuditLine(
        entry.id,
        localtime(entry.at, SHANGHAI),
        entry.actor,
        _behalf(entry.detail),
        name_of(entry.action),
        entry.subject_label,
    )


def audit_actions() -> list[tuple[str, str]]:
    """Name in the audit and in Chinese of everything that may be done, to choose from."""
    return sorted(action_names().items(), key=lambda pair: pair[1])


def seal_state() -> SealState:
    """How far the audit is sealed today."""
    last = AuditSeal.objects.order_by("-number").first()
    sealed_through = last.last_id if last is not None else 0
    waiting = AuditEntry.objects.filter(id__gt=sealed_through).count()
    number, digest = seals.head() or (0, "")
    return SealState(number, digest, last.sealed_at if last is not None else None, waiting)


def _behalf(detail: str) -> str:
    """`delegated_from`, which `accounts.rules.may` notes; it may stand in a step."""
    if "delegated_from" not in detail:
        return ""
    facts = json.loads(detail)
    steps = [note for notes in facts.values() if isinstance(notes, list) for note in notes]
    told = (
        one["delegated_from"] for one in [facts, *steps] if isinstance(one, dict) and "delegated_from" in one
    )
    return str(next(told, ""))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)
