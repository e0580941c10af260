"""What the database holds of phones and ID numbers tells nothing without the keys."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from heli.kernel.keyfile import Keys
from heli.kernel.secrets import (
    UnreadableSecret,
    decrypt,
    encrypt,
    fingerprint,
    hash_id_number,
    last_four,
)

PHONE = "members.Member.phone"
ID_NUMBER = "999999199001011234"
OLD = Keys("k1", {"k1": b"1" * 32}, b"i" * 32, "s")
ROTATED = Keys("k2", {"k2": b"2" * 32, "k1": b"1" * 32}, b"i" * 32, "s")


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with override_settings(HELI_KEYS=OLD):
        yield


@given(st.text())
def test_what_is_encrypted_can_be_read_again(text: str) -> None:
    secret = encrypt(text, field=PHONE)
    assert secret is not None
    assert secret.startswith("k1.")
    assert decrypt(secret, field=PHONE) == text


def test_nothing_stays_nothing() -> None:
    assert encrypt(None, field=PHONE) is None
    assert decrypt(None, field=PHONE) is None


def test_the_same_text_never_looks_the_same() -> None:
    assert len({encrypt("13800000000", field=PHONE) for _ in range(50)}) == 50


def test_after_a_rotation_old_secrets_are_read_and_new_ones_written_with_the_new_key() -> None:
    old = encrypt("13800000000", field=PHONE)
    with override_settings(HELI_KEYS=ROTATED):
        assert decrypt(old, field=PHONE) == "13800000000"
        assert str(encrypt("13800000000", field=PHONE)).startswith("k2.")


def test_a_secret_cannot_be_moved_to_another_field() -> None:
    secret = encrypt("8000", field="dues.Base.wage")
    with pytest.raises(UnreadableSecret, match=r"members\.Member\.phone: the text does not fit"):
        decrypt(secret, field=PHONE)


def test_a_secret_of_an_unknown_key_names_the_key() -> None:
    with override_settings(HELI_KEYS=ROTATED):
        secret = encrypt("13800000000", field=PHONE)
    with pytest.raises(UnreadableSecret, match="there is no key 'k2'"):
        decrypt(secret, field=PHONE)


@pytest.mark.parametrize("secret", ["", "k1.", "k1.!!!", "k1.AAAA", "13800000000", "k1.密文"])
def test_what_was_never_encrypted_is_not_read(secret: str) -> None:
    with pytest.raises(UnreadableSecret):
        decrypt(secret, field=PHONE)


def test_a_changed_letter_is_noticed() -> None:
    secret = str(encrypt("13800000000", field=PHONE))
    place = len(secret) // 2
    other = "A" if secret[place] != "A" else "B"
    with pytest.raises(UnreadableSecret):
        decrypt(secret[:place] + other + secret[place + 1 :], field=PHONE)


def test_an_id_number_has_one_hash_however_it_is_typed() -> None:
    expected = hash_id_number("99999919900101123X")
    for typed in ("99999919900101123x", " 999999 19900101 123X ", "９９９９９９１９９００１０１１２３Ｘ"):
        assert hash_id_number(typed) == expected
    assert len(expected) == 64
    assert hash_id_number(ID_NUMBER) != expected


def test_the_hash_depends_on_the_key() -> None:
    ours = hash_id_number(ID_NUMBER)
    with override_settings(HELI_KEYS=Keys("k1", OLD.by_id, b"j" * 32, "s")):
        assert hash_id_number(ID_NUMBER) != ours


def test_the_last_four_are_as_on_the_card() -> None:
    assert last_four("99999919900101123x") == "123X"


def test_the_fingerprint_names_each_key_and_tells_none() -> None:
    names = [mark.partition(":")[0] for mark in fingerprint().split()]
    assert names == ["id", "k1"]
    with override_settings(HELI_KEYS=ROTATED):
        assert set(fingerprint().split()) > set(OLD_FINGERPRINT.split())
    with override_settings(HELI_KEYS=Keys("k1", {"k1": b"3" * 32}, b"i" * 32, "s")):
        assert fingerprint() != OLD_FINGERPRINT


with override_settings(HELI_KEYS=OLD):
    OLD_FINGERPRINT = fingerprint()
