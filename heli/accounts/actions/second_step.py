"""The second step: a code of one's own telephone after the password. The tables are allauth's."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt

from heli.accounts import queries, rules
from heli.accounts.actions import sessions
from heli.accounts.catalogue import Permission
from heli.accounts.models import Account
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import all_of

TOTP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


@action
def enrol_second_step(*, account: Account, secret: str, code: str, by: Doer, at: datetime) -> list[str]:
    """Begin the second step with the secret that the telephone was given, proved by a code of it; returns
    the recovery codes, told only now. By the owner. Invalid for a code that does not fit.
    """
    rules.is_own(by, account).require()
    if queries.has_second_step(account):
        raise WrongState("second-step-there", "已经启用了两步验证。要换手机，请先停用，再重新启用。")
    counter = queries.counter_of(secret, code)
    if counter is None:
        raise Invalid("code-wrong", rules.WRONG_CODE, fields={"code": rules.WRONG_CODE})
    data = {"secret": encrypt(secret), "counter": counter}
    Authenticator.objects.create(user=account, type=TOTP, data=data, created_at=at)
    return _new_recovery_codes(account, at)


@action
def renew_recovery_codes(*, account: Account, by: Doer, at: datetime) -> list[str]:
    """Ten new recovery codes, told only now; the old ones open nothing more. By the owner."""
    rules.is_own(by, account).require()
    if not queries.has_second_step(account):
        raise WrongState("no-second-step", "还没有启用两步验证，没有备用码。")
    return _new_recovery_codes(account, at)


@action
def remove_second_step(*, account: Account, by: Doer, at: datetime) -> Account:
    """End the second step: by the owner (the page asks for the password), or for a lost telephone by the
    security administrator, when every browser is signed out.
    """
    own = rules.is_own(by, account)
    if not own:
        all_of(rules.may_somewhere(by, Permission.ACCOUNT_RESET), rules.is_another(by, account)).require()
        sessions.end_all(account)
    if not queries.has_second_step(account):
        raise WrongState("no-second-step", f"账号 {account.username} 没有启用两步验证。")
    Authenticator.objects.filter(user=account, type__in=(TOTP, RECOVERY)).delete()
    return account


@action
def use_second_step(*, account: Account, code: str, by: Doer, at: datetime) -> Account:
    """Use up a code of the telephone or a recovery code. Invalid for one that does not fit or was used."""
    rules.is_own(by, account).require()
    held = {one.type: one for one in Authenticator.objects.select_for_update().filter(user=account)}
    verdict = queries.code_fits(held.values(), code)
    if not verdict:
        raise Invalid("code-wrong", rules.WRONG_CODE, fields={"code": rules.WRONG_CODE})
    if verdict.counter is not None:
        held[TOTP].data["counter"] = verdict.counter
        held[TOTP].save(update_fields=["data"])
    else:
        codes = RecoveryCodes(held[RECOVERY])
        codes.validate_code(queries.digits_of(code))
        note(recovery_code_used=True, recovery_codes_left=len(codes.get_unused_codes()))
    return account


def _new_recovery_codes(account: Account, at: datetime) -> list[str]:
    Authenticator.objects.filter(user=account, type=RECOVERY).delete()
    data = {"seed": encrypt(RecoveryCodes.generate_seed()), "used_mask": 0}
    made = Authenticator.objects.create(user=account, type=RECOVERY, data=data, created_at=at)
    codes: list[str] = RecoveryCodes(made).generate_codes()
    return codes
