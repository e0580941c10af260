"""Audit entries fixed into a chain of SHA-256 digests: `seal` appends to it, `verify` reads it again.

A seal keeps the digest of each entry that it covers and is itself digested together with the seal before
it. Why no entry is ever skipped, though ids may be committed out of order, and what the chain cannot
show: docs/adr/0003-audit-seals.md.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import OperationalError, connection, transaction
from django.db.models import Max

from heli.kernel.action import Doer, action, note
from heli.kernel.models import AuditEntry, AuditSeal

MOST_IN_A_SEAL = 5_000
"""Entries in one seal at most, so that a long-neglected audit is sealed in pieces."""

GENESIS = "0" * 64
"""What the first seal follows."""

SEALING = "kernel.append_seal"
"""How the audit names the sealing itself."""

_PATIENCE_MS = 1_000
_LOCK_NOT_AVAILABLE = "55P03"


@dataclass(frozen=True)
class Sealing:
    """What one call did: the seals appended, and whether it gave up on a writer that did not finish."""

    seals: tuple[AuditSeal, ...]
    postponed: bool = False


def seal(
    *, by: Doer, at: datetime, progress: Callable[[str, int, int], None] = lambda what, done, total: None
) -> Sealing:
    """Seal every entry written so far; nothing where only earlier sealings are new.

    On PostgreSQL it waits up to a second for writers in progress, and then leaves it to the next time.
    Call it outside a transaction: inside one, writers wait until that ends.
    """
    through = _settled_id()
    if through is None:
        return Sealing((), postponed=True)
    seals: list[AuditSeal] = []
    fresh = AuditEntry.objects.filter(id__gt=_last_sealed_id(), id__lte=through)
    if fresh.exclude(action=SEALING).exists():
        total, done = fresh.count(), 0
        while done < total:
            seals.append(append_seal(through=through, by=by, at=at))
            done += seals[-1].count
            progress("封存审计记录", done, total)
    return Sealing(tuple(seals))


@action
def append_seal(*, through: int, by: Doer, at: datetime) -> AuditSeal:
    """Append one seal over the next unsealed entries with an id up to `through`, which must be settled.

    ValueError where there are none. IntegrityError where another process was first; nothing is lost then.
    """
    last = AuditSeal.objects.order_by("number").last()
    after, previous, number = (last.last_id, last.digest, last.number + 1) if last else (0, GENESIS, 1)
    entries = list(AuditEntry.objects.filter(id__gt=after, id__lte=through).order_by("id")[:MOST_IN_A_SEAL])
    if not entries:
        raise ValueError(f"there is no unsealed audit entry up to {through}")
    appended = AuditSeal(
        number=number,
        first_id=entries[0].id,
        last_id=entries[-1].id,
        count=len(entries),
        leaves="\n".join(f"{entry.id} {digest_of_entry(entry)}" for entry in entries),
        previous=previous,
        sealed_at=at,
    )
    appended.digest = digest_of_seal(appended)
    appended.save(force_insert=True)
    note(number=number, first_id=appended.first_id, last_id=appended.last_id, digest=appended.digest)
    return appended


def head() -> tuple[int, str] | None:
    """Number and digest of the newest seal, to be noted outside the database; None before the first."""
    return AuditSeal.objects.order_by("number").values_list("number", "digest").last()


def digest_of_entry(entry: AuditEntry) -> str:
    """SHA-256 over every column of the entry, in 64 hexadecimal digits."""
    return _digest(
        entry.id,
        _moment(entry.at),
        entry.action,
        entry.account_id,
        entry.actor,
        entry.subject,
        entry.subject_label,
        entry.detail,
        entry.steps,
    )


def digest_of_seal(sealed: AuditSeal) -> str:
    """SHA-256 over every other column of the seal, among them the digest of the seal before it."""
    return _digest(
        sealed.number,
        sealed.first_id,
        sealed.last_id,
        sealed.count,
        sealed.leaves,
        sealed.previous,
        _moment(sealed.sealed_at),
    )


def _settled_id() -> int | None:
    """The greatest id such that no entry with a smaller one can still appear; None when writers kept on.

    An INSERT locks the table before it draws its id and until its transaction ends, so on PostgreSQL a
    SHARE lock is granted only when every id drawn is committed or given up. On SQLite one writes at a time.
    """
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = {_PATIENCE_MS}")
                    cursor.execute("LOCK TABLE kernel_auditentry IN SHARE MODE")
            greatest: int | None = AuditEntry.objects.aggregate(greatest=Max("id"))["greatest"]
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
            return None
        raise
    return greatest or 0


def _last_sealed_id() -> int:
    greatest: int | None = AuditSeal.objects.aggregate(greatest=Max("last_id"))["greatest"]
    return greatest or 0


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(*values: object) -> str:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
