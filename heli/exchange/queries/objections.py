"""Objections of a gathering, with what each changed."""

from heli.accounts.scope import Scope
from heli.exchange.models import Gathering, Objection
from heli.kernel.errors import NotFound


def of_gathering(of: Gathering) -> list[Objection]:
    """What waits first, then the newest: two queries."""
    found = Objection.objects.filter(exhibit__gathering=of).select_related("exhibit__organisation")
    rows = list(found.prefetch_related("changes").order_by("-pk"))
    return sorted(rows, key=lambda one: one.answered_at is not None)


def objection(pk: int, scope: Scope) -> Objection:
    """One of them; NotFound (`objection-unknown`) where there is none that `scope` may see."""
    found: Objection | None = (
        Objection.objects.visible_to(scope)
        .select_related(
            "exhibit__organisation", "exhibit__gathering__organiser", "exhibit__gathering__answerer"
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("objection-unknown", "没有这件异议，或它不在您的范围内。请从晒比评进入。")
    return found
