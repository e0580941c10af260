"""Seals cover every entry once, in order, and never pass one that is still being written."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from heli.kernel import seals
from heli.kernel.action import SYSTEM
from heli.kernel.models import AuditEntry, AuditSeal
from heli.kernel.verification import verify
from tests.kernel.doers import AT, Someone
from tests.kernel.test_action import plan


def _act(count: int = 1, name: str = "会") -> list[int]:
    """Ids of the entries that so many actions left."""
    for number in range(count):
        plan(name=f"{name}{number}", by=Someone(), at=AT)
    return list(AuditEntry.objects.order_by("-id").values_list("id", flat=True)[:count])[::-1]


def _sealed() -> list[int]:
    leaves = AuditSeal.objects.order_by("number").values_list("leaves", flat=True)
    return [int(line.split()[0]) for text in leaves for line in text.splitlines()]


@pytest.mark.django_db
def test_an_empty_audit_is_not_sealed() -> None:
    assert seals.seal(by=SYSTEM, at=AT) == seals.Sealing(())
    assert seals.head() is None


@pytest.mark.django_db
def test_a_seal_covers_what_is_new_and_follows_the_one_before() -> None:
    ids = _act(3)
    (first,) = seals.seal(by=SYSTEM, at=AT).seals
    assert (first.number, first.first_id, first.last_id, first.count) == (1, ids[0], ids[-1], 3)
    assert (first.previous, first.sealed_at) == (seals.GENESIS, AT)
    _act(1, "二")
    (second,) = seals.seal(by=SYSTEM, at=AT).seals
    assert (second.number, second.previous, second.count) == (2, first.digest, 2)
    assert seals.head() == (2, second.digest)
    assert len(set(_sealed())) == len(_sealed()) == 5


@pytest.mark.django_db
def test_a_sealing_is_audited_with_its_digest() -> None:
    _act()
    (appended,) = seals.seal(by=SYSTEM, at=AT).seals
    entry = AuditEntry.objects.get(action=seals.SEALING)
    assert (entry.actor, entry.subject) == ("系统", "kernel.AuditSeal:1")
    assert json.loads(entry.detail)["digest"] == appended.digest


@pytest.mark.django_db
def test_an_audit_at_rest_stays_at_rest() -> None:
    _act()
    seals.seal(by=SYSTEM, at=AT)
    before = AuditEntry.objects.count()
    assert seals.seal(by=SYSTEM, at=AT) == seals.Sealing(())
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db
def test_a_long_neglected_audit_is_sealed_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "MOST_IN_A_SEAL", 4)
    ids = _act(10)
    told: list[tuple[int, int]] = []
    done = seals.seal(by=SYSTEM, at=AT, progress=lambda what, count, total: told.append((count, total)))
    assert [one.count for one in done.seals] == [4, 4, 2]
    assert told == [(4, 10), (8, 10), (10, 10)]
    assert _sealed() == ids
    assert verify() == ()


@pytest.mark.django_db
def test_nothing_is_appended_over_nothing() -> None:
    with pytest.raises(ValueError, match="no unsealed audit entry"):
        seals.append_seal(through=0, by=SYSTEM, at=AT)
    assert not AuditSeal.objects.exists()


@pytest.mark.django_db
def test_a_digest_is_over_every_column() -> None:
    _act()
    entry = AuditEntry.objects.get()
    digest = seals.digest_of_entry(entry)
    for column in AuditEntry._meta.get_fields():
        kept = getattr(entry, column.name)
        setattr(entry, column.name, AT if column.name == "at" and kept != AT else _other(kept))
        assert seals.digest_of_entry(entry) != digest, column.name
        setattr(entry, column.name, kept)
    assert seals.digest_of_entry(entry) == digest


def _other(value: object) -> object:
    match value:
        case int():
            return value + 1
        case str():
            return value + "x"
        case None:
            return 1
    return AT.replace(year=2025)


@pytest.mark.usefixtures("real_transactions")
def test_outside_a_transaction_it_seals_what_was_committed() -> None:
    ids = _act(2)
    assert [one.count for one in seals.seal(by=SYSTEM, at=AT).seals] == [2]
    assert _sealed() == ids


@pytest.mark.usefixtures("real_transactions")
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite one writes at a time")
def test_no_seal_passes_an_entry_that_is_still_being_written() -> None:
    written, go_on = Event(), Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                plan(name="慢", by=Someone(), at=AT)  # has drawn its id, and is not committed
                written.set()
                go_on.wait(30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(write_slowly)
        assert written.wait(30)
        (quick,) = _act()  # a greater id, committed before
        try:
            assert seals.seal(by=SYSTEM, at=AT) == seals.Sealing((), postponed=True)
            assert _sealed() == []
        finally:
            go_on.set()
        slow.result()
    late = AuditEntry.objects.exclude(id=quick).get().id
    assert late < quick
    seals.seal(by=SYSTEM, at=AT)
    assert _sealed() == [late, quick]
    assert verify() == ()


@pytest.mark.usefixtures("real_transactions")
def test_writers_and_sealers_at_once_leave_a_sound_chain() -> None:
    def write(number: int) -> None:
        try:
            _act(5, f"{number}-")
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        writers = [pool.submit(write, number) for number in range(3)]
        while not all(writer.done() for writer in writers):
            seals.seal(by=SYSTEM, at=AT)
        for writer in writers:
            writer.result()
    seals.seal(by=SYSTEM, at=AT)
    assert sorted(_sealed()) == _sealed()
    unsealed = AuditEntry.objects.exclude(id__in=_sealed())
    assert [entry.action for entry in unsealed] in ([], [seals.SEALING])
    assert verify() == ()
