"""What is stored so that the database alone does not tell it: encrypted fields, and hashed ID numbers.

Phone and wage base are encrypted (AES-GCM); an ID number is kept as a keyed hash, to find it again, and
its last four digits, to recognise it.
"""

import base64
import binascii
import hmac
import os
import unicodedata
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from heli.kernel.keyfile import Keys

_NONCE_BYTES = 12


class UnreadableSecret(Exception):
    """A stored secret cannot be read: its key is not here, or the text was changed or belongs elsewhere."""


def encrypt(text: str | None, *, field: str) -> str | None:
    """`text` as "<key id>.<base64>", another each time; None stays None.

    `field`, such as "members.Member.phone", is bound in: a secret moved to another column cannot be read.
    """
    if text is None:
        return None
    keys, nonce = _keys(), os.urandom(_NONCE_BYTES)
    sealed = _cipher(keys.by_id[keys.current_id]).encrypt(nonce, text.encode(), field.encode())
    return f"{keys.current_id}.{binascii.b2a_base64(nonce + sealed, newline=False).decode()}"


def decrypt(secret: str | None, *, field: str) -> str | None:
    """The text that `encrypt` was given for the same `field`, with whichever known key; None stays None.

    UnreadableSecret names the field and what is wrong, never the text.
    """
    if secret is None:
        return None
    key_id, _, encoded = secret.partition(".")
    key = _keys().by_id.get(key_id)
    if key is None:
        raise UnreadableSecret(f"{field}: there is no key {key_id!r}")
    try:
        sealed = base64.b64decode(encoded, validate=True)
        return _cipher(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], field.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise UnreadableSecret(f"{field}: the text does not fit the key {key_id!r}") from error


def hash_id_number(text: str) -> str:
    """64 hexadecimal digits, the same for the same ID number however its letters and digits are typed."""
    return hmac.digest(_keys().id_key, _plain(text).encode(), "sha256").hex()


def last_four(text: str) -> str:
    """The last four characters of an ID number, an x written X."""
    return _plain(text)[-4:]


def fingerprint() -> str:
    """What identifies the keys without telling them: "id:…" and each field key, a space between them."""
    keys = _keys()
    marks = [f"id:{_mark('id', keys.id_key)}"]
    return " ".join(marks + [f"{name}:{_mark(name, key)}" for name, key in sorted(keys.by_id.items())])


def _mark(name: str, key: bytes) -> str:
    return hmac.digest(key, f"heli key {name}".encode(), "sha256").hex()[:16]


def _keys() -> Keys:
    keys: Keys = settings.HELI_KEYS
    return keys


def _plain(text: str) -> str:
    if text.isascii() and text.isalnum():  # nothing to make plain
        return text.upper()
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)
