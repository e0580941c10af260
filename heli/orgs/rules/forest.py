"""The whole tree in memory while rows are taken in: who hangs on whom, where each counts, and paths."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from heli.kernel.errors import Invalid
from heli.orgs.catalogue import LEADING_KINDS, Kind, Leading
from heli.orgs.models import STEP, Organisation
from heli.orgs.rules.index import identity

MOST_CHILDREN = 10**STEP - 1
DEEPEST = 12


@dataclass(slots=True)
class Forest:
    """Organisations by key, with the keys of their two superiors; new ones have no primary key yet."""

    nodes: dict[str, Organisation] = field(default_factory=dict)
    parent: dict[str, str | None] = field(default_factory=dict)
    leader: dict[str, str | None] = field(default_factory=dict)
    _parent_held: dict[str, str | None] = field(default_factory=dict)
    _last: dict[str | None, int] = field(default_factory=dict)

    @classmethod
    def of(cls, held: Iterable[Organisation], keys: dict[int, str]) -> "Forest":
        """The tree as Heli holds it; `keys` names organisations (by primary key) as the rows do."""
        forest = cls()
        held = list(held)
        key_of = {one.pk: keys.get(one.pk) or identity(one.code, one.name) for one in held}
        for one in held:
            key = key_of[one.pk]
            forest.nodes[key] = one
            forest.parent[key] = key_of[one.parent_id] if one.parent_id else None
            forest.leader[key] = key_of[one.leader_id] if one.leader_id else None
            forest._use(forest.parent[key], one.path)
        forest._parent_held = dict(forest.parent)
        return forest

    def parents_first(self) -> Iterator[str]:
        """Every key after its parent's, else in the order of `nodes`. Invalid where there is a cycle."""
        done: set[str] = set()
        for key in self.nodes:
            chain: list[str] = []
            climbing: str | None = key
            while climbing is not None and climbing not in done:
                if climbing in chain:
                    name = self.nodes[climbing].name
                    raise Invalid("cycle", f"“{name}”的上级党组织最终又是它自己，请核对上级党组织。")
                chain.append(climbing)
                climbing = self.parent[climbing]
            done.update(chain)
            yield from reversed(chain)

    def tell(self, key: str) -> None:
        """Write the superiors' primary keys into one organisation; one that has none yet is left out."""
        parent, leader = self.parent[key], self.leader[key]
        organisation = self.nodes[key]
        organisation.parent_id = self.nodes[parent].pk if parent else None
        organisation.leader_id = self.nodes[leader].pk if leader else None

    def settle(self) -> None:
        """Give every organisation its organ and its path; both follow the superiors."""
        for key in self.parents_first():
            organisation = self.nodes[key]
            self._settle_organ(key, organisation)
            self._settle_path(key, organisation)

    def _settle_organ(self, key: str, organisation: Organisation) -> None:
        """The unit of the leading body; without one the parent's organ, else its own unit.

        A leading body is its own unit's. Nothing is inherited from the 机关工委: what hangs on it directly is
        the highest organisation of its unit. A body of another place, one that only guides, and the Party
        committee that sends out the 工委 have no row of their own on the board (R08-05, S004-05).
        """
        leader, parent = self.leader[key], self.parent[key]
        organ = organisation.unit_id
        if organisation.kind not in LEADING_KINDS:
            if (
                leader is not None
                and organisation.leading == Leading.LEADS
                and not self.nodes[leader].outside
            ):
                organ = self.nodes[leader].unit_id
            elif parent is not None and self.nodes[parent].kind != Kind.WORK_COMMITTEE:
                organ = self.nodes[parent].organ_id
        organisation.organ_id = organ
        organisation.attached = organ != organisation.unit_id

    def _settle_path(self, key: str, organisation: Organisation) -> None:
        """A place under the parent: its own number where it stays there, a new one where it moves in."""
        parent = self.parent[key]
        above = self.nodes[parent].path if parent else ""
        if key in self._parent_held and self._parent_held[key] == parent:
            organisation.path = above + organisation.path[-STEP:]
        else:
            organisation.path = self._next(parent, above)

    def _use(self, parent: str | None, path: str) -> None:
        self._last[parent] = max(self._last.get(parent, 0), int(path[-STEP:]))

    def _next(self, parent: str | None, above: str) -> str:
        """A path below `above` with a number that no child of `parent` has or had today.

        Numbers go by the parent and not by its path: it may move itself, and its children keep theirs.
        """
        number = self._last.get(parent, 0) + 1
        if number > MOST_CHILDREN or len(above) >= STEP * DEEPEST:
            raise Invalid("tree-full", f"一个党组织最多有 {MOST_CHILDREN} 个下级，最多 {DEEPEST} 层。")
        self._last[parent] = number
        return f"{above}{number:0{STEP}d}"
