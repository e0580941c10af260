"""Whether what a sketch has become may stand: superiors of everything that got one, sizes of branches."""

from collections.abc import Iterable

from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import EventKind
from heli.orgs.models import Organisation
from heli.orgs.queries.sketch import Sketch, key_of
from heli.orgs.rules import changes as rules

_RELATIONS = frozenset({"parent_id", "leader_id", "kind", "leading"})


def standing(sketch: Sketch) -> Iterable[Verdict]:
    """Both superiors of everything that got one, that was founded or lives again; sizes after a merge."""
    told_of = sketch.plan.told
    moved = [pk for pk, told in told_of.items() if told & _RELATIONS]
    keys = [key_of(pk) for pk in dict.fromkeys((*moved, *sketch.reopening))] + sketch.plan.founded
    for key in keys:
        one, parent, leader = sketch.forest.nodes[key], sketch.forest.parent[key], sketch.forest.leader[key]
        above = sketch.forest.nodes[parent] if parent else None
        yield from _stands(sketch, one, above, "上级党组织")
        if above is not None:
            yield rules.may_hang(one.name, one.kind, above.name, above.kind)
        elif one.pk is None or "parent_id" in told_of.get(one.pk, ()):
            yield rules.may_hang(one.name, one.kind, "", None)
        if leader is not None:
            lead = sketch.forest.nodes[leader]
            yield from _stands(sketch, one, lead, "领导党组（党委）")
            yield rules.may_lead(one.name, one.kind, lead.name, lead.kind, one.leading)
    yield from _beneath_raised(sketch)
    yield from _sizes(sketch)


def _stands(sketch: Sketch, one: Organisation, superior: Organisation | None, what: str) -> Iterable[Verdict]:
    if superior is None or superior.pk is None:
        return
    gone = superior.closed_on is not None and superior.pk not in sketch.reopening
    if gone or superior.pk in sketch.closing:
        reason = f"“{one.name}”的{what}“{superior.name}”已撤销或同时撤销，请另选。"
        yield Verdict.no(reason, code="superior-closed")


def _beneath_raised(sketch: Sketch) -> Iterable[Verdict]:
    """What hangs on an organisation whose kind changes must still be able to."""
    for pk, told in sketch.plan.told.items():
        above = sketch.plan.by_pk[pk]
        if "kind" in told and pk not in sketch.closing:
            for one in sketch.alive():
                if sketch.forest.parent[key_of(one.pk)] == key_of(pk):
                    yield rules.may_hang(one.name, one.kind, above.name, above.kind)


def _sizes(sketch: Sketch) -> Iterable[Verdict]:
    """Members after a merge or a split, as far as rosters tell them."""
    change = sketch.change
    if change.restored or change.ended:
        return
    subjects = [sketch.plan.by_pk[pk] for pk in change.subjects]
    heir = sketch.successor()
    if change.kind is EventKind.SPLIT:
        one = subjects[0]
        into = len(change.founding) + (change.successor == one.pk)
        known = one.full_count if one.is_branch and one.member_count else None
        yield from rules.split_faults(one.name, known, into, change.happened_on)
    elif heir is not None and change.kind in {EventKind.MERGED, EventKind.CLOSED}:
        node = sketch.forest.nodes[heir]
        joined = [one for one in (node, *subjects) if one.member_count]
        members = sum(one.member_count for one in joined) or None
        full = sum(one.full_count for one in joined) if members else None
        yield from rules.size_faults(node.name, node.kind, full, members, change.happened_on)
