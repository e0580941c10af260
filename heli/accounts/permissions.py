"""The one table of rights: a permission is held through any of its alternatives.

An alternative is a conjunction of predicates on one holding, a post held today or a membership. The holding
gives its reach (`Scope.of`), unless the alternative says `only_own`. The matrix in
`docs/reference/permissions.md` is made by `matrix()`, which asks the same engine as every page.
Sources: S000-11, S000-12 (two lines of leadership), S000-40 (rights follow affiliation), R14-07.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from heli.accounts.catalogue import COMMITTEE_OFFICES, LEADING_OFFICES, Office, Permission, Reach
from heli.accounts.scope import Holding, Membership, PostHeld, Scope


@dataclass(frozen=True, slots=True)
class Predicate:
    """A test on a holding. `narrows` keeps what is gained to the holding's own organisation."""

    name: str
    test: Callable[[Holding], bool]
    narrows: bool = False


def _at(reach: Reach, name: str) -> Predicate:
    return Predicate(name, lambda held: isinstance(held, PostHeld) and held.reach is reach)


def _as(offices: Iterable[Office], name: str) -> Predicate:
    among = frozenset(offices)
    return Predicate(name, lambda held: isinstance(held, PostHeld) and held.office in among)


at_work_committee = _at(Reach.CITY, "在机关工委任职")
at_leading_body = _at(Reach.LED, "在党组（党委）任职")
at_committee = _at(Reach.BENEATH, "在机关党委、党委、党总支任职")
at_branch = _at(Reach.OWN, "在党支部任职")
as_leader = _as(LEADING_OFFICES, "党组书记、副书记、成员")
as_officer = _as(COMMITTEE_OFFICES, "书记、副书记、委员")
as_staff = _as({Office.STAFF}, "工作人员")
as_administrator = _as({Office.ADMINISTRATOR}, "管理员")
as_member = Predicate("本支部党员", lambda held: isinstance(held, Membership))
only_own = Predicate("只限本组织", lambda held: True, narrows=True)

_SEE = [
    [at_work_committee],
    [at_leading_body, as_leader],
    [at_leading_body, as_staff],
    [at_committee, as_officer],
    [at_committee, as_staff],
    [at_branch, as_officer],
    [at_branch, as_staff],
]
_ENTER = [
    [as_officer, only_own],
    [as_leader, only_own],
    [as_staff, only_own],
]
_CITY_WORK = [
    [at_work_committee, as_administrator],
    [at_work_committee, as_staff],
    [at_work_committee, as_officer],
]

PERMISSIONS: dict[Permission, list[list[Predicate]]] = {
    Permission.ORGANISATION_SEE: [*_SEE, [as_member]],
    Permission.MEMBER_SEE: _SEE,
    # Whoever keeps the roster tells two people of one name apart; a leading body does not need to.
    Permission.MEMBER_IDENTITY: [
        [at_work_committee, as_officer],
        [at_work_committee, as_staff],
        [at_committee, as_officer],
        [at_committee, as_staff],
        [at_branch, as_officer],
        [at_branch, as_staff],
    ],
    Permission.REQUIREMENT_SEE: [*_SEE, [as_member]],
    Permission.REQUIREMENT_SETTLE: _CITY_WORK,
    Permission.RECORD_SEE: [*_SEE, [as_member]],
    Permission.RECORD_ENTER: _ENTER,
    Permission.BOARD_SEE: _SEE,
    Permission.SCORE_SEE: _SEE,
    Permission.CIRCULAR_MAKE: _CITY_WORK,
    Permission.INTAKE_LOAD: _CITY_WORK,
    Permission.ACCOUNT_INVITE: [[at_work_committee, as_administrator]],
}


def scope_of(holdings: Iterable[Holding], permission: Permission) -> Scope:
    """What the holdings give together for `permission`; empty when none of them gives it."""
    held = tuple(holdings)
    return Scope.union(
        Scope.of(one, only_own=any(predicate.narrows for predicate in alternative))
        for alternative in PERMISSIONS[permission]
        for one in held
        if all(predicate.test(one) for predicate in alternative)
    )


_ROLES: tuple[tuple[str, Reach, Office], ...] = (
    ("机关工委书记、副书记、委员", Reach.CITY, Office.SECRETARY),
    ("机关工委工作人员", Reach.CITY, Office.STAFF),
    ("机关工委管理员", Reach.CITY, Office.ADMINISTRATOR),
    ("党组（党委）书记、副书记、成员", Reach.LED, Office.LEAD_SECRETARY),
    ("党组（党委）工作人员", Reach.LED, Office.STAFF),
    ("机关党委、党委、党总支书记、副书记、委员", Reach.BENEATH, Office.SECRETARY),
    ("机关党委、党委、党总支工作人员", Reach.BENEATH, Office.STAFF),
    ("党支部书记、副书记、委员", Reach.OWN, Office.SECRETARY),
    ("党支部工作人员", Reach.OWN, Office.STAFF),
    ("党小组组长", Reach.OWN, Office.GROUP_LEADER),
)


def matrix() -> list[tuple[str, ...]]:
    """Role × permission for the documentation: the heading, then for each role its reach in words.

    Every cell is asked of `scope_of`, so that the document cannot say what a page does not do.
    """
    posts: list[tuple[str, list[Holding]]] = [
        (role, [PostHeld(1, role, "0001", reach, office)]) for role, reach, office in _ROLES
    ]
    rows: list[tuple[str, list[Holding]]] = [*posts, ("党员", [Membership(1)]), ("没有任职的账号", [])]
    heading = ("职务", *(permission.label for permission in Permission))
    return [
        heading,
        *((role, *(in_words(scope_of(held, one)) for one in Permission)) for role, held in rows),
    ]


def in_words(scope: Scope) -> str:
    """How far a scope reaches, for the matrix and for 我的账号."""
    if scope.everything:
        return "全市"
    if scope.paths:
        return "本组织及下级"
    if scope.leaders:
        return "本组织及所领导的组织"
    return "本组织" if scope.organisations else "—"
