"""MemberRow: one member as a workbook states him, checked and ready to be written."""

from datetime import date
from typing import NamedTuple

from heli.accounts.catalogue import Office
from heli.members.catalogue import Serving, Standing


class MemberRow(NamedTuple):
    """What the row states. What it leaves blank (None, "") stands as Heli holds it, or stays empty.

    `branch` is the organisation's key (`orgs.rules.index.identity`), `id_hash` the keyed hash of the ID
    number, which itself goes no further than the check. `phone` and `wage_base` are plain text here and
    encrypted when they are written. `offices` None: the workbook has no such column, posts stay as they are.
    """

    branch: str
    name: str
    id_hash: str
    id_last4: str
    sex: str = ""
    born_on: date | None = None
    education: str = ""
    joined_on: date | None = None
    full_on: date | None = None
    standing: Standing | None = None
    serving: Serving | None = None
    phone: str | None = None
    wage_base: str | None = None
    note: str = ""
    offices: tuple[Office, ...] | None = None
