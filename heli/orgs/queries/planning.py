"""Plan: a 组织变动 worked out on organisations in memory: who changes how, who closes, who is founded.

Nothing is written here; `queries.changes.foresee` shows a plan, `actions.events.carry_out` writes it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from heli.kernel.errors import Invalid
from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import LEADING_KINDS, EventKind, EventRole
from heli.orgs.models import STEP, Organisation, Unit
from heli.orgs.queries.sketch import STATED, Altered, Plan, Sketch, key_of, new_key
from heli.orgs.queries.sketch_checks import standing
from heli.orgs.queries.undoing import last_version, way_past
from heli.orgs.rules import changes as rules
from heli.orgs.rules.change import LABELS, NOBODY, Change, Founding
from heli.orgs.rules.forest import DEEPEST

__all__ = ["Altered", "Plan", "plan"]


def plan(change: Change, held: Sequence[Organisation], units: Mapping[str, Unit], today: date) -> Plan:
    """Work a change out on `held`, all organisations in the order of the tree; they are altered in memory.

    `units` has every unit that the change names.
    """
    planner = _Planner(change, held, units, today)
    planner.work()
    return planner.plan


class _Planner(Sketch):
    def work(self) -> None:
        """Each step may refuse; a step that builds on what was refused is not reached."""
        steps: list[Callable[[], Iterable[Verdict]]] = [
            lambda: rules.shape_faults(self.change, self.today),
            self._known,
            self._state_asked,
            self._found,
            self._move_out_of_closing,
            lambda: standing(self),
            self._settle,
        ]
        for step in steps:
            self.plan.verdicts += step()
            if any(not one and one.strength == "H" for one in self.plan.verdicts):
                return
        self._collect()

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
                reason = f"“{one.name}”已于 {one.closed_on} 撤销。如需再用，请撤回那次撤销，或另行设立。"
                yield _no("already-closed", reason)

    def _state_asked(self) -> Iterable[Verdict]:
        """Write what is asked into the organisations of the forest."""
        for restored in self.change.restored:
            now = self._now(restored.organisation, restored.field)
            if now != restored.after:
                name = self.plan.by_pk[restored.organisation].name
                label = LABELS.get(restored.field, restored.field)
                way = way_past(last_version(restored.organisation))
                yield _no("changed-since", f"“{name}”的{label}后来又变动过。{way}")
                continue
            self.set(restored.organisation, restored.field, restored.before)
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
                one.name,
                one.kind,
                change.new_kind,
                one.nature,
                known,
                change.happened_on,
                founded_on=one.founded_on,
                ends_on=one.ends_on,
            )
        if change.new_parent is not None and change.new_parent in self.plan.by_pk:
            parent = self.plan.by_pk[change.new_parent]
            yield rules.not_beneath_itself(one.name, one.path, parent.name, parent.path)
        for name in ("name", "kind", "nature", "system"):
            value = getattr(change, f"new_{name}")
            if value is not None:
                self.set(pk, name, value.strip() if name == "name" else str(value))
        if change.new_unit:
            self.set(pk, "unit_id", self.units[change.new_unit].pk)
        if change.new_leader is not None or change.new_leading is not None:
            self._lead_subtree(pk, one.leader_id if change.new_leader is None else change.new_leader or None)
        if change.new_parent is not None:
            self.set(pk, "parent_id", change.new_parent or None)

    def _lead_subtree(self, pk: int, leader: int | None) -> None:
        """The subject gets its new leader, and with it what hangs beneath and was led by the same body."""
        top = self.plan.by_pk[pk]
        old = top.leader_id
        for one in self.plan.by_pk.values():
            follows = one.path.startswith(top.path) and one.leader_id == old and one.closed_on is None
            if one is top or (follows and old is not None):
                self.set(one.pk, "leader_id", leader)
                if self.change.new_leading is not None:
                    self.set(one.pk, "leading", str(self.change.new_leading))

    def _found(self) -> Iterable[Verdict]:
        """Put the new organisations into the forest; names and codes must be free."""
        renamed = {pk for pk, told in self.plan.told.items() if "name" in told}
        names = {
            one.name_key
            for one in self.plan.by_pk.values()
            if one.closed_on is None and one.pk not in self.closing | renamed
        }
        codes = {one.code for one in self.plan.by_pk.values() if one.code}
        for place, founding in enumerate(self.change.founding):
            if founding.code and founding.code in codes:
                yield _no("code-taken", f"党组织代码“{founding.code}”已有组织使用，请核对。")
            one = self._founded(founding)
            if one.name_key in names:
                yield _taken(one.name)
            names.add(one.name_key)
            codes |= {founding.code} if founding.code else set()
            key = new_key(place)
            self.forest.nodes[key] = one
            self.forest.parent[key] = key_of(founding.parent) if founding.parent else None
            self.forest.leader[key] = key_of(founding.leader) if founding.leader else None
            self.plan.founded.append(key)
        for one in map(self.plan.by_pk.__getitem__, sorted(renamed)):
            if one.name_key in names:
                yield _taken(one.name)
            names.add(one.name_key)

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
            outside=founding.outside,
            founded_on=self.change.happened_on,
        )
        self.spell(one)
        return one

    def _move_out_of_closing(self) -> Iterable[Verdict]:
        """What hangs on a closing organisation or is led by it goes where the change says."""
        for pk in sorted(self.closing):
            closing = self.plan.by_pk[pk]
            below = [one for one in self.alive() if self.forest.parent[key_of(one.pk)] == key_of(pk)]
            led = [one for one in self.alive() if self.forest.leader[key_of(one.pk)] == key_of(pk)]
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
            self.take(one.pk, name, key)
        return Verdict.yes()

    def _heir(self, closing: Organisation, below: Sequence[Organisation]) -> str | None:
        """The key of what takes over the organisations beneath."""
        if self.change.new_parent:
            return key_of(self.change.new_parent)
        heir = self.successor()
        if heir is None or heir == key_of(closing.pk):
            return None
        node = self.forest.nodes[heir]
        fits = all(rules.may_hang(one.name, one.kind, node.name, node.kind) for one in below)
        return heir if fits else None

    def _new_leader(self, closing: Organisation) -> str | None:
        """The key of what leads those that a closing body led; "" where nobody does any more."""
        if self.change.new_leader is not None:
            return key_of(self.change.new_leader) if self.change.new_leader != NOBODY else ""
        heir = self.successor()
        if heir is not None and heir != key_of(closing.pk) and self.forest.nodes[heir].kind in LEADING_KINDS:
            return heir
        return None

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
                after, told = self.state(key_of(pk)), frozenset(self.plan.told.get(pk, ()))
                if after == self.before[pk]:
                    continue
                values = {
                    name: (was, now)
                    for name, was, now in zip(STATED, self.before[pk], after, strict=True)
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
