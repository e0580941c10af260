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
from heli.kernel.errors import Invalid, NotFound
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.orgs.queries import name_index


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
    issued = Requirement.objects.exclude(state=RequirementState.DRAFT)
    newest: int | None = issued.aggregate(newest=Max("plan__year"))["newest"]
    return min(newest, today.year) if newest else today.year


def items(scope: Scope, year: int, today: date, *, only_open: bool = False) -> list[Item]:
    """The requirements of a year in the plan's order. Five queries."""
    found = (
        _whole(scope)
        .filter(plan__year=year)
        .exclude(state__in=(RequirementState.WITHDRAWN, RequirementState.DRAFT))
    )
    every = [_item(one, today) for one in found.order_by("plan", "number", "pk")]
    return [one for one in every if one.is_open] if only_open else every


def item(pk: int, scope: Scope, today: date) -> Item:
    """One requirement; NotFound (`requirement-unknown`) where there is none that the scope may see."""
    found = _whole(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("requirement-unknown", "没有这个责任条目，可能地址不完整。请从明责列表进入。")
    return _item(found, today)


def _whole(scope: Scope) -> RequirementQuerySet:
    owners = RequirementOwner.objects.filter(until=None).select_related("organisation")
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
    words = [class_in_words(owner.kind, owner.attached) for owner in one.classes.all()]
    words += [owner.organisation.short_name for owner in one.owners.all()]
    limit = "，仅设支委会的党支部" if one.committee_only else ""
    return "、".join(dict.fromkeys(words)) + limit


def class_in_words(kind: str, attached: bool | None) -> str:
    """党支部, 党支部（仅直属单位）."""
    place = {None: "", True: "（仅直属单位）", False: "（仅机关本级）"}[attached]
    return f"{Kind(kind).label}{place}"


def when_in_words(one: Requirement) -> str:
    """每月, 每年一次（12月20日前）, 任期届满前; empty while undecided."""
    if one.cadence == Cadence.TRIGGERED:
        return f"{Trigger(one.trigger).label}时"
    if one.cadence == Cadence.UNDECIDED:
        return ""
    label = Cadence(one.cadence).label
    return f"{label}（{one.due_month}月{one.due_day}日前）" if one.due_month else label


def organisations_named(names: Sequence[str], today: date) -> list[Organisation]:
    """The organisations that the office names as owners; Invalid (`owner-unknown`) for any other name."""
    index = name_index(today)
    found = []
    for name in names:
        ref = index.resolve(name).ref
        if ref is None or ref.pk is None:
            raise Invalid(
                "owner-unknown", f"没有找到“{name}”，或者有几个组织都可以这样称呼。请写党组织全称。"
            )
        found.append(ref.pk)
    return list(Organisation.objects.filter(pk__in=found))


def initial_settlement(one: Requirement) -> dict[str, object]:
    """A requirement as it was read, as a form begins with it."""
    places = {owner.attached for owner in one.classes.all()}
    place = {None: "", False: "own", True: "attached"}[places.pop()] if len(places) == 1 else ""
    due = date(one.plan.year, one.due_month, one.due_day) if one.due_month and one.due_day else None
    return {
        "classes": [owner.kind for owner in one.classes.all()],
        "place": place,
        "owners": "、".join(owner.organisation.name for owner in one.owners.all()),
        "cadence": one.cadence,
        "due_on": due,
        "kinds": [kind.record_kind for kind in one.kinds.all()],
        "chair_is_secretary": one.chair_is_secretary,
        "committee_only": one.committee_only,
    }
