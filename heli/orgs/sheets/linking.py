"""Both superiors of each row: found by name, cycles broken, and rows that hang on a refused one."""

from collections.abc import Iterator, Sequence

from heli.orgs.catalogue import LEADING_KINDS, RANK, Kind
from heli.orgs.models import Organisation
from heli.orgs.rules.index import AMBIGUOUS, FORMER, TAIL, Found, NameIndex
from heli.orgs.sheets.drafts import OUTSIDE, Draft
from heli.orgs.sheets.identity import Held

Node = Draft | Organisation
_LEADERS = LEADING_KINDS | {Kind.COMMITTEE}


def link(drafts: Sequence[Draft], held: Held, index: NameIndex, nodes: dict[str, Node]) -> None:
    """Resolve 上级党组织 and 领导党组(党委) of every row, then refuse what cannot hang where it is said to.

    `index` resolves names among the rows and what Heli holds; `nodes` are these by key. Refused:
    parent-unknown, parent-ambiguous, cycle, depends-on-refused. Warned: parent-missing, parent-outside. For
    the office to decide: leader-unknown (the leader stays as Heli holds it or empty), leader-is-committee.
    """
    tree = _Tree(drafts, held)
    for draft in drafts:
        if not draft.refused:
            _find_parent(draft, index, nodes, tree)
    tree.refuse_cycles()
    tree.refuse_dependents()
    for draft in drafts:
        if not draft.refused:
            _find_leader(draft, index, nodes, tree)


def _find_parent(draft: Draft, index: NameIndex, nodes: dict[str, Node], tree: "_Tree") -> None:
    text = draft.row.values.get("parent")
    if not text:
        draft.parent = tree.node(draft.held.parent_id) if draft.held else None
        if draft.parent is None and draft.kind not in OUTSIDE:
            draft.warn(
                "parent-missing", f"{draft.kind.label}没有填上级党组织，暂不挂在任何组织之下。", "parent"
            )
        return
    found = index.resolve(text)
    if found.ref is not None:
        draft.parent = nodes[found.ref.key]
        _tell_oddity(draft, text, found, "parent")
        if found.ref.kind in LEADING_KINDS - {Kind.LOCAL_COMMITTEE}:
            draft.warn(
                "parent-is-leading-body",
                f"“{found.ref.name}”与它是领导关系。上级党组织请填隶属的机关党委或机关工委。",
                "parent",
            )
    elif draft.kind in OUTSIDE:
        draft.warn("parent-outside", f"上级党组织“{text}”不在名册内，这一级不填上级。", "parent")
    elif found.reason == AMBIGUOUS:
        names = "、".join(found.candidates[:5])
        draft.refuse(
            "parent-ambiguous", f"上级党组织“{text}”对应不止一个组织：{names}。请填写全称。", "parent"
        )
    else:
        draft.refuse(
            "parent-unknown",
            f"上级党组织“{text}”不在本表，系统中也没有。请核对名称，或在表中补上这个组织。",
            "parent",
        )


def _find_leader(draft: Draft, index: NameIndex, nodes: dict[str, Node], tree: "_Tree") -> None:
    text = draft.row.values.get("leader")
    standing = tree.node(draft.held.leader_id) if draft.held else None
    if not text:
        draft.leader = standing
        return
    found = index.resolve(text, _LEADERS)
    leader = nodes[found.ref.key] if found.ref is not None else None
    if leader is None or leader is draft or (isinstance(leader, Draft) and not leader.stands):
        refused = isinstance(leader, Draft) and not leader.stands
        why = "所在的一行未能导入" if refused else "对应不上一个党组（党委）"
        kept = "保持原来的领导关系" if standing is not None else "领导关系暂空"
        draft.decide("leader-unknown", f"领导党组（党委）“{text}”{why}，{kept}。请确认。", "leader")
        draft.leader = standing
        return
    draft.leader = leader
    _tell_oddity(draft, text, found, "leader")
    if leader.kind == Kind.COMMITTEE:
        draft.decide(
            "leader-is-committee",
            f"“{text}”的组织类别是党委，已按领导关系载入。如为党组性质党委，请改正它的组织类别。",
            "leader",
        )


def _tell_oddity(draft: Draft, text: str, found: Found, key: str) -> None:
    if found.ref is None or not found.oddity:
        return
    told = {TAIL: "写得不全，读作", FORMER: "是原来的名称，现为"}
    draft.tolerate(found.oddity, f"“{text}”{told[found.oddity]}“{found.ref.name}”。", key)


class _Tree:
    """Who hangs on whom once the rows are loaded: refused ones stay where Heli holds them, or nowhere."""

    def __init__(self, drafts: Sequence[Draft], held: Held) -> None:
        self.drafts = drafts
        self._held = held
        self._about = {draft.held.pk: draft for draft in drafts if draft.held is not None}

    def node(self, pk: int | None) -> Node | None:
        """An organisation that Heli holds, as the row that is about it where there is one."""
        if pk is None:
            return None
        return self._about.get(pk) or self._held.by_pk[pk]

    def above(self, node: Node) -> Node | None:
        if isinstance(node, Organisation):
            return self.node(node.parent_id)
        if not node.refused:
            return node.parent
        return self.node(node.held.parent_id) if node.held is not None else None

    def refuse_cycles(self) -> None:
        """Refuse of every cycle the row of the highest kind, of equal ones the first, until none is left."""
        while cycles := list(self._cycles()):
            for cycle in cycles:
                rows = [node for node in cycle if isinstance(node, Draft) and not node.refused]
                highest = min(rows, key=lambda draft: (RANK[draft.kind], draft.at))
                names = " → ".join(f"“{node.name}”" for node in (*cycle, cycle[0]))
                highest.refuse(
                    "cycle", f"上级党组织绕成了圈：{names}。请改正其中写错的上级党组织。", "parent"
                )

    def _cycles(self) -> Iterator[list[Node]]:
        """Each cycle once, from the row where it was met."""
        done: set[int] = set()
        for draft in self.drafts:
            chain: dict[int, Node] = {}
            node: Node | None = draft
            while node is not None and id(node) not in done and id(node) not in chain:
                chain[id(node)] = node
                node = self.above(node)
            if node is not None and id(node) in chain:
                order = list(chain)
                yield [chain[one] for one in order[order.index(id(node)) :]]
            done.update(chain)

    def refuse_dependents(self) -> None:
        """Refuse the rows whose parent's row is refused and not in Heli from before, and so on downwards."""
        beneath: dict[int, list[Draft]] = {}
        for draft in self.drafts:
            if isinstance(draft.parent, Draft):
                beneath.setdefault(id(draft.parent), []).append(draft)
        waiting = [draft for draft in self.drafts if not draft.stands]
        while waiting:
            refused = waiting.pop()
            for draft in beneath.get(id(refused), ()):
                if not draft.refused:
                    place = refused.place_from(draft)
                    draft.refuse(
                        "depends-on-refused",
                        f"依赖的{place}“{refused.name}”未能导入，改正那一行后这一行即可导入。",
                        "parent",
                    )
                    if not draft.stands:
                        waiting.append(draft)
