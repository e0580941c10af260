"""The one table of rights: a permission is held through any of its alternatives.

An alternative is a conjunction of predicates on one holding, a post held today or a membership. The holding
gives its reach (`Scope.of`), unless the alternative says `only_own`. The matrix in
`docs/reference/permissions.md` is made by `matrix()`, which asks the same engine as every page.
Sources: S000-11, S000-12 (two lines of leadership), S000-40 (rights follow affiliation), R14-07.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from heli.accounts.catalogue import (
    ASSISTANTS,
    COMMITTEE_OFFICES,
    LEADING_OFFICES,
    SEPARATE_ADMINISTRATORS,
    Office,
    Permission,
    Reach,
)
from heli.accounts.scope import Holding, Membership, PostHeld, Scope


@dataclass(frozen=True, slots=True)
class Predicate:
    """A test on a holding. `narrows` keeps what is gained to the holding's own organisation, `steers` to
    what a body leads and does not only guide."""

    name: str
    test: Callable[[Holding], bool]
    narrows: bool = False
    steers: bool = False


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
as_clerk = _as(ASSISTANTS, "党务干事、党组秘书")
as_secretary = _as({Office.SECRETARY}, "书记")
as_leading_secretary = _as({Office.LEAD_SECRETARY, Office.GROUP_CLERK}, "党组书记、党组秘书")
as_administrator = _as({Office.ADMINISTRATOR}, "业务管理员")
as_system_admin = _as({Office.SYSTEM_ADMIN}, "系统管理员")
as_security_admin = _as({Office.SECURITY_ADMIN}, "安全管理员")
as_audit_admin = _as({Office.AUDIT_ADMIN}, "审计管理员")
in_business = _as(set(Office) - SEPARATE_ADMINISTRATORS, "非三员")
as_member = Predicate("本支部党员", lambda held: isinstance(held, Membership))
only_own = Predicate("只限本组织", lambda held: True, narrows=True)
steering = Predicate("限领导关系，不含指导督促", lambda held: True, steers=True)

_SEE = [
    [at_work_committee, in_business],
    [at_leading_body, as_leader],
    [at_leading_body, as_staff],
    [at_leading_body, as_clerk],
    [at_committee, as_officer],
    [at_committee, as_staff],
    [at_committee, as_clerk],
    [at_branch, as_officer],
    [at_branch, as_staff],
    [at_branch, as_clerk],
]
_ENTER = [
    [as_officer, only_own],
    [as_leader, only_own],
    [as_staff, only_own],
    [as_clerk, only_own],
]
_CITY_WORK = [
    [at_work_committee, as_administrator],
    [at_work_committee, as_staff],
    [at_work_committee, as_officer],
]
_BENEATH_WORK = [
    *_CITY_WORK,
    [at_committee, as_officer],
    [at_committee, as_staff],
]
_SENDERS = [
    [at_work_committee, as_staff, only_own],
    [at_work_committee, as_officer, only_own],
    [at_committee, as_officer, only_own],
    [at_committee, as_staff, only_own],
    [at_leading_body, as_leader, only_own],
]
_DRAFTERS = [
    [at_work_committee, as_clerk, only_own],
    [at_committee, as_clerk, only_own],
    [at_leading_body, as_clerk, only_own],
    [at_leading_body, as_staff, only_own],
]
# Who keeps the roster by trade; the 业务管理员 loads it and needs to know nobody in it.
_ROSTER = [
    [at_work_committee, as_officer],
    [at_work_committee, as_staff],
    [at_committee, as_officer],
    [at_committee, as_staff],
]

PERMISSIONS: dict[Permission, list[list[Predicate]]] = {
    Permission.ORGANISATION_SEE: [*_SEE, [as_member]],
    Permission.ORGANISATION_CHANGE: _BENEATH_WORK,  # which kinds a committee may change: heli.orgs
    Permission.TERM_KEEP: _BENEATH_WORK,
    Permission.POST_KEEP: [*_BENEATH_WORK, [at_leading_body, as_leader, only_own]],
    Permission.MEMBER_SEE: _SEE,
    # Whoever keeps the roster tells two people of one name apart; a leading body does not need to.
    Permission.MEMBER_IDENTITY: [*_ROSTER, [at_branch, as_officer], [at_branch, as_staff]],
    Permission.MEMBER_SENSITIVE: [*_ROSTER, [at_branch, as_secretary]],
    Permission.MEMBER_TRANSFER: [*_BENEATH_WORK, [at_branch, as_officer]],
    Permission.MEMBER_RECONCILE: _BENEATH_WORK,
    Permission.MEMBER_CHANGE: _BENEATH_WORK,
    Permission.REQUIREMENT_SEE: [*_SEE, [as_member]],
    Permission.REQUIREMENT_SETTLE: _CITY_WORK,
    Permission.PLAN_KEEP: _CITY_WORK,
    # Each hands down what it holds itself; to whom follows from both relations (heli.decomposition).
    Permission.TASK_HAND_DOWN: [
        *([*alternative, only_own] for alternative in _BENEATH_WORK),
        [at_leading_body, as_leader, only_own],
        [at_leading_body, as_staff, only_own],
    ],
    Permission.DUTY_DISPENSE: _BENEATH_WORK,
    # The judge is above whom he judges: heli.duties refuses the own organisation and the own entry.
    Permission.RECORD_VERIFY: [*_BENEATH_WORK, [at_leading_body, as_leader, steering]],
    Permission.RESPONSIBILITY_KEEP: [*_CITY_WORK, [at_leading_body, as_leading_secretary, steering]],
    Permission.MANDATE_ADOPT: [[as_officer, only_own], [as_leader, only_own]],
    Permission.RECORD_SEE: [*_SEE, [as_member]],
    Permission.RECORD_ENTER: _ENTER,
    # Who talked with whom stays in the branch: its officers alone, superiors see numbers (R01-24).
    Permission.TALK_KEEP: [[at_branch, as_officer]],
    Permission.REVIEW_SEE: _SEE,  # in numbers by grade; by name a branch's own officers alone
    Permission.REVIEW_HOLD: [[at_branch, as_officer]],
    # The Party committee above commends 优秀 and decides on 不合格 (R01-23): those by name, nobody else.
    Permission.REVIEW_NAMED: [[at_committee, as_officer]],
    # What was reported to an organisation and to those beneath it (heli.debriefing); the own report by GIVE.
    Permission.DEBRIEFING_SEE: _BENEATH_WORK,
    Permission.DEBRIEFING_HOLD: [
        [at_work_committee, as_officer, only_own],
        [at_work_committee, as_staff, only_own],
        [at_committee, as_officer, only_own],
        [at_committee, as_staff, only_own],
    ],
    Permission.DEBRIEFING_GIVE: [[as_officer, only_own], [as_leader, only_own]],
    # Whether whoever signs chaired the meeting, or is the secretary: heli.orglife.
    Permission.MINUTES_SIGN: [[as_officer, only_own], [as_leader, only_own]],
    Permission.BOARD_SEE: _SEE,
    Permission.SCORE_SEE: _SEE,
    # Each for those beneath itself: the 工委 reads schemes of a 机关党委 and does not write them (ADR 33).
    Permission.SCHEME_KEEP: [[*one, only_own] for one in _BENEATH_WORK],
    # A body adopts at a meeting; its officers and staff enter that it has, with the document.
    Permission.SCHEME_ADOPT: [
        [at_work_committee, as_officer, only_own],
        [at_work_committee, as_staff, only_own],
        [at_committee, as_officer, only_own],
        [at_committee, as_staff, only_own],
    ],
    Permission.SCORE_OBJECT: [[as_officer, only_own], [as_leader, only_own]],
    # The 工委 holds rounds and names 先锋支部; a 机关党委 gives its opinion of those beneath (heli.stars).
    Permission.STAR_KEEP: [[at_work_committee, as_officer], [at_work_committee, as_staff]],
    Permission.STAR_REVIEW: [[at_committee, as_officer, only_own], [at_committee, as_staff, only_own]],
    Permission.STAR_CLAIM: [[as_officer, only_own]],
    # Those above and the organisation itself, never another one; who lists and accepts: heli.weak (S001-49).
    Permission.WEAK_SEE: _SEE,
    Permission.WEAK_KEEP: [
        [at_work_committee, as_officer],
        [at_work_committee, as_staff],
        [at_committee, as_officer],
        [at_committee, as_staff],
    ],
    Permission.WEAK_MEND: [[as_officer, only_own], [as_staff, only_own], [as_clerk, only_own]],
    Permission.CIRCULAR_MAKE: _CITY_WORK,
    # A publication closes its days for the whole city, so that the 工委 alone holds gatherings (ADR 28).
    Permission.GATHERING_HOLD: [
        [at_work_committee, as_staff, only_own],
        [at_work_committee, as_officer, only_own],
    ],
    Permission.GATHERING_SPEAK: [
        [at_work_committee, as_staff, only_own],
        [as_officer, only_own],
        [as_leader, only_own],
    ],
    # In the name of the own organisation alone; those beneath send their own.
    Permission.NOTICE_DRAFT: [*_SENDERS, *_DRAFTERS],
    Permission.NOTICE_SEND: _SENDERS,
    Permission.STATISTICS_PUBLISH: _CITY_WORK,
    Permission.DICTIONARY_KEEP: _CITY_WORK,
    Permission.INTAKE_LOAD: _CITY_WORK,
    Permission.OWN_DATA: [[as_member]],
    Permission.DELEGATION_MAKE: [
        [as_officer, only_own],
        [as_leader, only_own],
        [as_staff, only_own],
        [as_administrator, only_own],
    ],
    Permission.RIGHTS_SEE: [[at_work_committee, as_security_admin]],
    Permission.ACCOUNT_INVITE: [[at_work_committee, as_administrator], [at_work_committee, as_system_admin]],
    Permission.ACCOUNT_CLOSE: [[at_work_committee, as_system_admin]],
    Permission.ACCOUNT_UNLOCK: [[at_work_committee, as_security_admin]],
    Permission.ACCOUNT_RESET: [[at_work_committee, as_security_admin]],
    Permission.AUDIT_READ: [[at_work_committee, as_audit_admin]],
}


def scope_of(holdings: Iterable[Holding], permission: Permission) -> Scope:
    """What the holdings give together for `permission`; empty when none of them gives it."""
    held = tuple(holdings)
    return Scope.union(
        Scope.of(
            one,
            only_own=any(predicate.narrows for predicate in alternative),
            steering=any(predicate.steers for predicate in alternative),
        )
        for alternative in PERMISSIONS[permission]
        for one in held
        if one.gives(permission) and all(predicate.test(one) for predicate in alternative)
    )
