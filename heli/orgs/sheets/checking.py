"""The check of a 党组织名册: rows read, told apart, hung in the tree, advised upon; nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from heli.orgs.actions.rows import OrgRow
from heli.orgs.catalogue import Kind, LeadershipSystem, Leading, Nature
from heli.orgs.models import Organisation
from heli.orgs.queries.named import former_names
from heli.orgs.rules.index import NameIndex, OrgRef, identity
from heli.orgs.rules.names import name_key
from heli.orgs.sheets.advising import advise
from heli.orgs.sheets.drafts import Draft, drafts_of
from heli.orgs.sheets.identity import Held, identify
from heli.orgs.sheets.linking import Node, link
from heli.orgs.sheets.units import settle_units
from heli.sheets.rows import Row


@dataclass(frozen=True, slots=True)
class CheckedOrgs:
    """What `check` found. `rows` are ready for `actions.take_in`, parents first.

    `index` resolves names among the rows, refused ones too, and what Heli holds. `named` are the primary keys
    of organisations that refused rows are about: for `take_in`, they have not vanished. `drafts` are all rows
    with a name, for `compare_counts`.
    """

    rows: tuple[OrgRow, ...]
    index: NameIndex
    named: frozenset[int]
    drafts: tuple[Draft, ...]

    def key_of(self, draft: Draft) -> str:
        """The key that `index` gives for the organisation of a row, refused or not."""
        return _key(draft)

    @property
    def secretaries(self) -> list[tuple[str, str]]:
        """(key, name) of the 书记 that each row names, for `members.actions.take_in_secretaries`."""
        return [(row.key, row.secretary) for row in self.rows if row.secretary]


def check(rows: Sequence[Row], *, today: date) -> CheckedOrgs:
    """Prepare the rows for loading; what is met is added to them as faults. Four queries, nothing written.

    Refused: kind-unknown, parent-unknown, parent-ambiguous, code-duplicate, name-missing, name-duplicate
    without a code, cycle, depends-on-refused, and what the readers refuse. All else is loaded and named.
    """
    held = Held.all()
    drafts = drafts_of(rows, today)
    identify(drafts, held)
    nodes: dict[str, Node] = {identity(one.code, one.name): one for one in held.organisations}
    nodes |= {draft.key: draft for draft in drafts}
    link(drafts, held, _index(drafts, held, today), nodes)
    settle_units(drafts, held)
    advise([draft for draft in drafts if not draft.refused], today)
    loaded = [_row(draft) for draft in _parents_first(drafts)]
    return CheckedOrgs(
        rows=tuple(loaded),
        index=_index(drafts, held, today),
        named=frozenset(draft.held.pk for draft in drafts if draft.refused and draft.held is not None),
        drafts=tuple(drafts),
    )


def _index(drafts: Sequence[Draft], held: Held, today: date) -> NameIndex:
    """Names of the rows and of the organisations that no row is about, with the names they had before."""
    refs = [_ref(draft) for draft in drafts]
    of_pk = {draft.held.pk: ref for draft, ref in zip(drafts, refs, strict=True) if draft.held is not None}
    aliases = [
        (name, ref)
        for draft, ref in zip(drafts, refs, strict=True)
        if draft.held is not None
        for name in (draft.name, draft.held.name)
        if name_key(name) != name_key(ref.name)
    ]
    for one in held.organisations:
        if one.pk not in of_pk and (one.closed_on is None or one.closed_on > today):
            refs.append(OrgRef(_key(one), one.name, one.kind, one.pk))
            of_pk[one.pk] = refs[-1]
    return NameIndex(refs, [*aliases, *former_names(of_pk)])


def _ref(draft: Draft) -> OrgRef:
    if not draft.refused:
        return OrgRef(draft.key, draft.name, draft.kind, draft.held.pk if draft.held else None)
    if draft.held is None:
        return OrgRef(draft.key, draft.name, draft.kind, refused_row=draft.at)
    held = draft.held
    return OrgRef(_key(held), held.name, held.kind, held.pk, refused_row=draft.at)


def _key(node: Node) -> str:
    """The key by which `take_in` finds an organisation: as its row will leave it, or as Heli holds it."""
    if isinstance(node, Draft):
        if not node.refused or node.held is None:
            return node.key
        node = node.held
    return identity(node.code, node.name)


def _parents_first(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The rows that are loaded, each after its parent's, else in the order of the workbook."""
    done: set[int] = set()
    for draft in drafts:
        chain: list[Draft] = []
        node: Node | None = draft
        while isinstance(node, Draft) and not node.refused and id(node) not in done:
            chain.append(node)
            done.add(id(node))
            node = node.parent
        yield from reversed(chain)


def _row(draft: Draft) -> OrgRow:
    """The row as it is loaded; what it leaves blank stands as Heli holds it: a blank says nothing."""
    values = draft.row.values
    begins_on, ends_on = values.get("term_begins_on"), values.get("term_ends_on")
    row = OrgRow(
        key=draft.key,
        name=draft.name,
        kind=draft.kind,
        unit=draft.unit,
        code=draft.code,
        parent=_key(draft.parent) if draft.parent is not None else None,
        leader=_key(draft.leader) if draft.leader is not None else None,
        leading=_leading(draft),
        outside=draft.outside if draft.outside is not None else draft.held is not None and draft.held.outside,
        nature=draft.nature,
        system=draft.system,
        founded_on=values.get("founded_on"),
        term_begins_on=begins_on if begins_on and ends_on and begins_on < ends_on else None,
        term_ends_on=ends_on,
        secretary=values.get("secretary") or "",
        member_count=values.get("member_count"),
        note=values.get("note") or "",
    )
    return row if draft.held is None else _with_held(row, draft.held)


def _leading(draft: Draft) -> Leading:
    """As stated; where the row is silent, as Heli holds it of the same leader, else as is usual."""
    if draft.leading is not None:
        return draft.leading
    leader, held = draft.leader, draft.held
    pk = leader.pk if isinstance(leader, Organisation) else leader and leader.held and leader.held.pk
    if held is not None and pk is not None and pk == held.leader_id:
        return Leading(held.leading)
    sent = draft.kind is Kind.WORK_COMMITTEE and leader is not None and leader.kind == Kind.LOCAL_COMMITTEE
    return Leading.DISPATCHES if sent else Leading.LEADS


def _with_held(row: OrgRow, held: Organisation) -> OrgRow:
    unstated = row.nature is Nature.UNSTATED
    return replace(
        row,
        pk=held.pk,
        code=row.code or held.code,
        nature=Nature(held.nature) if unstated else row.nature,
        system=LeadershipSystem(held.system) if row.system is LeadershipSystem.UNSTATED else row.system,
        founded_on=row.founded_on or held.founded_on,
        note=row.note or held.note,
    )
