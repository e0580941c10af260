"""The audit read again against its seals: every sealed row that was tampered with, by name."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from heli.kernel.models import AuditEntry, AuditSeal
from heli.kernel.seals import GENESIS, SEALING, digest_of_entry, digest_of_seal

BEFORE_ALL = -(2**63)
"""Less than any id: the first seal answers for every entry up to its end."""


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was sealed. `code` is for programs, `row` names it as "kernel.Model:pk".

    Codes: entry-changed, entry-missing, entry-inserted, seal-changed, seal-missing.
    """

    code: str
    row: str
    message: str


def verify(
    progress: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> tuple[Finding, ...]:
    """Everything in the sealed part of the audit that differs from its seals; empty where nothing does.

    Reads each sealed entry once, a seal at a time, and writes nothing. Cannot see a chain that was cut off
    at its newest end together with the entries about it, or written anew as a whole: compare `seals.head()`
    with the head noted outside the database.
    """
    findings: list[Finding] = []
    total, done = AuditSeal.objects.count(), 0
    previous: AuditSeal | None = None
    sound = True
    for sealed in AuditSeal.objects.order_by("number").iterator(chunk_size=10):
        missing = _missing_before(sealed, previous)
        changed = list(_check_seal(sealed, previous, gap=bool(missing)))
        begins_after = sealed.first_id - 1
        if sound and not missing:
            begins_after = previous.last_id if previous else BEFORE_ALL
        findings += [*missing, *changed, *_check_entries(sealed, begins_after)]
        previous, sound, done = sealed, not changed, done + 1
        progress("核对审计记录", done, total)
    findings += _check_sealings({finding.row for finding in findings})
    return tuple(findings)


def _missing_before(sealed: AuditSeal, previous: AuditSeal | None) -> list[Finding]:
    first = previous.number + 1 if previous else 1
    return [_seal_missing(number) for number in range(first, sealed.number)]


def _check_seal(sealed: AuditSeal, previous: AuditSeal | None, *, gap: bool) -> Iterator[Finding]:
    follows = previous.digest if previous else GENESIS
    if digest_of_seal(sealed) != sealed.digest:
        yield _seal_changed(sealed.number, "与自己的校验值不符")
    elif not gap and sealed.previous != follows:
        yield _seal_changed(sealed.number, "与前一号封存接不上")


def _check_entries(sealed: AuditSeal, begins_after: int) -> Iterator[Finding]:
    """Compare the entries between the seal before and this one's end with the digests that it keeps."""
    try:
        leaves = _leaves(sealed)
    except ValueError:
        return  # only a changed seal can be unreadable, and that has been named
    entries = AuditEntry.objects.filter(id__gt=begins_after, id__lte=sealed.last_id).order_by("id")
    for entry in entries.iterator(chunk_size=2_000):
        digest, name = (
            leaves.pop(entry.id, None),
            f"第 {entry.id} 条审计记录（{entry.action}，{entry.subject_label}）",
        )
        if digest is None:
            yield _entry(
                "entry-inserted", entry.id, f"{name}不在第 {sealed.number} 号封存之内，是封存后插入的。"
            )
        elif digest != digest_of_entry(entry):
            yield _entry("entry-changed", entry.id, f"{name}与第 {sealed.number} 号封存不符，封存后被改动。")
    for lost in leaves:
        yield _entry(
            "entry-missing", lost, f"第 {lost} 条审计记录已在第 {sealed.number} 号封存，现在找不到，被删除。"
        )


def _check_sealings(named: set[str]) -> Iterator[Finding]:
    """Every sealing left an entry with the seal's digest: hold the seals against those."""
    digests = dict(AuditSeal.objects.values_list("number", "digest"))
    told = AuditEntry.objects.filter(action=SEALING).order_by("id").values_list("detail", flat=True)
    for detail in told.iterator(chunk_size=2_000):
        try:
            facts = json.loads(detail)
            number, digest = int(facts["number"]), str(facts["digest"])
        except (ValueError, TypeError, KeyError):
            continue  # the entry itself was changed
        if f"kernel.AuditSeal:{number}" in named:
            continue
        stored = digests.get(number) or _digest_now(number)
        if stored is None:
            yield _seal_missing(number)
        elif stored != digest:
            yield _seal_changed(number, "与封存时审计中记下的校验值不符")


def _digest_now(number: int) -> str | None:
    """Asked again, for a seal that was appended while the audit was being read."""
    return AuditSeal.objects.filter(number=number).values_list("digest", flat=True).first()


def _leaves(sealed: AuditSeal) -> dict[int, str]:
    """The digests that a seal keeps, by id of the entry; ValueError where they cannot be read."""
    pairs = (line.split(" ") for line in sealed.leaves.split("\n"))
    return {int(entry_id): digest for entry_id, digest in pairs}


def _entry(code: str, entry_id: int, message: str) -> Finding:
    return Finding(code, f"kernel.AuditEntry:{entry_id}", message)


def _seal_changed(number: int, how: str) -> Finding:
    return Finding("seal-changed", f"kernel.AuditSeal:{number}", f"第 {number} 号封存{how}，被改动。")


def _seal_missing(number: int) -> Finding:
    message = f"第 {number} 号封存找不到，被删除，它所封存的记录无从核对。"
    return Finding("seal-missing", f"kernel.AuditSeal:{number}", message)
