"""A database is founded once, and remembers which keys it is written with."""

import json
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from heli.kernel import installation
from heli.kernel.action import bookkeeping
from heli.kernel.errors import WrongState
from heli.kernel.keyfile import Keys
from heli.kernel.models import AuditEntry, Installation
from tests.kernel.doers import AT, Someone

pytestmark = pytest.mark.django_db

FIRST = Keys("k1", {"k1": b"1" * 32}, b"i" * 32, "s")
ROTATED = Keys("k2", {"k2": b"2" * 32, "k1": b"1" * 32}, b"i" * 32, "s")
SWAPPED = Keys("k1", {"k1": b"9" * 32}, b"j" * 32, "s")


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with override_settings(HELI_KEYS=FIRST):
        yield


def _found() -> Installation:
    return installation.found(office_name="市直机关工委", is_demo=False, by=Someone(), at=AT)


def test_an_empty_database_is_nobodys() -> None:
    assert installation.current() is None


def test_it_is_founded_with_name_keys_and_founder() -> None:
    founded = _found()
    assert installation.current() == founded
    assert (founded.office_name, founded.is_demo, founded.created_at) == ("市直机关工委", False, AT)
    assert founded.created_by == Someone().label
    entry = AuditEntry.objects.get()
    assert entry.action == "kernel.found"
    assert json.loads(entry.detail) == {"is_demo": False, "office_name": "市直机关工委"}


def test_it_is_not_founded_twice() -> None:
    _found()
    with pytest.raises(WrongState, match="已经是“市直机关工委”的"):
        _found()
    assert AuditEntry.objects.count() == 1


def test_the_database_holds_one_installation_at_most() -> None:
    founded = _found()

    def second() -> None:
        founded.pk = 2
        founded.save(force_insert=True)

    second.__module__ = "heli.kernel.elsewhere"
    with pytest.raises(IntegrityError), transaction.atomic():
        bookkeeping(second)()


def test_keys_that_are_lost_or_changed_are_strange() -> None:
    recorded = _found().key_fingerprint
    assert installation.strange_keys(recorded) == ()
    with override_settings(HELI_KEYS=ROTATED):
        assert installation.strange_keys(recorded) == ()
    with override_settings(HELI_KEYS=SWAPPED):
        assert installation.strange_keys(recorded) == ("id", "k1")


def test_a_new_key_is_recorded_so_that_its_loss_is_noticed() -> None:
    founded = _found()
    with override_settings(HELI_KEYS=ROTATED):
        founded = installation.record_keys(installation=founded, by=Someone(), at=AT)
    assert installation.strange_keys(founded.key_fingerprint) == ("k2",)
    assert AuditEntry.objects.filter(action="kernel.record_keys").count() == 1


def test_keys_are_not_recorded_over_lost_ones() -> None:
    founded = _found()
    with override_settings(HELI_KEYS=SWAPPED), pytest.raises(WrongState, match="id、k1"):
        installation.record_keys(installation=founded, by=Someone(), at=AT)
    founded.refresh_from_db()
    assert installation.strange_keys(founded.key_fingerprint) == ()
