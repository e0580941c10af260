"""The one table of rights: a permission is held through any of its alternatives.

An alternative names offices (which posts), and a reach (how far such a post sees for this
permission). The matrix in `docs/reference/permissions.md` is generated from here.
Sources: S000-11, S000-12 (two lines of leadership), S000-40 (rights follow affiliation), R14-07.
"""

from collections.abc import Callable
from dataclasses import dataclass

from heli.accounts.actor import Actor, PostHeld, Scope
from heli.accounts.catalogue import COMMITTEE_OFFICES, LEADING_OFFICES, Office, Permission, Reach

OfficeTest = Callable[[PostHeld], bool]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A test on a post, with the words that the generated matrix shows."""

    name: str
    test: OfficeTest


def _at(reach: Reach, name: str) -> Predicate:
    return Predicate(name, lambda post: post.reach is reach)


def _as(offices: frozenset[Office], name: str) -> Predicate:
    return Predicate(name, lambda post: post.office in offices)


at_work_committee = _at(Reach.CITY, "在机关工委任职")
at_leading_body = _at(Reach.LED, "在党组（党委）任职")
at_committee = _at(Reach.BENEATH, "在机关党委、党委、党总支任职")
at_branch = _at(Reach.OWN, "在党支部任职")
as_leader = _as(LEADING_OFFICES, "党组书记、副书记、成员")
as_officer = _as(COMMITTEE_OFFICES, "书记、副书记、委员")
as_staff = _as(frozenset({Office.STAFF}), "工作人员")
as_administrator = _as(frozenset({Office.ADMINISTRATOR}), "管理员")
wide = Predicate("所及范围", lambda post: True)
only_own = Predicate("仅本组织", lambda post: True)
as_plain_member = Predicate("本人所在党支部", lambda post: False)

_SEE = [
    [at_work_committee, wide],
    [at_leading_body, as_leader, wide],
    [at_leading_body, as_staff, wide],
    [at_committee, as_officer, wide],
    [at_committee, as_staff, wide],
    [at_branch, as_officer],
    [at_branch, as_staff],
]
_ENTER = [
    [at_leading_body, as_leader, only_own],
    [at_leading_body, as_staff, only_own],
    [at_committee, as_officer, only_own],
    [at_committee, as_staff, only_own],
    [at_branch, as_officer, only_own],
    [at_branch, as_staff, only_own],
]
_CITY_WORK = [
    [at_work_committee, as_administrator],
    [at_work_committee, as_staff],
    [at_work_committee, as_officer],
]

PERMISSIONS: dict[Permission, list[list[Predicate]]] = {
    Permission.ORGANISATION_SEE: [*_SEE, [as_plain_member]],
    Permission.MEMBER_SEE: _SEE,
    Permission.REQUIREMENT_SEE: [*_SEE, [as_plain_member]],
    Permission.RECORD_SEE: [*_SEE, [as_plain_member]],
    Permission.BOARD_SEE: _SEE,
    Permission.SCORE_SEE: _SEE,
    Permission.RECORD_ENTER: _ENTER,
    Permission.REQUIREMENT_SETTLE: _CITY_WORK,
    Permission.CIRCULAR_MAKE: _CITY_WORK,
    Permission.INTAKE_LOAD: _CITY_WORK,
    Permission.ACCOUNT_INVITE: [[at_work_committee, as_administrator]],
}


def scope_of(actor: Actor, permission: Permission) -> Scope:
    """The union of what each alternative gives; see `Scope`."""
    parts: list[tuple[PostHeld, bool]] = []
    own: list[int] = []
    for alternative in PERMISSIONS[permission]:
        if as_plain_member in alternative:
            own.extend([actor.branch_id] if actor.branch_id is not None else [])
            continue
        narrow = only_own in alternative
        parts.extend((post, narrow) for post in actor.posts if all(p.test(post) for p in alternative))
    return _union(parts, own)


def _union(parts: list[tuple[PostHeld, bool]], own: list[int]) -> Scope:
    paths: set[str] = set()
    leaders: set[int] = set()
    organisations = set(own)
    for post, narrow in parts:
        if narrow or post.reach is Reach.OWN:
            organisations.add(post.organisation_id)
        elif post.reach is Reach.CITY:
            return Scope(everything=True)
        elif post.reach is Reach.LED:
            leaders.add(post.organisation_id)
            organisations.add(post.organisation_id)
        else:
            paths.add(post.path)
    return Scope(
        paths=tuple(sorted(paths)), leaders=tuple(sorted(leaders)), organisations=tuple(sorted(organisations))
    )
