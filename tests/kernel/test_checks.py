"""Faults that would only show later are named by `check`."""

from pathlib import Path

import pytest
from django.core import checks
from django.core.checks import Tags
from django.test import override_settings

from heli.kernel import installation
from heli.kernel.catalogue import CATALOGUES, Entry, dated
from heli.kernel.keyfile import Keys
from tests.kernel.doers import AT, Someone, tamper, without_triggers

pytestmark = pytest.mark.django_db


def _database_faults() -> list[checks.CheckMessage]:
    faults = checks.run_checks(tags=[Tags.database], databases=["default"])
    return [fault for fault in faults if str(fault.id).startswith("kernel.")]


def test_a_sound_installation_has_no_faults() -> None:
    installation.found(office_name="市直机关工委", is_demo=False, by=Someone(), at=AT)
    assert _database_faults() == []
    assert checks.run_checks(tags=["catalogues"]) == []


def test_a_catalogue_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heli.kernel.catalogue.CATALOGUES", CATALOGUES)
    path = tmp_path / "broken.toml"
    path.write_text('[[entry]]\nid = "x"\n', encoding="utf-8")
    dated(path, Entry)
    try:
        (fault,) = checks.run_checks(tags=["catalogues"])
    finally:
        del CATALOGUES[path]
    assert (fault.id, fault.level) == ("kernel.E001", checks.ERROR)
    assert f"{path}: entry x: field name: is missing" in fault.msg


def test_missing_triggers_are_a_warning_that_migrate_can_mend() -> None:
    without_triggers()
    faults = _database_faults()
    assert {fault.id for fault in faults} == {"kernel.W001"}
    assert any("kernel_auditentry_no_" in fault.msg for fault in faults)
    assert "migrate" in str(faults[0].hint)


def test_keys_that_do_not_fit_the_data_are_an_error() -> None:
    installation.found(office_name="市直机关工委", is_demo=False, by=Someone(), at=AT)
    with override_settings(HELI_KEYS=Keys("k1", {"k1": b"9" * 32}, b"9" * 32, "s")):
        (fault,) = _database_faults()
    assert (fault.id, fault.level) == ("kernel.E002", checks.ERROR)
    assert "id、k1" in fault.msg


def test_a_new_key_is_a_warning_until_it_is_recorded() -> None:
    with override_settings(HELI_KEYS=Keys("k1", {"k1": b"1" * 32}, b"i" * 32, "s")):
        founded = installation.found(office_name="市直机关工委", is_demo=False, by=Someone(), at=AT)
    with override_settings(HELI_KEYS=Keys("k2", {"k1": b"1" * 32, "k2": b"2" * 32}, b"i" * 32, "s")):
        assert [fault.id for fault in _database_faults()] == ["kernel.W002"]
        installation.record_keys(installation=founded, by=Someone(), at=AT)
        assert _database_faults() == []


def test_before_the_first_migrate_there_is_nothing_to_check() -> None:
    tamper("DROP TABLE kernel_auditentry", "DROP TABLE kernel_auditseal", "DROP TABLE kernel_installation")
    assert _database_faults() == []
