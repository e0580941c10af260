"""Failed sign-ins: counted and locked by user name, whether anybody has it or not."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from heli.accounts.models import FailedSignIn
from heli.accounts.parameters import number
from heli.accounts.rules import normal_username


def key_of(username: str) -> str:
    """What is kept of a user name that was tried: a keyed hash of its normal form."""
    return salted_hmac("heli.accounts.failed", normal_username(username), algorithm="sha256").hexdigest()


def locked_until(username: str, at: datetime) -> datetime | None:
    """When the user name opens again, where it is locked now. One query, for a known name and for another."""
    failed = FailedSignIn.objects.filter(key=key_of(username)).first()
    return failed.locked_until if failed is not None and is_locked(failed, at) else None


def is_locked(failed: FailedSignIn, at: datetime) -> bool:
    return failed.locked_until is not None and at < failed.locked_until


def still_counts(failed: FailedSignIn, at: datetime) -> bool:
    """Whether the failures so far belong to the same row: no lock has ended since, and they are not old."""
    kept = timedelta(hours=number("failures_count_hours", at.date()))
    return failed.locked_until is None and at - failed.failed_at < kept
