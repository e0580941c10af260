"""What a telephone does: the six digits of a secret at a moment (RFC 6238), apart from the product."""

import base64
import hmac
import struct
import time


def code_at(secret: str, moment: float | None = None, *, steps: int = 0) -> str:
    """The code of the half-minute around `moment` (now), or `steps` half-minutes later."""
    counter = int(time.time() if moment is None else moment) // 30 + steps
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), "sha1").digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
