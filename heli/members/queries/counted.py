"""The names behind 期初 and 期末 of the ledger."""

from datetime import date

from django.db.models import QuerySet

from heli.members.models import Belonging
from heli.members.queries.ledger import windows_of
from heli.orgs.models import Organisation


def counted_on(organisation: Organisation, on: date) -> QuerySet[Belonging]:
    """Exactly whom the ledger counts on a day, whoever may see them today; in the order of the tree."""
    there = [
        pk
        for pk, many in windows_of(organisation, on, on).items()
        if any(opens <= on < closes for opens, closes in many)
    ]
    found: QuerySet[Belonging] = Belonging.objects.valid(on).filter(organisation__in=there)
    return found.select_related("member__organisation", "organisation").order_by(
        "organisation__path", "standing", "pk"
    )
