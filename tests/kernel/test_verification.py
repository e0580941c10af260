"""Whatever is done to a sealed row, it is found, and the row is named."""

import json

import pytest
from django.core.management.color import no_style
from django.db import connection

from heli.kernel import seals
from heli.kernel.action import SYSTEM
from heli.kernel.models import AuditEntry, AuditSeal
from heli.kernel.verification import Finding, verify
from tests.kernel.doers import AT, Someone, without_triggers
from tests.kernel.test_action import plan

pytestmark = pytest.mark.django_db

COLUMNS = (
    "id, at, action, account_id, actor, subject, subject_label, detail, steps"  # as they stand in the table
)


@pytest.fixture(autouse=True)
def _three_seals() -> None:
    """Three seals over seven entries: 2 actions, then a sealing and 2 actions, then the same."""
    for round_ in range(3):
        for number in range(2):
            plan(name=f"会{round_}{number}", by=Someone(), at=AT)
        seals.seal(by=SYSTEM, at=AT)


def _entry(place: int) -> int:
    """The id of the entry at this place of the audit, from 0."""
    return list(AuditEntry.objects.order_by("id").values_list("id", flat=True))[place]


def _found() -> list[tuple[str, str]]:
    return [(finding.code, finding.row) for finding in verify()]


def test_a_sound_audit_gives_no_finding_and_tells_its_progress() -> None:
    told: list[tuple[str, int, int]] = []
    assert verify(lambda *step: told.append(step)) == ()
    assert told == [("核对审计记录", done, 3) for done in (1, 2, 3)]


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'x'",
        "action = 'x'",
        "account_id = NULL",
        "subject = 'x'",
        "subject_label = 'x'",
        "detail = '{}'",
        "steps = 'x'",
        "at = '2025-01-01 00:00:00+00:00'",
    ],
)
@pytest.mark.parametrize("place", [0, 3, 7])
def test_a_changed_entry_is_named(change: str, place: int) -> None:
    changed = _entry(place)
    without_triggers(f"UPDATE kernel_auditentry SET {change} WHERE id = {changed}")  # noqa: S608
    assert _found() == [("entry-changed", f"kernel.AuditEntry:{changed}")]


@pytest.mark.parametrize("place", [0, 3, 7])
def test_a_deleted_entry_is_named(place: int) -> None:
    gone = _entry(place)
    without_triggers(f"DELETE FROM kernel_auditentry WHERE id = {gone}")  # noqa: S608
    assert _found() == [("entry-missing", f"kernel.AuditEntry:{gone}")]


def test_an_entry_moved_to_another_id_is_missing_there_and_inserted_here() -> None:
    moved = _entry(3)
    without_triggers(f"UPDATE kernel_auditentry SET id = -5 WHERE id = {moved}")  # noqa: S608
    assert sorted(_found()) == [
        ("entry-inserted", "kernel.AuditEntry:-5"),
        ("entry-missing", f"kernel.AuditEntry:{moved}"),
    ]


@pytest.mark.parametrize("before", [0, 2, 3])
def test_an_entry_inserted_before_inside_or_between_seals_is_named(before: int) -> None:
    """Ids are spread first, as when transactions were given up, so that there is a free one to take."""
    _spread_ids()
    free = _entry(before) - 1
    without_triggers(
        f"INSERT INTO kernel_auditentry ({COLUMNS})"  # noqa: S608
        f" SELECT {free}, at, action, account_id, actor, subject, subject_label, detail, steps"
        f" FROM kernel_auditentry WHERE id = {_entry(0)}"
    )
    assert _found() == [("entry-inserted", f"kernel.AuditEntry:{free}")]


def test_an_inserted_entry_is_not_sealed_later_as_if_it_had_always_been_there() -> None:
    _spread_ids()
    free = _entry(2) - 1
    without_triggers(
        f"INSERT INTO kernel_auditentry ({COLUMNS})"  # noqa: S608
        f" SELECT {free}, at, action, account_id, actor, subject, subject_label, detail, steps"
        f" FROM kernel_auditentry WHERE id = {_entry(0)}"
    )
    plan(name="后来", by=Someone(), at=AT)
    seals.seal(by=SYSTEM, at=AT)
    assert _found() == [("entry-inserted", f"kernel.AuditEntry:{free}")]


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize(
    "change", ["sealed_at = '2025-01-01 00:00:00+00:00'", "previous = 'x'", "digest = 'x'", "count = 99"]
)
def test_a_changed_seal_is_named(number: int, change: str) -> None:
    without_triggers(f"UPDATE kernel_auditseal SET {change} WHERE number = {number}")  # noqa: S608
    assert ("seal-changed", f"kernel.AuditSeal:{number}") in _found()


def test_an_entry_changed_together_with_its_seal_betrays_the_seal() -> None:
    changed = _entry(3)
    without_triggers(f"UPDATE kernel_auditentry SET actor = 'x' WHERE id = {changed}")  # noqa: S608
    _write_anew(2)
    found = _found()
    assert ("seal-changed", "kernel.AuditSeal:2") in found or ("seal-changed", "kernel.AuditSeal:3") in found


def test_the_newest_seal_written_anew_differs_from_what_the_audit_told() -> None:
    changed = _entry(6)
    without_triggers(f"UPDATE kernel_auditentry SET actor = 'x' WHERE id = {changed}")  # noqa: S608
    _write_anew(3)
    assert _found() == [("seal-changed", "kernel.AuditSeal:3")]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_deleted_seal_is_named(number: int) -> None:
    without_triggers(f"DELETE FROM kernel_auditseal WHERE number = {number}")  # noqa: S608
    assert ("seal-missing", f"kernel.AuditSeal:{number}") in _found()
    assert len(_found()) == 1


def test_a_seal_whose_digests_cannot_be_read_is_named() -> None:
    without_triggers("UPDATE kernel_auditseal SET leaves = 'nonsense' WHERE number = 2")
    assert _found() == [("seal-changed", "kernel.AuditSeal:2")]


def test_what_was_not_sealed_yet_is_not_judged() -> None:
    plan(name="后来", by=Someone(), at=AT)
    without_triggers("UPDATE kernel_auditentry SET actor = 'x' WHERE subject_label = '后来'")
    assert verify() == ()


def test_a_finding_says_what_happened_in_words() -> None:
    changed = _entry(0)
    without_triggers(f"UPDATE kernel_auditentry SET actor = 'x' WHERE id = {changed}")  # noqa: S608
    (finding,) = verify()
    assert finding == Finding(
        "entry-changed",
        f"kernel.AuditEntry:{changed}",
        f"第 {changed} 条审计记录（test_action.plan，会00）与第 1 号封存不符，封存后被改动。",
    )


def test_an_entry_about_a_sealing_that_says_nonsense_is_itself_the_finding() -> None:
    told = AuditEntry.objects.filter(action=seals.SEALING).order_by("id")[0].id
    without_triggers(f"UPDATE kernel_auditentry SET detail = 'nonsense' WHERE id = {told}")  # noqa: S608
    assert _found() == [("entry-changed", f"kernel.AuditEntry:{told}")]


def test_every_sealing_is_told_in_the_audit() -> None:
    told = AuditEntry.objects.filter(action=seals.SEALING).order_by("id").values_list("detail", flat=True)
    digests = AuditSeal.objects.order_by("number").values_list("digest", flat=True)
    assert [json.loads(detail)["digest"] for detail in told] == list(digests)


def _write_anew(number: int) -> None:
    """Make one seal agree with the entries as they now are, as an intruder who knows the format would."""
    sealed = AuditSeal.objects.get(number=number)
    entries = AuditEntry.objects.filter(id__gte=sealed.first_id, id__lte=sealed.last_id).order_by("id")
    sealed.leaves = "\n".join(f"{entry.id} {seals.digest_of_entry(entry)}" for entry in entries)
    digest = seals.digest_of_seal(sealed)
    without_triggers(
        f"UPDATE kernel_auditseal SET leaves = '{sealed.leaves}', digest = '{digest}'"  # noqa: S608
        f" WHERE number = {number}"
    )


def _spread_ids() -> None:
    """Begin anew with gaps between the ids."""
    without_triggers(
        "DELETE FROM kernel_auditseal",
        "DELETE FROM kernel_auditentry WHERE action = 'kernel.append_seal'",
        "UPDATE kernel_auditentry SET id = id * 1000",
        "UPDATE kernel_auditentry SET id = id / 100",
        *connection.ops.sequence_reset_sql(no_style(), [AuditEntry]),
    )
    first = AuditEntry.objects.order_by("id")[2].id
    seals.append_seal(through=first, by=SYSTEM, at=AT)
    seals.append_seal(through=_entry(5), by=SYSTEM, at=AT)
