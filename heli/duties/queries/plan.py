"""明责 as pages show it: the year's requirements with their plain words, and who owes each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Prefetch

from heli.accounts.scope import Scope
from heli.duties.catalogue import Cadence, OpenPoint, RequirementState, Trigger
from heli.duties.models import Requirement, RequirementOwner
from heli.duties.models.requirements import RequirementQuerySet
from heli.duties.rules.kinds import kind_name
from heli.kernel.errors import NotFound
from heli.orgs.catalogue import Kind


@dataclass(frozen=True, slots=True)
class Item:
    """A requirement with how its texts were read, in words."""

    requirement: Requirement
    owners: str
    when: str
    kinds: Sequence[str]
    open_points: Sequence[str]

    @property
    def is_open(self) -> bool:
        return bool(self.open_points)


def plan_year(today: date) -> int:
    """The year whose plan a page shows: this year's, or the newest there is."""
    newest: int | None = Requirement.objects.aggregate(newest=Max("plan__year"))["newest"]
    return min(newest, today.year) if newest else today.year


def items(scope: Scope, year: int, today: date, *, only_open: bool = False) -> list[Item]:
    """The requirements of a year in the plan's order. Five queries."""
    found = _whole(scope).filter(plan__year=year).exclude(state=RequirementState.WITHDRAWN)
    every = [_item(one, today) for one in found.order_by("plan", "number", "pk")]
    return [one for one in every if one.is_open] if only_open else every


def item(pk: int, scope: Scope, today: date) -> Item:
    """One requirement; NotFound (`requirement-unknown`) where there is none that the scope may see."""
    found = _whole(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("requirement-unknown", "没有这个责任条目，可能地址不完整。请从明责列表进入。")
    return _item(found, today)


def _whole(scope: Scope) -> RequirementQuerySet:
    owners = RequirementOwner.objects.select_related("organisation")
    return (
        Requirement.objects.visible_to(scope)
        .select_related("plan")
        .prefetch_related("classes", "kinds", Prefetch("owners", owners))
    )


def _item(one: Requirement, today: date) -> Item:
    kinds = [kind_name(kind.record_kind, today) for kind in one.kinds.all()]
    points = [OpenPoint(code).label for code in one.open_points.split(",") if code]
    return Item(one, owners_in_words(one), when_in_words(one), kinds, points)


def owners_in_words(one: Requirement) -> str:
    """各党支部、各机关党委（仅直属单位）; the single organisations by name."""
    words = []
    for owner in one.classes.all():
        place = {None: "", True: "（仅直属单位）", False: "（仅机关本级）"}[owner.attached]
        words.append(f"{Kind(owner.kind).label}{place}")
    words += [owner.organisation.short_name for owner in one.owners.all()]
    limit = "，仅设支委会的党支部" if one.committee_only else ""
    return "、".join(dict.fromkeys(words)) + limit


def when_in_words(one: Requirement) -> str:
    """每月, 每年一次（12月20日前）, 任期届满前; empty while undecided."""
    if one.cadence == Cadence.TRIGGERED:
        return f"{Trigger(one.trigger).label}时"
    if one.cadence == Cadence.UNDECIDED:
        return ""
    label = Cadence(one.cadence).label
    return f"{label}（{one.due_month}月{one.due_day}日前）" if one.due_month else label
