"""What decides which duties an organisation owes and which records answer them, before and after a load."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from heli.accounts.catalogue import SECRETARIES
from heli.duties.models import Record
from heli.members.models import Post
from heli.orgs.models import Organisation


class Footing(NamedTuple):
    """Of one organisation: its class, the unit that it counts in, its days, and who were its secretaries."""

    kind: str
    organ_id: int
    attached: bool
    has_committee: bool
    founded_on: date | None
    closed_on: date | None
    secretaries: tuple[tuple[object, ...], ...]


def footings() -> dict[int, Footing]:
    """Of every organisation as it stands, by primary key: two queries."""
    secretaries: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    posts = Post.objects.filter(office__in=SECRETARIES).order_by("pk")
    for organisation, *post in posts.values_list("organisation_id", "name", "valid_from", "valid_to"):
        secretaries[organisation].append(tuple(post))
    columns = ("kind", "organ_id", "attached", "has_committee", "founded_on", "closed_on")
    standing = Organisation.objects.values("pk", *columns)
    return {
        one["pk"]: Footing(**{name: one[name] for name in columns}, secretaries=tuple(secretaries[one["pk"]]))
        for one in standing
    }


def changed(before: Mapping[int, Footing]) -> set[int]:
    """Organisations that owe otherwise than before, and their neighbours in the unit that they count in.

    Those that are new have no record yet that could answer anything else.
    """
    now = footings()
    differing = [(was, now[pk]) for pk, was in before.items() if now[pk] != was]
    organs = {standing.organ_id for pair in differing for standing in pair}
    return {pk for pk, standing in now.items() if standing.organ_id in organs}


def has_records(year: int) -> bool:
    """Whether anything of the year has been recorded yet."""
    return Record.objects.filter(happened_on__year=year).exists()
