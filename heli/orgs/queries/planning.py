"""Plan: a 组织变动 worked out on organisations in memory: who changes how, who closes, who is founded.

Nothing is written here; `queries.changes.foresee` shows a plan, `actions.events.carry_out` writes it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from heli.kernel.errors import Invalid
from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import LEADING_KINDS, EventKind, EventRole
from heli.orgs.models import STEP, Organisation, Unit
from heli.orgs.rules import changes as rules
from heli.orgs.rules.change import LABELS, NOBODY, VERSIONED, Change, Founding
from heli.orgs.rules.forest import DEEPEST, Forest
from heli.orgs.rules.names import initials, name_key, place_of, short_name

_SUPERIORS = ("parent_id", "leader_id")
_OWN = tuple(name for name in VERSIONED if name not in _SUPERIORS)
_STATED = (*_OWN, *_SUPERIORS)
_own = attrgetter(*_OWN)
Values = dict[str, tuple[Any, Any]]
"""By attribute of VERSIONED: the value before and after; of superiors their keys in the forest."""


def key_of(pk: int) -> str:
    """An organisation's key in a plan's forest."""
    return f"pk:{pk}"


def new_key(place: int) -> str:
    """The key of what the change founds, by its place there."""
    return f"new:{place}"


@dataclass(slots=True)
class Altered:
    """An organisation whose version changes; `told` are the attributes that the event changes by itself."""

    organisation: Organisation
    values: Values
    told: frozenset[str]
    role: EventRole


@dataclass(slots=True)
class Plan:
    """What a change comes to. Where `verdicts` refuse (H), the rest may be incomplete.

    `founded` are keys of the forest; `repathed` were closed before and only follow in the tree.
    """

    change: Change
    forest: Forest
    by_pk: dict[int, Organisation]
    verdicts: list[Verdict] = field(default_factory=list)
    altered: list[Altered] = field(default_factory=list)
    closed: list[Organisation] = field(default_factory=list)
    reopened: list[Organisation] = field(default_factory=list)
    founded: list[str] = field(default_factory=list)
    repathed: list[Organisation] = field(default_factory=list)
    told: dict[int, set[str]] = field(default_factory=dict)

    def name(self, key: str | None) -> str:
        """The name by a key of the forest, as it will be."""
        return self.forest.nodes[key].name if key else "无"


def plan(change: Change, held: Sequence[Organisation], units: Mapping[str, Unit], today: date) -> Plan:
    """Work a change out on `held`, all organisations in the order of the tree; they are altered in memory.

    `units` has every unit that the change names.
    """
    planner = _Planner(change, held, units, today)
    planner.work()
    return planner.plan


class _Planner:
    def __init__(
        self, change: Change, held: Sequence[Organisation], units: Mapping[str, Unit], today: date
    ) -> None:
        forest = Forest.of(held, {one.pk: key_of(one.pk) for one in held})
        self.plan = Plan(change, forest, {one.pk: one for one in held})
        self.change, self.forest, self.units, self.today = change, forest, units, today
        self.closing = frozenset(change.closing)
        self.reopening = frozenset(change.reopening)
        self.before = {pk: self._state(key_of(pk)) for pk in self.plan.by_pk}
        self.place = next(
            filter(None, (place_of(one.name) for one in held if one.kind == "work_committee")), ""
        )

    def work(self) -> None:
        """Each step may refuse; a step that builds on what was refused is not reached."""
        steps: list[Callable[[], Iterable[Verdict]]] = [
            lambda: rules.shape_faults(self.change, self.today),
            self._known,
            self._state_asked,
            self._found,
            self._move_out_of_closing,
            self._hang,
            self._settle,
        ]
        for step in steps:
            self.plan.verdicts += step()
            if any(not one and one.strength == "H" for one in self.plan.verdicts):
                return
        self._collect()

    def _state(self, key: str) -> tuple[Any, ...]:
        """What the organisation is, in the order of _STATED."""
        return (*_own(self.forest.nodes[key]), self.forest.parent[key], self.forest.leader[key])

    def _known(self) -> Iterable[Verdict]:
        """Every organisation named is held, and alive unless it is to be reopened."""
        change = self.change
        superiors = [change.new_parent or None, change.new_leader or None]
        superiors += [pk for one in change.founding for pk in (one.parent, one.leader)]
        restored = (one.organisation for one in change.restored)
        for pk in {*change.subjects, *change.ended, *restored, change.successor, *superiors} - {None}:
            one = self.plan.by_pk.get(pk)  # type: ignore[arg-type]
            if one is None:
                yield _no("organisation-unknown", "没有这个党组织，请重新选择。")
            elif pk in self.reopening and one.closed_on is None:
                yield _no("not-closed", f"“{one.name}”没有撤销，不用恢复。")
            elif pk not in self.reopening and one.closed_on is not None:
                yield _no("already-closed", f"“{one.name}”已于 {one.closed_on} 撤销。如需再用，请先恢复。")

    def _state_asked(self) -> Iterable[Verdict]:
        """Write what is asked into the organisations of the forest."""
        for restored in self.change.restored:
            now = self._now(restored.organisation, restored.field)
            if now != restored.after:
                name = self.plan.by_pk[restored.organisation].name
                label = LABELS.get(restored.field, restored.field)
                yield _no("changed-since", f"“{name}”的{label}后来又变动过，请先撤销后来的那次变动。")
                continue
            self._set(restored.organisation, restored.field, restored.before)
        if self.change.kind in {EventKind.RENAMED, EventKind.RAISED, EventKind.MOVED}:
            for pk in self.change.subjects if not self.change.restored else ():
                yield from self._change_subject(pk)

    def _now(self, pk: int, name: str) -> object:
        one = self.plan.by_pk[pk]
        return (
            str(getattr(one, name)) if name in {"kind", "nature", "system", "leading"} else getattr(one, name)
        )

    def _change_subject(self, pk: int) -> Iterable[Verdict]:
        change, one = self.change, self.plan.by_pk[pk]
        if change.new_kind is not None and change.kind is EventKind.RAISED:
            known = one.member_count or None
            yield from rules.raising_faults(
                one.name, one.kind, change.new_kind, one.nature, known, change.happened_on
            )
        if change.new_parent is not None and change.new_parent in self.plan.by_pk:
            parent = self.plan.by_pk[change.new_parent]
            yield rules.not_beneath_itself(one.name, one.path, parent.name, parent.path)
        for name in ("name", "kind", "nature", "system"):
            value = getattr(change, f"new_{name}")
            if value is not None:
                self._set(pk, name, value.strip() if name == "name" else str(value))
        if change.new_unit:
            self._set(pk, "unit_id", self.units[change.new_unit].pk)
        if change.new_leader is not None or change.new_leading is not None:
            self._lead_subtree(pk, one.leader_id if change.new_leader is None else change.new_leader or None)
        if change.new_parent is not None:
            self._set(pk, "parent_id", change.new_parent or None)

    def _lead_subtree(self, pk: int, leader: int | None) -> None:
        """The subject gets its new leader, and with it what hangs beneath and was led by the same body."""
        top = self.plan.by_pk[pk]
        old = top.leader_id
        for one in self.plan.by_pk.values():
            follows = one.path.startswith(top.path) and one.leader_id == old and one.closed_on is None
            if one is top or (follows and old is not None):
                self._set(one.pk, "leader_id", leader)
                if self.change.new_leading is not None:
                    self._set(one.pk, "leading", str(self.change.new_leading))

    def _set(self, pk: int, name: str, value: Any) -> None:
        """One attribute of one organisation, that the event changes by itself."""
        one = self.plan.by_pk[pk]
        self.plan.told.setdefault(pk, set()).add(name)
        if name == "parent_id":
            self.forest.parent[key_of(pk)] = key_of(value) if value else None
        elif name == "leader_id":
            self.forest.leader[key_of(pk)] = key_of(value) if value else None
        setattr(one, name, value)
        if name == "name":
            self._spell(one)

    def _spell(self, one: Organisation) -> None:
        one.name_key = name_key(one.name)
        one.short_name = short_name(one.name, self.place)
        one.initials = initials(one.short_name)

    def _found(self) -> Iterable[Verdict]:
        """Put the new organisations into the forest; names and codes must be free."""
        names = {
            one.name_key: one
            for one in self.plan.by_pk.values()
            if one.closed_on is None and one.pk not in self.closing
        }
        codes = {one.code for one in self.plan.by_pk.values() if one.code}
        for place, founding in enumerate(self.change.founding):
            if founding.code and founding.code in codes:
                yield _no("code-taken", f"党组织代码“{founding.code}”已有组织使用，请核对。")
            one = self._founded(founding)
            if one.name_key in names:
                yield _taken(one.name)
            names[one.name_key] = one
            codes |= {founding.code} if founding.code else set()
            key = new_key(place)
            self.forest.nodes[key] = one
            self.forest.parent[key] = key_of(founding.parent) if founding.parent else None
            self.forest.leader[key] = key_of(founding.leader) if founding.leader else None
            self.plan.founded.append(key)
        for pk, told in self.plan.told.items():
            one = self.plan.by_pk[pk]
            if "name" in told and names.get(one.name_key) is not one:
                yield _taken(one.name)

    def _founded(self, founding: Founding) -> Organisation:
        one = Organisation(
            code=founding.code or None,
            name=founding.name.strip(),
            kind=str(founding.kind),
            nature=str(founding.nature),
            system=str(founding.system),
            leading=str(founding.leading),
            unit=self.units[founding.unit],
            inner_id=founding.inner,
            ends_on=founding.ends_on,
            founded_on=self.change.happened_on,
        )
        self._spell(one)
        return one

    def _move_out_of_closing(self) -> Iterable[Verdict]:
        """What hangs on a closing organisation or is led by it goes where the change says."""
        for pk in sorted(self.closing):
            closing = self.plan.by_pk[pk]
            below = [one for one in self._alive() if self.forest.parent[key_of(one.pk)] == key_of(pk)]
            led = [one for one in self._alive() if self.forest.leader[key_of(one.pk)] == key_of(pk)]
            above, leader = self._heir(closing, below), self._new_leader(closing)
            yield self._hand_over(closing, below, "parent_id", above)
            yield self._hand_over(closing, led, "leader_id", leader)

    def _hand_over(
        self, closing: Organisation, many: Sequence[Organisation], name: str, key: str | None
    ) -> Verdict:
        """Give them the new superior; where there is none (key None) they stand in the way."""
        if key is None:
            return rules.still_beneath(closing.name, [one.name for one in many], led=name == "leader_id")
        for one in many:
            self._take(one.pk, name, key)
        return Verdict.yes()

    def _alive(self) -> Iterable[Organisation]:
        return [
            one
            for one in self.plan.by_pk.values()
            if (one.closed_on is None or one.pk in self.reopening) and one.pk not in self.closing
        ]

    def _heir(self, closing: Organisation, below: Sequence[Organisation]) -> str | None:
        """The key of what takes over the organisations beneath."""
        if self.change.new_parent:
            return key_of(self.change.new_parent)
        heir = self._successor()
        if heir is None or heir == key_of(closing.pk):
            return None
        node = self.forest.nodes[heir]
        fits = all(rules.may_hang(one.name, one.kind, node.name, node.kind) for one in below)
        return heir if fits else None

    def _new_leader(self, closing: Organisation) -> str | None:
        """The key of what leads those that a closing body led; "" where nobody does any more."""
        if self.change.new_leader is not None:
            return key_of(self.change.new_leader) if self.change.new_leader != NOBODY else ""
        heir = self._successor()
        if heir is not None and heir != key_of(closing.pk) and self.forest.nodes[heir].kind in LEADING_KINDS:
            return heir
        return None

    def _successor(self) -> str | None:
        if self.change.successor is not None:
            return key_of(self.change.successor)
        merged = self.change.kind is EventKind.MERGED and self.plan.founded
        return self.plan.founded[0] if merged else None

    def _take(self, pk: int, name: str, key: str) -> None:
        """Set a superior by key: it may be one that is only being founded."""
        self.plan.told.setdefault(pk, set()).add(name)
        superiors = self.forest.parent if name == "parent_id" else self.forest.leader
        superiors[key_of(pk)] = key or None

    def _hang(self) -> Iterable[Verdict]:
        """Both superiors of everything that got one, that was founded or lives again; sizes after a merge."""
        moved = [
            pk for pk, told in self.plan.told.items() if told & {"parent_id", "leader_id", "kind", "leading"}
        ]
        keys = [key_of(pk) for pk in dict.fromkeys((*moved, *self.reopening))] + self.plan.founded
        for key in keys:
            one, parent, leader = self.forest.nodes[key], self.forest.parent[key], self.forest.leader[key]
            above = self.forest.nodes[parent] if parent else None
            yield from self._stands(one, above, "上级党组织")
            yield rules.may_hang(
                one.name, one.kind, above.name if above else "", above.kind if above else None
            )
            if leader is not None:
                lead = self.forest.nodes[leader]
                yield from self._stands(one, lead, "领导党组（党委）")
                yield rules.may_lead(one.name, one.kind, lead.name, lead.kind, one.leading)
        yield from self._beneath_raised()
        yield from self._sizes()

    def _stands(self, one: Organisation, superior: Organisation | None, what: str) -> Iterable[Verdict]:
        if superior is None or superior.pk is None:
            return
        gone = superior.closed_on is not None and superior.pk not in self.reopening
        if gone or superior.pk in self.closing:
            yield _no("superior-closed", f"“{one.name}”的{what}“{superior.name}”已撤销或同时撤销，请另选。")

    def _beneath_raised(self) -> Iterable[Verdict]:
        """What hangs on an organisation whose kind changes must still be able to."""
        for pk, told in self.plan.told.items():
            above = self.plan.by_pk[pk]
            if "kind" in told and pk not in self.closing:
                for one in self._alive():
                    if self.forest.parent[key_of(one.pk)] == key_of(pk):
                        yield rules.may_hang(one.name, one.kind, above.name, above.kind)

    def _sizes(self) -> Iterable[Verdict]:
        """Members after a merge or a split, as far as rosters tell them."""
        change = self.change
        if change.restored or change.ended:
            return
        subjects = [self.plan.by_pk[pk] for pk in change.subjects]
        heir = self._successor()
        if change.kind is EventKind.SPLIT:
            one = subjects[0]
            into = len(change.founding) + (change.successor == one.pk)
            known = one.full_count if one.is_branch and one.member_count else None
            yield from rules.split_faults(one.name, known, into, change.happened_on)
        elif heir is not None and change.kind in {EventKind.MERGED, EventKind.CLOSED}:
            node = self.forest.nodes[heir]
            joined = [one for one in (node, *subjects) if one.member_count]
            members = sum(one.member_count for one in joined) or None
            full = sum(one.full_count for one in joined) if members else None
            yield from rules.size_faults(node.name, node.kind, full, members, change.happened_on)

    def _settle(self) -> Iterable[Verdict]:
        """Organs and paths follow the superiors; those of closed organisations keep their organ."""
        closed = [
            (one, one.organ_id, one.attached)
            for one in self.plan.by_pk.values()
            if (one.closed_on is not None and one.pk not in self.reopening) or one.pk in self.closing
        ]
        try:
            self.forest.settle()
        except Invalid as error:
            yield _no(error.code, error.message)
            return
        for one, organ, attached in closed:
            one.organ_id, one.attached = organ, attached
        if any(len(one.path) > STEP * DEEPEST for one in self.forest.nodes.values()):
            yield _no("tree-full", f"划转后超过 {DEEPEST} 层，请选择更高一级的上级党组织。")

    def _collect(self) -> None:
        """What is different now, organisation by organisation."""
        for pk, one in self.plan.by_pk.items():
            if pk in self.closing:
                self.plan.closed.append(one)
            elif pk in self.reopening:
                self.plan.reopened.append(one)
            else:
                after, told = self._state(key_of(pk)), frozenset(self.plan.told.get(pk, ()))
                if after == self.before[pk]:
                    continue
                values = {
                    name: (was, now)
                    for name, was, now in zip(_STATED, self.before[pk], after, strict=True)
                    if was != now
                }
                if one.closed_on is not None:
                    self.plan.repathed.append(one)
                else:
                    self.plan.altered.append(Altered(one, values, told & values.keys(), self._role(pk)))

    def _role(self, pk: int) -> EventRole:
        if pk == self.change.successor:
            return EventRole.SUCCESSOR
        restored = any(one.organisation == pk for one in self.change.restored)
        return EventRole.SUBJECT if pk in self.change.subjects or restored else EventRole.ALONG


def _taken(name: str) -> Verdict:
    return _no("name-taken", f"已有名为“{name}”的党组织，请另取名称，或办理划转、合并。")


def _no(code: str, reason: str) -> Verdict:
    return Verdict.no(reason, code=code)
