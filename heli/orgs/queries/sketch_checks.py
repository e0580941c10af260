"""Whether what a sketch has become may stand: superiors of everything that got one, sizes of branches."""

from collections.abc import Iterable

from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import LEADING_KINDS, EventKind, Kind
from heli.orgs.models import Organisation, Unit
from heli.orgs.queries.sketch import Sketch, key_of
from heli.orgs.rules import changes as rules
from heli.orgs.rules.founding import found_so, left_behind, sent_out

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
        elif not one.outside and (one.pk is None or "parent_id" in told_of.get(one.pk, ())):
            yield rules.may_hang(one.name, one.kind, "", None)
        if leader is not None:
            lead = sketch.forest.nodes[leader]
            yield from _stands(sketch, one, lead, "领导党组（党委）")
            yield rules.may_lead(one.name, one.kind, lead.name, lead.kind, one.leading)
        if not one.outside and not sketch.change.restored and one.pk not in sketch.reopening:
            yield sent_out(
                one.name, one.kind, beneath=above is not None, led=leader is not None, leading=one.leading
            )
    yield from _set_up(sketch)
    yield from _left_behind(sketch)
    yield from _beneath_raised(sketch)
    yield from _sizes(sketch)


def _stands(sketch: Sketch, one: Organisation, superior: Organisation | None, what: str) -> Iterable[Verdict]:
    if superior is None or superior.pk is None:
        return
    gone = superior.closed_on is not None and superior.pk not in sketch.reopening
    if gone or superior.pk in sketch.closing:
        reason = f"“{one.name}”的{what}“{superior.name}”已撤销或同时撤销，请另选。"
        yield Verdict.no(reason, code="superior-closed")


def _set_up(sketch: Sketch) -> Iterable[Verdict]:
    """Those founded here as their kinds ask; bodies of another place follow their own superiors."""
    for key, founding in zip(sketch.plan.founded, sketch.change.founding, strict=True):
        one = sketch.forest.nodes[key]
        if not one.outside:
            covered = [sketch.units[name].pk for name in founding.covered]
            yield from found_so(
                one.name,
                one.kind,
                one.ends_on,
                sketch.units[founding.unit].pk,
                covered,
                sketch.change.happened_on,
            )


def _left_behind(sketch: Sketch) -> Iterable[Verdict]:
    """Told of who moves to another organ while the leading body stays: S000-40 lets it be so."""
    change = sketch.change
    if change.kind is not EventKind.MOVED or change.restored or not change.new_parent:
        return
    if change.new_leader is not None:
        return
    above = sketch.plan.by_pk[change.new_parent]
    if above.kind in LEADING_KINDS or above.kind == Kind.WORK_COMMITTEE:
        return
    moved = [sketch.plan.by_pk[pk] for pk in change.subjects]
    behind = [one for one in moved if sketch.forest.leader[key_of(one.pk)] and one.organ_id != above.organ_id]
    names = {} if change.new_unit or not behind else _unit_names(behind)
    for one in behind:
        leader = sketch.plan.name(sketch.forest.leader[key_of(one.pk)])
        yield left_behind(one.name, above.name, leader, names.get(one.unit_id, ""))


def _unit_names(of: Iterable[Organisation]) -> dict[int, str]:
    return dict(Unit.objects.filter(pk__in={one.unit_id for one in of}).values_list("pk", "name"))


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
