"""Counts of members, handed down by `heli.members`; organisations never count by themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.kernel.action import Doer, action, note
from heli.kernel.bulk import update_rows
from heli.orgs.models import Organisation

_COLUMNS = ("member_count", "full_count", "has_committee")


class Count(NamedTuple):
    """Members of an organisation's own roster, full members among them, and whether it has a committee."""

    members: int
    full: int
    has_committee: bool


@action
def set_counts(*, counts: Mapping[int, Count | tuple[int, int, bool]], by: Doer, at: datetime) -> int:
    """Write the counts of each organisation (by primary key) of its own roster; return how many changed.

    Totals of a committee are summed over its subtree when they are read.
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    held = Organisation.objects.values_list("pk", *_COLUMNS)
    changed = [
        (*counts[pk], pk) for pk, *before in held if pk in counts and tuple(counts[pk]) != tuple(before)
    ]
    update_rows(Organisation, _COLUMNS, changed)
    note(changed=len(changed))
    return len(changed)
