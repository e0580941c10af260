"""Versions read as definitions, and schemes with their versions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from heli.accounts.scope import Scope
from heli.kernel.errors import NotFound
from heli.kernel.periods import PeriodKind
from heli.orgs.models import Organisation
from heli.schemes.catalogue import (
    Definition,
    Holder,
    Indicator,
    Limit,
    Measure,
    Over,
    Part,
    Rung,
    Shape,
    Times,
    Unknown,
    VersionState,
)
from heli.schemes.models import IndicatorRow, Scheme, Version


def definition_of(version: Version) -> Definition:
    """What a version says, as values: one query."""
    rows = version.indicators.order_by("position", "pk")
    return Definition(
        kinds=tuple(version.kinds),
        period=PeriodKind(version.period_kind),
        indicators=tuple(_indicator(row) for row in rows),
        tiers=tuple(Rung(name, floor) for name, floor in version.tiers),
        unknown=Unknown(version.unknown),
        bonus_cap=version.bonus_cap,
        limits=tuple(Limit(*one) for one in version.limits),
    )


def _indicator(row: IndicatorRow) -> Indicator:
    return Indicator(
        code=row.code,
        group=row.group,
        name=row.name,
        part=Part(row.part),
        weight=row.weight,
        measure=Measure(row.measure),
        shape=Shape(row.shape),
        over=Over(row.over),
        tasks=tuple(row.tasks),
        kinds=tuple(row.kinds),
        target=row.target,
        each=row.each,
        bands=tuple((floor, share) for floor, share in row.bands),
        holds_for=tuple(Holder(*one) for one in row.holds_for),
        gives_to=row.gives_to,
        least=row.least,
        worths=tuple(row.worths),
        times=Times(row.times),
    )


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """A scheme in the list: its version in force, the one being written, how many results it has."""

    scheme: Scheme
    adopted: Version | None
    draft: Version | None
    releases: int


def named(words: str, to: str = "") -> Q:
    """Schemes found by a part of their own name or of the organiser's; `to` leads to the scheme."""
    fields = ("name", "organiser__name", "organiser__short_name", "organiser__initials")
    found = Q()
    for one in fields:
        found |= Q(**{f"{to}{one}__icontains": words})
    return found


def schemes(scope: Scope, *, citys: bool, words: str = "") -> QuerySet[Scheme]:
    """Schemes of the 工委, or of 机关党委 in the tree's order, that one may know of."""
    seen = Scheme.objects.visible_to(scope)
    found: QuerySet[Scheme] = seen.of_work_committee() if citys else seen.of_committees()
    if words:
        found = found.filter(named(words))
    return found.select_related("organiser").order_by("organiser__path", "name", "pk")


def binding(lines: Sequence[SchemeLine], scope: Scope, own: Collection[int]) -> list[SchemeLine]:
    """The lines that concern a reader: in force for a kind that he sees, or of an organiser of his `own`."""
    kinds = set(Organisation.objects.visible_to(scope).order_by().values_list("kind", flat=True).distinct())
    return [
        one
        for one in lines
        if one.scheme.organiser_id in own or (one.adopted is not None and kinds & set(one.adopted.kinds))
    ]


def scheme_lines(schemes: Iterable[Scheme]) -> list[SchemeLine]:
    """These schemes with their versions: two queries."""
    rows = list(schemes)
    versions: dict[int, list[Version]] = {}
    for one in Version.objects.filter(scheme__in=rows).prefetch_related("releases").order_by("number"):
        versions.setdefault(one.scheme_id, []).append(one)
    return [_line(one, versions.get(one.pk, [])) for one in rows]


def _line(scheme: Scheme, versions: Sequence[Version]) -> SchemeLine:
    return SchemeLine(
        scheme,
        adopted=next((one for one in reversed(versions) if one.state == VersionState.ADOPTED), None),
        draft=next((one for one in versions if one.state == VersionState.DRAFT), None),
        releases=sum(len(one.releases.all()) for one in versions),
    )


def scheme(pk: int, scope: Scope) -> Scheme:
    """One scheme; NotFound where there is none that one may know of."""
    found: Scheme | None = Scheme.objects.visible_to(scope).select_related("organiser").filter(pk=pk).first()
    if found is None:
        raise NotFound("scheme-not-found", "没有这个考核方案，或它不在您的范围内。")
    return found


def version(pk: int, number: int, scope: Scope) -> Version:
    """A version of a scheme by its number; NotFound where there is none."""
    found = Version.objects.filter(scheme=scheme(pk, scope), number=number).select_related(
        "scheme__organiser"
    )
    one: Version | None = found.first()
    if one is None:
        raise NotFound("version-not-found", "没有这一版方案。请从方案页面重新进入。")
    return one


def in_force(scheme: Scheme) -> Version | None:
    """The adopted version that holds: the latest."""
    adopted = scheme.versions.filter(state=VersionState.ADOPTED).select_related("scheme__organiser")
    found: Version | None = adopted.order_by("-number").first()
    return found


def indicator_row(version: Version, code: str) -> IndicatorRow:
    """One indicator of a version; NotFound where it has none of this code."""
    found: IndicatorRow | None = version.indicators.filter(code=code).first()
    if found is None:
        raise NotFound("indicator-not-found", "这一版方案里没有这个指标，可能已经删去。")
    return found
