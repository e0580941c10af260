"""对账: what Heli holds to be compared, comparisons, and their differences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from heli.accounts.actor import Scope
from heli.kernel.bulk import in_chunks
from heli.kernel.errors import NotFound
from heli.members.catalogue import DecisionMade, DifferenceKind, Serving, Standing
from heli.members.models import Comparison, Difference, Member
from heli.orgs.models import Organisation, beneath

FIELDS = {
    "name": "姓名",
    "sex": "性别",
    "born_on": "出生日期",
    "education": "学历",
    "joined_on": "入党时间",
    "full_on": "转正时间",
    "standing": "党员类别",
    "serving": "人员类别",
}
"""What is compared; phone and wage base are not."""

_SHOWN = {**dict(Standing.choices), **dict(Serving.choices)}


@dataclass(frozen=True, slots=True)
class Ours:
    """A member as Heli holds him; `inside`: beneath the organisation that is compared."""

    pk: int
    name: str
    id_last4: str
    organisation_id: int
    branch: str
    left: bool
    inside: bool
    values: Mapping[str, str]


def ours_beneath(organisation: Organisation, hashes: Iterable[str]) -> dict[str, Ours]:
    """Present members beneath it, and whomever else of the city the file names, gone or not, by ID hash."""
    inside = beneath(organisation.path, "organisation__path")
    found = dict(_ours(Member.objects.present().filter(inside), inside=True))
    for chunk in in_chunks([one for one in hashes if one not in found], 1000):
        found.update(_ours(Member.objects.filter(id_hash__in=chunk), inside=False))
    return found


def _ours(members: QuerySet[Member], *, inside: bool) -> Iterable[tuple[str, Ours]]:
    columns = ("id_hash", "pk", "id_last4", "organisation", "organisation__short_name", "left_on")
    for id_hash, pk, last4, where, branch, left_on, *values in members.values_list(*columns, *FIELDS):
        held = {key: str(value or "") for key, value in zip(FIELDS, values, strict=True)}
        yield id_hash, Ours(pk, held["name"], last4, where, branch, left_on is not None, inside, held)


def comparisons(scope: Scope) -> QuerySet[Comparison]:
    """Those that the scope covers, the latest first; `open` of each: how many differences are undecided."""
    undecided = Count("differences", filter=Q(differences__decision=DecisionMade.OPEN))
    found = Comparison.objects.visible_to(scope).select_related("organisation")
    return found.annotate(open=undecided, total=Count("differences")).order_by("-made_at", "-pk")


def comparison_seen(pk: int, scope: Scope) -> Comparison:
    """One of them; NotFound otherwise."""
    found = comparisons(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("comparison-not-found", "没有这次对账，或不在您的范围内。")
    return found


class KindCount(NamedTuple):
    """How many differences of a kind, and how many of them are not decided."""

    kind: DifferenceKind
    total: int
    open: int


def counts(comparison: Comparison) -> list[KindCount]:
    """Every kind, with none too: one query."""
    undecided = Count("pk", filter=Q(decision=DecisionMade.OPEN))
    rows = comparison.differences.order_by().values_list("kind").annotate(total=Count("pk"), open=undecided)
    found = {kind: (total, left) for kind, total, left in rows}
    return [KindCount(kind, *found.get(kind.value, (0, 0))) for kind in DifferenceKind]


def differences(
    comparison: Comparison, kind: str = "", decision: str = "", words: str = ""
) -> QuerySet[Difference]:
    """Its differences, narrowed; those not decided first."""
    found: QuerySet[Difference] = comparison.differences.select_related("member", "organisation")
    if kind:
        found = found.filter(kind=kind)
    if decision:
        found = found.filter(decision=decision)
    for word in words.split():
        found = found.filter(name__contains=word)
    return found.order_by("kind", "organisation", "pk")


def chosen(comparison: Comparison, pks: Sequence[int]) -> list[Difference]:
    return list(comparison.differences.filter(pk__in=pks))


def in_words(value: str) -> str:
    """A value of a difference as a person reads it."""
    return _SHOWN.get(value, value)
