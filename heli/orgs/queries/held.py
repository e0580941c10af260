"""All organisations as one transaction knows them: read once for the many events of a batch."""

from heli.orgs.models import Organisation

_COUNTS = ("member_count", "full_count", "has_committee")


class Held:
    """Organisations that nobody else changes meanwhile: they are locked when they are read.

    Whoever takes them may alter them in memory. He puts them back once they are written, and with them what
    was founded; where he fails they are read anew.
    """

    def __init__(self) -> None:
        self._kept: list[Organisation] | None = None

    def take(self) -> list[Organisation]:
        """All organisations in the order of the tree, with the counts of today: one query."""
        kept, self._kept = self._kept, None
        if kept is None:
            kept = list(Organisation.objects.select_for_update(of=("self",)).order_by("pk"))
        else:
            counts = {row[0]: row[1:] for row in Organisation.objects.order_by().values_list("pk", *_COUNTS)}
            for one in kept:
                one.member_count, one.full_count, one.has_committee = counts[one.pk]
        return sorted(kept, key=lambda one: one.path)

    def put(self, organisations: list[Organisation]) -> None:
        """Keep them for the next: they are as the database has them."""
        self._kept = organisations
