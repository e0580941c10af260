"""The numbers of signing in, from dated TOML: how often one may fail, how long a password is."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from heli.kernel.catalogue import Entry, dated


@dataclass(frozen=True, kw_only=True)
class SignInNumber(Entry):
    """One number; its unit stands in its id and its name."""

    value: int


SIGN_IN = dated(Path(__file__).parent / "dated" / "sign_in.toml", SignInNumber)


def number(name: str, on: date) -> int:
    """The number called `name` as of the day `on`; NotFound for a name that is not in the file."""
    return SIGN_IN().get(name, on).value
