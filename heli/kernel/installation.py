"""What this database is: founded once, with a name and the fingerprint of the keys it is written with."""

from datetime import datetime

from heli.kernel import secrets
from heli.kernel.action import Doer, action, note
from heli.kernel.encrypted import behind
from heli.kernel.errors import WrongState
from heli.kernel.models import Installation


def current() -> Installation | None:
    """This installation; None while the database is empty."""
    return Installation.objects.filter(pk=Installation.ONLY).first()


def strange_keys(recorded: str) -> tuple[str, ...]:
    """Names of the keys in a recorded fingerprint that are not among today's: lost, or changed.

    What was written with them cannot be read, and no ID number is found again without "id".
    """
    today = set(secrets.fingerprint().split())
    return tuple(mark.partition(":")[0] for mark in recorded.split() if mark not in today)


@action
def found(*, office_name: str, is_demo: bool, by: Doer, at: datetime) -> Installation:
    """Make this database the installation of an office. WrongState (`already-founded`) when it is one."""
    existing = current()
    if existing is not None:
        raise WrongState("already-founded", f"这个数据库已经是“{existing.office_name}”的，不能再次建立。")
    note(office_name=office_name, is_demo=is_demo)
    return Installation.objects.create(
        office_name=office_name,
        is_demo=is_demo,
        key_fingerprint=secrets.fingerprint(),
        created_at=at,
        created_by=by.label,
    )


@action
def record_keys(*, installation: Installation, by: Doer, at: datetime) -> Installation:
    """Take over today's keys after one was added, so that its loss is noticed from now on.

    WrongState (`keys-lost`) when a key that data was written with is not there: it must come back first.
    """
    lost = strange_keys(installation.key_fingerprint)
    if lost:
        raise WrongState(
            "keys-lost", f"缺少或不符的密钥：{'、'.join(lost)}。请先找回原来的密钥，再登记新的密钥。"
        )
    installation.key_fingerprint = secrets.fingerprint()
    installation.save(update_fields=["key_fingerprint"])
    note(keys=installation.key_fingerprint)
    return installation


@action
def release_keys(*, installation: Installation, by: Doer, at: datetime) -> Installation:
    """Let go of keys that nothing is written with any more: today's are all that is asked for from now on.

    WrongState where a secret still stands under another key than today's, or the key of the ID numbers is
    not the one that the hashes were made with.
    """
    left = behind()
    if left:
        raise WrongState("secrets-left", f"还有内容使用旧密钥：{'、'.join(left)}，旧密钥不能去掉。")
    lost = strange_keys(installation.key_fingerprint)
    if "id" in lost:
        raise WrongState("keys-lost", "证件号的密钥（id）与数据不符，请先找回原来的密钥。")
    installation.key_fingerprint = secrets.fingerprint()
    installation.save(update_fields=["key_fingerprint"])
    note(released=list(lost), keys=installation.key_fingerprint)
    return installation
