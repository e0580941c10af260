"""Where a 支委会 came or went on a page, and what was recorded before answers otherwise by now (R01-28)."""

from datetime import date

from django.db.models import Exists, OuterRef

from heli.duties.models import Fulfilment, Record
from heli.duties.queries.counters import COLUMNS
from heli.duties.queries.deriving import deriver, facts
from heli.orgs.models import OrganisationVersion


def to_follow(since: date, year: int) -> set[int]:
    """Organisations whose 支委会 came or went since the day and whose fulfilments of the year differ by it.

    Primary keys. Two queries where no 支委会 did; what an event or a load changed has been followed already.
    """
    before = OrganisationVersion.objects.filter(
        organisation=OuterRef("organisation"),
        valid_to=OuterRef("valid_from"),
        has_committee__isnull=False,
    ).exclude(has_committee=OuterRef("has_committee"))
    turned = OrganisationVersion.objects.filter(Exists(before), valid_from__gte=since, event=None)
    organisations = set(turned.values_list("organisation", flat=True))
    if not organisations:
        return set()
    derive = deriver([year], organisations)
    records = Record.objects.filter(organisation__in=organisations, happened_on__year=year)
    derived = {row for fact in facts(records) for row in derive.fulfilments(fact)}
    held = Fulfilment.objects.filter(organisation__in=organisations, year=year)
    return {row[1] for row in derived ^ set(held.values_list(*COLUMNS))}
