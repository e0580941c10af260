"""Whether an account has the second step, and whether a code fits."""

from collections.abc import Iterable
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.utils.crypto import constant_time_compare

from heli.accounts.models import Account

_TOTP, _RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


class Fit(NamedTuple):
    """Whether a code fits; `counter` is that of a code of the telephone, None for a recovery code."""

    ok: bool
    counter: int | None = None

    def __bool__(self) -> bool:
        return self.ok


def has_second_step(account: Account) -> bool:
    """Whether signing in asks for a code after the password."""
    found: bool = Authenticator.objects.filter(user=account, type=_TOTP).exists()
    return found


def digits_of(code: str) -> str:
    """The digits of a code, however it was typed in groups."""
    return "".join(sign for sign in code if sign.isascii() and sign.isdigit())


def counter_of(secret: str, code: str) -> int | None:
    """The half-minute whose code this is, of those around now; None when it fits none (RFC 6238)."""
    wanted = digits_of(code)
    for counter in yield_hotp_counters_from_time():
        if constant_time_compare(wanted, format_hotp_value(hotp_value(secret, counter))):
            return int(counter)
    return None


def code_fits(held: Iterable[Authenticator], code: str) -> Fit:
    """Whether the code opens the second step: one of the telephone, or a recovery code left."""
    for one in held:
        if one.type == _TOTP:
            counter = counter_of(decrypt(one.data["secret"]), code)
            if counter is not None and counter > one.data["counter"]:
                return Fit(ok=True, counter=counter)
        elif one.type == _RECOVERY and digits_of(code) in RecoveryCodes(one).get_unused_codes():
            return Fit(ok=True)
    return Fit(ok=False)


def second_step_fits(account: Account, code: str) -> bool:
    """`code_fits` for an account: asked before the action, which asks again and uses the code up."""
    return bool(code_fits(Authenticator.objects.filter(user=account), code))


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes were not used yet."""
    one = Authenticator.objects.filter(user=account, type=_RECOVERY).first()
    return len(RecoveryCodes(one).get_unused_codes()) if one is not None else 0
