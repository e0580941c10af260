"""Who scores: groups with their named accounts, the organisation that is scored, who set the scheme."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from heli.accounts.actor import Actor
from heli.accounts.scope import Scope
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.kernel.verdict import Verdict
from heli.orgs.models import Organisation
from heli.schemes.catalogue import Indicator, Measure, RaterKind
from heli.schemes.models import Mark, Noted, RaterGroup, Scheme, Version
from heli.schemes.queries.definitions import definition_of
from heli.schemes.rules import keeping
from heli.schemes.rules.keeping import Judged, Rater


def rater_of(group: RaterGroup) -> Rater:
    """What a group asks of whoever scores in it: one query."""
    return Rater(RaterKind(group.kind), set(group.seats.values_list("account_id", flat=True)))


def judged(organisation: Organisation, scheme: Scheme) -> Judged:
    """The organisation that is scored, with its peers: those of its kind under the same superior."""
    peers = Organisation.objects.filter(
        parent=organisation.parent_id, kind=organisation.kind, closed_on=None
    ).exclude(pk=organisation.pk)
    return Judged(
        organisation.pk,
        organisation.parent_id,
        scheme.organiser_id,
        set(peers.values_list("pk", flat=True)),
    )


def setters(version: Version) -> set[int]:
    """The accounts that wrote the version."""
    return set(version.set_by.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Column:
    """One group of raters for one indicator: what it has given, and whether the reader may give."""

    group: RaterGroup
    marks: tuple[Mark, ...]
    verdict: Verdict
    own: tuple[Mark, ...]
    again: Verdict


@dataclass(frozen=True, slots=True)
class ByHand:
    """An indicator that is scored by hand, its groups beside each other (自评、上级评分、互评)."""

    indicator: Indicator
    columns: tuple[Column, ...]


def by_hand(version: Version, organisation: Organisation, period: Period, actor: Actor) -> list[ByHand]:
    """The indicators of a version that are scored by hand, for one organisation, as the actor sees them."""
    groups = list(version.scheme.rater_groups.prefetch_related("seats").order_by("-weight", "pk"))
    marks = Mark.objects.standing().filter(
        scheme=version.scheme_id, period=period.code, organisation=organisation
    )
    given: dict[tuple[str, int], list[Mark]] = {}
    for one in marks.order_by("given_at", "pk"):
        given.setdefault((one.code, one.group_id), []).append(one)
    who, wrote = judged(organisation, version.scheme), setters(version)
    held = [
        one
        for one in definition_of(version).of(
            organisation.kind, organisation.nature, attached=organisation.attached
        )
        if one.measure is Measure.MARK
    ]
    verdicts = {
        group.pk: keeping.may_score(
            actor, Rater(RaterKind(group.kind), {seat.account_id for seat in group.seats.all()}), who, wrote
        )
        for group in groups
    }
    return [
        ByHand(
            one,
            tuple(
                _column(one, group, given.get((one.code, group.pk), ()), verdicts[group.pk], actor)
                for group in groups
            ),
        )
        for one in held
    ]


def _column(
    indicator: Indicator, group: RaterGroup, marks: Sequence[Mark], verdict: Verdict, actor: Actor
) -> Column:
    own = tuple(one for one in marks if one.rater_id == actor.account_id)
    return Column(group, tuple(marks), verdict, own, keeping.can_mark_again(indicator.times, len(own)))


def own_marks(
    version: Version, organisation: Organisation, period: Period, group: RaterGroup, code: str, account: int
) -> QuerySet[Mark]:
    """The standing marks of one rater for one organisation's indicator."""
    return Mark.objects.standing().filter(
        scheme=version.scheme_id,
        period=period.code,
        organisation=organisation,
        code=code,
        group=group,
        rater=account,
    )


def mark(pk: int, scope: Scope) -> Mark:
    """One mark; NotFound where there is none that one may know of."""
    rows = Mark.objects.visible_to(scope).select_related("organisation", "scheme", "group")
    found: Mark | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("mark-not-found", "没有这次评分，或它不在您的范围内。")
    return found


def noted_fact(pk: int, scope: Scope) -> Noted:
    """One fact that was noted; NotFound where there is none under a scheme that one may know of."""
    rows = Noted.objects.filter(scheme__in=Scheme.objects.visible_to(scope))
    found: Noted | None = rows.select_related("scheme__organiser", "organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound("noted-not-found", "没有这项登记，或它不在您的范围内。")
    return found


def noted(scheme: Scheme, scope: Scope) -> list[Noted]:
    """What was noted under a scheme, the latest first, of organisations that one may see: one query."""
    found = Noted.objects.visible_to(scope).filter(scheme=scheme).select_related("organisation")
    return list(found.order_by("-happened_on", "-pk"))


def noted_of(scheme: Scheme, organisation: Organisation, period: Period) -> list[Noted]:
    """What stands noted of one organisation in a period: one query."""
    return list(
        Noted.objects.filter(
            scheme=scheme,
            organisation=organisation,
            withdrawn_at=None,
            happened_on__range=(period.start, period.end),
        ).order_by("happened_on", "pk")
    )
