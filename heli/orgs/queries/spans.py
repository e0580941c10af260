"""Spans: what a planned 组织变动 does to versions, from its day on; days before it are never touched.

A later version that only a committee, a move along or a loading began does not stand in the way: it keeps its
own beginning and takes over what the event changes. One that changed the very same does, and is named.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from heli.kernel.verdict import Verdict
from heli.orgs.models import Organisation, OrganisationVersion
from heli.orgs.queries.history import FEW
from heli.orgs.queries.planning import Altered, Plan
from heli.orgs.queries.undoing import way_past
from heli.orgs.rules.change import LABELS

_SUPERIORS = ("parent_id", "leader_id")
_OWN = ("name", "kind", "nature", "system", "unit_id", "parent_id", "leader_id", "leading")


@dataclass(slots=True)
class Spans:
    """Versions of the organisations that a plan is about, by organisation, oldest first."""

    plan: Plan
    of: dict[int, list[OrganisationVersion]] = field(default_factory=lambda: defaultdict(list))
    leaning: list[OrganisationVersion] = field(default_factory=list)

    @property
    def day(self) -> date:
        return self.plan.change.happened_on

    def reaching(self, pk: int) -> list[OrganisationVersion]:
        """The versions that hold on the day or later."""
        return [one for one in self.of[pk] if one.valid_to is None or one.valid_to > self.day]

    def alive_since(self, pk: int) -> date | None:
        """The first day of the unbroken life that lasts until today; None where it is closed."""
        since: date | None = None
        for one in reversed(self.of[pk]):
            if one.valid_to not in {None, since} or (since is None and one.valid_to is not None):
                break
            since = one.valid_from
        return since

    def touched(self, altered: Altered) -> Iterator[tuple[OrganisationVersion, frozenset[str]]]:
        """The versions that take over what the event changes, each with the attributes that it takes."""
        before = {name: was for name, (was, _) in altered.values.items()}
        for one in self.reaching(altered.organisation.pk):
            names = {name for name in altered.told if name != "path"}
            if all(_raw(one, name) == _value(before[name]) for name in _SUPERIORS if name in before) and (
                self._as_before(altered, one)
            ):
                derived = altered.values.keys() - altered.told - {"path"}
                names |= {name for name in derived if _raw(one, name) == _value(before[name])}
            if "path" in before and ("parent_id" in altered.told or one.path == before["path"]):
                names.add("path")
            if names:
                yield one, frozenset(names)

    def _as_before(self, altered: Altered, one: OrganisationVersion) -> bool:
        """Whether the version has the superiors that the organisation keeps: only then it moves along."""
        kept = [name for name in _SUPERIORS if name not in altered.values]
        return all(getattr(one, name) == getattr(altered.organisation, name) for name in kept)


def spans_of(plan: Plan) -> Spans:
    """Read what a plan needs of versions: two queries."""
    wanted = {one.organisation.pk for one in plan.altered}
    wanted |= {one.pk for one in (*plan.closed, *plan.reopened)}
    gaining = [f"pk:{one.organisation.pk}" for one in plan.altered if one.told & set(_SUPERIORS)]
    gaining += [f"pk:{one.pk}" for one in plan.reopened]
    for key in (*gaining, *plan.founded):
        wanted |= {pk for pk in map(_value, (plan.forest.parent[key], plan.forest.leader[key])) if pk}
    spans = Spans(plan)
    for version in _versions(wanted):
        spans.of[version.organisation_id].append(version)
    closing = [one.pk for one in plan.closed]
    if closing:
        later = Q(valid_to=None) | Q(valid_to__gt=plan.change.happened_on)
        leaning = OrganisationVersion.objects.filter(later, Q(parent__in=closing) | Q(leader__in=closing))
        spans.leaning = list(leaning.select_related("organisation").order_by("pk"))
    return spans


def _versions(wanted: Collection[int]) -> Iterable[OrganisationVersion]:
    versions = OrganisationVersion.objects.order_by("organisation_id", "valid_from")
    if len(wanted) <= FEW:
        return versions.filter(organisation__in=wanted)
    return (one for one in versions if one.organisation_id in wanted)


def day_faults(spans: Spans) -> list[Verdict]:
    """Whether the event may stand on its day: nothing later contradicts it, both superiors lived by then."""
    plan = spans.plan
    faults: list[Verdict] = []
    for altered in plan.altered:
        if altered.told:
            faults += _changed_faults(spans, altered)
    for one in plan.closed:
        faults += _closing_faults(spans, one)
    for one in plan.reopened:
        if one.closed_on is not None and one.closed_on > spans.day:
            reason = f"“{one.name}”于 {one.closed_on} 撤销，恢复的日期不能早于这一天。"
            faults.append(_no("reopened-too-early", reason))
    faults += _superior_faults(spans)
    faults += _leaning_faults(spans)
    return faults


def _changed_faults(spans: Spans, altered: Altered) -> Iterator[Verdict]:
    one, reaching = altered.organisation, spans.reaching(altered.organisation.pk)
    yield from _history_faults(spans, one, reaching)
    for name in sorted(altered.told - {"path"}):
        before = _value(altered.values[name][0])
        later = next((version for version in reaching if _raw(version, name) != before), None)
        if later is not None:
            yield _changed_later(one, reaching, name)
            return


def _closing_faults(spans: Spans, one: Organisation) -> Iterator[Verdict]:
    reaching = spans.reaching(one.pk)
    yield from _history_faults(spans, one, reaching)
    for name in _OWN:
        if len({getattr(version, name) for version in reaching}) > 1:
            yield _changed_later(one, reaching, name)
            return
    if reaching and reaching[0].valid_from == spans.day:
        earlier = [version for version in spans.of[one.pk] if version.valid_to == spans.day]
        if not earlier:
            reason = f"“{one.name}”自 {spans.day} 起才有，撤销的生效日期请填次日或以后。"
            yield _no("lived-no-day", reason)


def _history_faults(
    spans: Spans, one: Organisation, reaching: list[OrganisationVersion]
) -> Iterator[Verdict]:
    """The day must lie in the history that Heli holds; its very first day only where an event began it."""
    first = reaching[0] if reaching else None
    if first is None or first.valid_from > spans.day:
        since = first.valid_from if first else one.closed_on
        reason = (
            f"Heli 中“{one.name}”的沿革自 {since} 起，生效日期 {spans.day} 早于它。"
            "请填之后的日期，在缘由中写明文件日期。"
        )
        yield _no("before-history", reason)
    elif first.valid_from == spans.day and first is spans.of[one.pk][0] and first.event_id is None:
        reason = f"Heli 中“{one.name}”的沿革自 {spans.day} 起，生效日期请填次日或以后。"
        yield _no("before-history", reason)


def _changed_later(one: Organisation, reaching: list[OrganisationVersion], name: str) -> Verdict:
    values = [getattr(version, name) for version in reaching]
    place = next(index for index, value in enumerate(values) if index and value != values[index - 1])
    label = LABELS.get(name, name)
    day = reaching[place].valid_from
    reason = f"“{one.name}”的{label}在 {day} 又变动过。{way_past(reaching[place])}"
    return _no("changed-later", reason)


def _superior_faults(spans: Spans) -> Iterator[Verdict]:
    """A superior newly given must have lived since the day."""
    plan = spans.plan
    given = [
        (one.organisation, f"pk:{one.organisation.pk}", name)
        for one in plan.altered
        for name in _SUPERIORS
        if name in one.told
    ]
    given += [(one, f"pk:{one.pk}", name) for one in plan.reopened for name in _SUPERIORS]
    given += [(plan.forest.nodes[key], key, name) for key in plan.founded for name in _SUPERIORS]
    living = {one.pk for one in plan.reopened}
    for one, key, name in given:
        superior = _value((plan.forest.parent if name == "parent_id" else plan.forest.leader)[key])
        if not isinstance(superior, int) or superior in living:
            continue
        since = spans.alive_since(superior)
        if since is None or since > spans.day:
            held = plan.by_pk[superior].name
            reason = (
                f"“{one.name}”的{LABELS[name]}“{held}”自 {since} 起才有，"
                f"生效日期 {spans.day} 早于它。请改日期或另选。"
            )
            yield _no("superior-not-yet", reason)


def _leaning_faults(spans: Spans) -> Iterator[Verdict]:
    """Nothing may have hung on a closing organisation after the day, even if it no longer does."""
    closing = {one.pk for one in spans.plan.closed}
    told = {one.organisation.pk: one.told for one in spans.plan.altered}
    for version in spans.leaning:
        mine = told.get(version.organisation_id, frozenset())
        left = [name for name in _SUPERIORS if getattr(version, name) in closing and name not in mine]
        if left and version.organisation_id not in closing:
            name = spans.plan.by_pk[getattr(version, left[0])].name
            reason = (
                f"“{version.organisation.name}”在 {spans.day} 之后还以“{name}”为{LABELS[left[0]]}。"
                "请把生效日期填在它调整之后；后来的变动可以撤回的，也可以先撤回。"
            )
            yield _no("leaned-later", reason)


def _raw(version: OrganisationVersion, name: str) -> Any:
    return getattr(version, name)


def _value(value: Any) -> Any:
    """A superior's key of the forest as a primary key, None for one only being founded; else itself."""
    if isinstance(value, str) and value.startswith("pk:"):
        return int(value.removeprefix("pk:"))
    return None if isinstance(value, str) and value.startswith("new:") else value


def _no(code: str, reason: str) -> Verdict:
    return Verdict.no(reason, code=code)
