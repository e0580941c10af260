"""What a telephone does: the six digits of a secret at a moment (RFC 6238), apart from the product."""

import base64
import hmac
import struct
import time

HALF_MINUTE = 30


def code_at(secret: str, *, steps: int = 0, lasting: float = 0.5) -> str:
    """The code of this half-minute, or of the one `steps` later; waits for the next where less than
    `lasting` seconds are left of it, so that the code is still that when it is looked at.
    """
    left = HALF_MINUTE - time.time() % HALF_MINUTE
    if left < lasting:
        time.sleep(left + 0.01)
    counter = int(time.time()) // HALF_MINUTE + steps
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), "sha1").digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
