"""Duties by name pass from a closed organisation to its successor, and back when it is reopened.

Nothing that was due before the day moves: a row is ended, and another begins.
"""

from collections.abc import Collection, Mapping
from datetime import date

from heli.duties.models import Occurrence, RequirementOwner, Standing
from heli.duties.queries.named import open_occurrences, open_owners
from heli.orgs.models import Organisation


def hand_over(successions: Mapping[int, int], since: date) -> tuple[int, int]:
    """Hand the open duties of the closed (→ successor) over; how many requirements, and duties of terms."""
    if not successions:
        return 0, 0
    owners = open_owners(list(successions), since)
    for row in owners:
        _end(row, since)
        _begin(row.requirement_id, successions[row.organisation_id], since, row.organisation_id)
    occurrences = open_occurrences(list(successions), since)
    for one in occurrences:
        one.delete()
        Occurrence.objects.get_or_create(
            requirement_id=one.requirement_id,
            organisation_id=successions[one.organisation_id],
            defaults={
                "due_on": one.due_on,
                "reason": f"承接{one.organisation.short_name}：{one.reason}"[:200],
                "handed_from_id": one.organisation_id,
            },
        )
    return len(owners), len(occurrences)


def give_back(organisations: Collection[int], since: date) -> tuple[int, set[int]]:
    """Give those that stand again back what others hold of theirs; how many duties, and who had them."""
    standing = Organisation.objects.filter(pk__in=organisations, closed_on=None).order_by()
    again = list(standing.values_list("pk", flat=True))
    holders: set[int] = set()
    owners = list(RequirementOwner.objects.filter(handed_from__in=again, until=None).order_by("pk"))
    for row in owners:
        holders.add(row.organisation_id)
        _end(row, since)
        before = RequirementOwner.objects.filter(
            requirement=row.requirement_id, organisation=row.handed_from_id, until=since
        )
        if not before.update(until=None):
            _begin(row.requirement_id, row.handed_from_id or 0, since, None)
    taken = Occurrence.objects.filter(handed_from__in=again).order_by("pk")
    done = set(
        Standing.objects.filter(requirement__in=taken.order_by().values("requirement"), done__gt=0)
        .order_by()
        .values_list("requirement_id", "organisation_id")
    )
    open_ones = [one for one in taken if (one.requirement_id, one.organisation_id) not in done]
    for one in open_ones:
        holders.add(one.organisation_id)
        one.delete()
    return len(owners) + len(open_ones), holders


def _end(row: RequirementOwner, since: date) -> None:
    """It owes nothing more from the day on; one that began no earlier never owed anything."""
    if row.since is not None and row.since >= since:
        row.delete()
    else:
        row.until = since
        row.save(update_fields=["until"])


def _begin(requirement: int, organisation: int, since: date, handed_from: int | None) -> None:
    """It owes by name from the day on, unless it does already."""
    RequirementOwner.objects.get_or_create(
        requirement_id=requirement,
        organisation_id=organisation,
        until=None,
        defaults={"since": since, "handed_from_id": handed_from},
    )
