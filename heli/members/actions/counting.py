"""Counting the members of organisations and handing the counts down to `heli.orgs`."""

from collections.abc import Collection
from datetime import datetime

from heli.kernel.action import SYSTEM, Doer
from heli.members.queries.counts import counts_of
from heli.orgs.actions import count as org_counts


def count(*, organisations: Collection[int], by: Doer, at: datetime) -> None:
    """Count the rosters of those branches among the organisations (primary keys): three queries.

    A step of whatever changed a roster. The counts are handed down in Heli's own name: nobody decides them.
    """
    counts = counts_of(organisations, at.date())
    if counts:
        org_counts.set_counts(counts=counts, by=SYSTEM, at=at)
