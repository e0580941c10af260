"""Another key: everything encrypted stands under it afterwards, and a broken-off change is gone on with."""

import json
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import override_settings

from heli.kernel import encrypted as columns
from heli.kernel import keyfile, rotation
from heli.kernel.action import SYSTEM
from heli.kernel.errors import WrongState
from heli.kernel.installation import current, found, strange_keys
from heli.kernel.keyfile import KeyfileError, Keys, load_keys
from heli.kernel.models import AuditEntry
from heli.kernel.secrets import decrypt, encrypt
from heli.members.catalogue import PHONE_FIELD, WAGE_FIELD
from heli.members.models import Member
from tests.people import NOW, City, People

MFA = "mfa.Authenticator.data"


@pytest.fixture
def keys(tmp_path: Path) -> Any:
    path = tmp_path / "keys.json"
    loaded = load_keys(path=path, field_keys="", id_key="", secret_key="")
    with override_settings(HELI_KEYS=loaded):
        yield path


@pytest.fixture
def held(keys: Path, request: pytest.FixtureRequest) -> City:
    """The city, loaded under the keys of the file."""
    city: City = request.getfixturevalue("city")
    found(office_name="青岚市委市直属机关工委", is_demo=False, by=SYSTEM, at=NOW)
    return city


def phones() -> list[str | None]:
    texts = Member.objects.order_by("pk").values_list("phone", flat=True)
    return [decrypt(text, field=PHONE_FIELD) for text in texts]


def test_all_phones_and_wage_bases_stand_under_the_new_key_and_read_the_same(held: City, keys: Path) -> None:
    before, id_hashes = phones(), list(Member.objects.order_by("pk").values_list("id_hash", flat=True))
    done = rotation.rotate(path=keys, by=SYSTEM, at=NOW)
    assert (done.key, done.released) == ("k2", ("k1",))
    number = Member.objects.count()
    assert done.rows == {"members.Member.phone": number, "members.Member.wage_base": number}
    assert phones() == before
    assert list(Member.objects.order_by("pk").values_list("id_hash", flat=True)) == id_hashes
    assert not columns.behind()
    wages = Member.objects.exclude(wage_base__startswith="k2.").exclude(wage_base="")
    assert not wages.exists()
    assert decrypt(Member.objects.first().wage_base, field=WAGE_FIELD)  # type: ignore[union-attr]


def test_the_file_holds_only_the_new_key_and_the_old_one_is_kept_aside(held: City, keys: Path) -> None:
    old = json.loads(keys.read_text(encoding="utf-8"))
    done = rotation.rotate(path=keys, by=SYSTEM, at=NOW)
    new = json.loads(keys.read_text(encoding="utf-8"))
    assert list(new["field_keys"]) == ["k2"]
    assert (new["id_key"], new["secret_key"]) == (old["id_key"], old["secret_key"])
    assert done.kept is not None
    assert json.loads(done.kept.read_text(encoding="utf-8")) == old
    assert done.kept.stat().st_mode & 0o777 == keys.stat().st_mode & 0o777 == 0o600
    installation = current()
    assert installation is not None
    assert strange_keys(installation.key_fingerprint) == ()


def test_a_broken_off_change_is_gone_on_with_and_makes_no_third_key(held: City, keys: Path) -> None:
    half = Member.objects.order_by("pk").first()
    assert half is not None
    by_id, name = keyfile.add_key(keys)  # what a run leaves behind that was broken off after its first part
    loaded = load_keys(path=keys, field_keys="", id_key="", secret_key="")
    with override_settings(HELI_KEYS=loaded):
        assert loaded.current_id == name == "k2"
        assert columns.behind()["members.Member.phone"] == Member.objects.count()
        done = rotation.rotate(path=keys, by=SYSTEM, at=NOW)
        assert (done.key, done.released) == ("k2", ("k1",))
        assert not columns.behind()
    assert set(by_id) == {"k1", "k2"}


def test_secrets_of_the_second_step_go_along(keys: Path, people: People) -> None:
    data = {
        "secret": encrypt("JBSWY3DPEHPK3PXP", field=MFA),
        "migrated_codes": [encrypt("11112222", field=MFA)],
        "used_mask": 3,
    }
    made = Authenticator.objects.create(user=people.secretary.account, type="totp", data=data)
    assert rotation.rotate(path=keys, by=SYSTEM, at=NOW).rows["mfa.Authenticator.data"] == 1
    made.refresh_from_db()
    assert made.data["secret"].startswith("k2.")
    assert decrypt(made.data["secret"], field=MFA) == "JBSWY3DPEHPK3PXP"
    assert decrypt(made.data["migrated_codes"][0], field=MFA) == "11112222"
    assert made.data["used_mask"] == 3


def test_keys_of_the_environment_are_changed_there(held: City, tmp_path: Path) -> None:
    nowhere = tmp_path / "none.json"
    with pytest.raises(WrongState, match="HELI_FIELD_KEYS"):
        rotation.rotate(path=nowhere, by=SYSTEM, at=NOW)
    from django.conf import settings

    old: Keys = settings.HELI_KEYS
    both = Keys("k9", {"k9": b"9" * 32, **old.by_id}, old.id_key, old.secret_key)
    with override_settings(HELI_KEYS=both):
        done = rotation.rotate(path=nowhere, by=SYSTEM, at=NOW)
        assert (done.key, done.released, done.kept) == ("k9", ("k1",), None)
        assert not columns.behind()


def test_the_copy_of_the_change_before_has_to_be_put_away_first(held: City, keys: Path) -> None:
    rotation.rotate(path=keys, by=SYSTEM, at=NOW)
    with pytest.raises(KeyfileError, match="移到别处"):
        rotation.rotate(path=keys, by=SYSTEM, at=NOW)
    keyfile.aside(keys).unlink()
    assert rotation.rotate(path=keys, by=SYSTEM, at=NOW).key == "k3"


def test_no_key_and_no_secret_stands_in_the_audit(held: City, keys: Path) -> None:
    rotation.rotate(path=keys, by=SYSTEM, at=NOW)
    text = keys.read_text(encoding="utf-8")
    told = "".join(AuditEntry.objects.values_list("detail", flat=True))
    assert "kernel.renew_secrets" in AuditEntry.objects.values_list("action", flat=True)
    for secret in json.loads(text)["field_keys"].values():
        assert secret not in told
    assert not any(phone and phone in told for phone in phones())


def test_a_column_is_declared_once() -> None:
    columns.encrypted("members.Member", "phone", field=PHONE_FIELD)
    with pytest.raises(ValueError, match="twice"):
        columns.encrypted("members.Member", "phone", field="another")
