"""Which office an organisation can have, who may keep posts, and what stands against an appointment."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from heli.accounts.catalogue import (
    ASSISTANTS,
    COMMITTEE_OFFICES,
    LEADING_OFFICES,
    SECRETARIES,
    SEPARATE_ADMINISTRATORS,
    Office,
    Permission,
    Reach,
)
from heli.accounts.rules import may
from heli.accounts.scope import Target
from heli.kernel.action import Doer
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Strength, Verdict, all_of
from heli.orgs.catalogue import BRANCH_KINDS, LEADING_KINDS, SECOND_KINDS, SETTING, Kind, Placed, reach_of

_LEADING_OFFICE = {
    Office.SECRETARY: Office.LEAD_SECRETARY,
    Office.DEPUTY: Office.LEAD_DEPUTY,
    Office.COMMITTEE_MEMBER: Office.LEAD_MEMBER,
    Office.CLERK: Office.GROUP_CLERK,
}
_COMMITTEE_MOST = 7
_MEMBERS_OF_COMMITTEE = COMMITTEE_OFFICES - {Office.SECRETARY, Office.DEPUTY, Office.FULLTIME_DEPUTY}
SEPARATE = "三员分立：网络安全等级保护、涉密信息系统分级保护要求"
BRANCH_COMMITTEE = "《中国共产党支部工作条例（试行）》第二十一条（R01-28）"
SECRETARY_GROUND = "《中国共产党支部工作条例（试行）》第二十三条（R01-32）"
VACANCY_GROUND = "《中国共产党支部工作条例（试行）》（R01-33）"


class Appointed(NamedTuple):
    """A post as the rules of appointing see it; `valid_to` is the first day after."""

    office: Office
    name: str
    place: str
    valid_from: date
    valid_to: date | None = None

    def meets(self, other: "Appointed") -> bool:
        """Whether there is a day on which both are held."""
        return (self.valid_to is None or other.valid_from < self.valid_to) and (
            other.valid_to is None or self.valid_from < other.valid_to
        )


class Place(Placed, Target, Protocol):
    """An organisation as the rules of appointing see it."""

    @property
    def outside(self) -> bool: ...
    @property
    def founded_on(self) -> date | None: ...
    @property
    def closed_on(self) -> date | None: ...


class HeldPost(Protocol):
    """A post of an Actor."""

    @property
    def office(self) -> Office: ...


H = TypeVar("H", bound=HeldPost)


def office_at(kind: str, office: Office) -> Office:
    """The office as an organisation of this kind has it: the 书记 of a 党组 is its 党组书记."""
    return _LEADING_OFFICE.get(office, office) if kind in LEADING_KINDS else office


def can_have(organisation: Placed, office: Office) -> Verdict:
    """Whether an organisation of this kind and place has such an office at all."""
    kind = organisation.kind
    if office in SEPARATE_ADMINISTRATORS or office is Office.ADMINISTRATOR:
        fits = reach_of(organisation) is Reach.CITY
    elif office is Office.GROUP_LEADER:
        fits = kind in BRANCH_KINDS
    elif office in ASSISTANTS:
        fits = (office is Office.GROUP_CLERK) == (kind in LEADING_KINDS)
    elif office is not Office.STAFF:
        fits = (office in LEADING_OFFICES) == (kind in LEADING_KINDS)
    else:
        fits = True
    if fits:
        return Verdict.yes()
    return Verdict.no(f"{Kind(kind).label}不设“{office.label}”，请换一个职务。", code="office-not-here")


def offices_of(organisation: Placed) -> list[Office]:
    """The offices that this organisation can have, in the order of the catalogue."""
    return [office for office in Office if can_have(organisation, office)]


def may_keep_posts(by: Doer, organisation: Target) -> Verdict:
    """Whoever keeps the posts of that organisation: above all its own and upper committees, and the 工委."""
    return may(by, Permission.POST_KEEP, organisation)


def fits_the_life(new: Appointed, organisation: Place) -> Verdict:
    """A post begins and ends within the life of its organisation, and ends after it began.

    A body of another place or system has none here: rights follow from posts, accounts from them.
    """
    if organisation.outside:
        reason = "这个党组织在本系统以外，只记名称和关系，不在这里任职、不设账号。请在它自己的系统登记。"
        return Verdict.no(reason, code="post-outside")
    if new.valid_to is not None and new.valid_to <= new.valid_from:
        return Verdict.no("免职日期要晚于任职日期，请核对。", code="post-ends-before-start")
    if organisation.founded_on is not None and new.valid_from < organisation.founded_on:
        return Verdict.no(
            f"该组织 {organisation.founded_on} 批准成立，任职不能早于这一天。", code="post-before-founding"
        )
    if organisation.closed_on is not None and new.valid_from >= organisation.closed_on:
        return Verdict.no(
            f"该组织已于 {organisation.closed_on} 撤销，不能再任职。", code="post-after-closing"
        )
    return Verdict.yes()


def has_one_secretary(new: Appointed, there: Iterable[Appointed]) -> Verdict:
    """An organisation has one 书记 at a time (R01-28, R01-29)."""
    if new.office not in SECRETARIES:
        return Verdict.yes()
    other = next((one for one in there if one.office == new.office and one.meets(new)), None)
    if other is None:
        return Verdict.yes()
    return Verdict.no(
        f"{other.name}自 {other.valid_from} 起任{other.office.label}，"
        f"一个组织同时只有一名{other.office.label}。请先登记{other.name}的免职，再任命新的{other.office.label}。",
        source=BRANCH_COMMITTEE,
        error=WrongState,
        code="two-secretaries",
    )


def fits_the_size(new: Appointed, kind: str, members: int, full: int) -> Verdict:
    """A branch with fewer than seven full members has a 书记, a 副书记 where needed, and no 委员 (R01-29, H).

    Not of branches that nobody formally belongs to, nor of one whose roster Heli does not have.
    """
    counts = kind in BRANCH_KINDS and kind not in SECOND_KINDS and members > 0
    in_force = [one for one in SETTING().on(new.valid_from) if one.id == "no-branch-committee"]
    least = in_force[0] if counts and in_force and new.office in _MEMBERS_OF_COMMITTEE else None
    if least is None or full >= least.number:
        return Verdict.yes()
    return Verdict.no(
        f"名册中正式党员 {full} 人，不足 {least.number} 人的党支部只设书记，必要时设副书记 1 名，"
        f"不设支部委员会，不任命{new.office.label}。名册有误的，请先更正名册。",
        source=f"{least.source}（{least.rule}）",
        strength=least.strength,
        code="branch-too-small",
    )


def is_held_once(new: Appointed, there: Iterable[Appointed]) -> Verdict:
    """Nobody holds one office twice on the same day."""
    same = next((one for one in there if one[:2] == new[:2] and one.meets(new)), None)
    if same is None:
        return Verdict.yes()
    return Verdict.no(
        f"{new.name}自 {same.valid_from} 起已任{new.office.label}，不必再登记。",
        error=WrongState,
        code="post-held-already",
    )


def is_separate(new: Appointed, others: Iterable[Appointed]) -> Verdict:
    """三员: nobody is two of the three at once, nor one of the three beside a post of the business."""
    clash = next((one for one in others if one.meets(new) and _clash(new.office, one.office)), None)
    if clash is None:
        return Verdict.yes()
    return Verdict.no(
        f"{new.name}自 {clash.valid_from} 起任{clash.place}{clash.office.label}。"
        f"系统管理员、安全管理员、审计管理员不得互相兼任，也不得兼任业务职务；请另选一人，或先登记原职务的免职。",
        source=SEPARATE,
        code="administrators-not-separate",
    )


def without_conflict(posts: tuple[H, ...]) -> tuple[H, ...]:
    """The posts that give rights: one of the three administrators beside any other post gives none."""
    separate = {post.office for post in posts} & SEPARATE_ADMINISTRATORS
    if not separate or (len(separate) == 1 and len({post.office for post in posts}) == 1):
        return posts
    return tuple(post for post in posts if post.office not in SEPARATE_ADMINISTRATORS)


def has_separate_office(posts: Iterable[HeldPost]) -> bool:
    """Whether one of the three administrators is among the posts."""
    return any(post.office in SEPARATE_ADMINISTRATORS for post in posts)


def against_custom(
    new: Appointed, organisation: Place, there: Sequence[Appointed], joined: tuple[bool, date | None]
) -> list[Verdict]:
    """What a regulation generally asks (G): allowed with a written reason.

    `joined`: whether the person is on the roster, and since when a member.
    """
    if new.office not in COMMITTEE_OFFICES:
        return []
    known, joined_on = joined
    found: list[Verdict] = []
    if organisation.kind in BRANCH_KINDS and not known:
        found.append(
            _general(
                f"{new.name}不在本支部党员名册中；支部书记、委员一般由本支部党员担任。", BRANCH_COMMITTEE
            )
        )
    if new.office is Office.SECRETARY and joined_on is not None and (new.valid_from - joined_on).days < 365:
        found.append(_general(f"{new.name}党龄不足 1 年；支部书记一般应有 1 年以上党龄。", SECRETARY_GROUND))
    held = {one.name for one in there if one.office in COMMITTEE_OFFICES and one.meets(new)} | {new.name}
    if organisation.kind in BRANCH_KINDS and len(held) > _COMMITTEE_MOST:
        found.append(
            _general(
                f"任职后班子有 {len(held)} 人；支部委员会一般不超过 {_COMMITTEE_MOST} 人。", BRANCH_COMMITTEE
            )
        )
    return found


def weighed(objections: Sequence[Verdict], why: str) -> Verdict:
    """The first objection, unless a reason is written down for going on all the same."""
    return Verdict.yes() if why.strip() else all_of(*objections)


def can_end(post: Appointed, on: date, today: date) -> Verdict:
    """Whether a post may end on a day, the first on which it is no longer held."""
    if post.valid_to is not None and post.valid_to <= today:
        return Verdict.no(
            f"{post.place}{post.office.label} {post.name}已于 {post.valid_to} 卸任。",
            error=WrongState,
            code="post-ended",
        )
    if on < post.valid_from:
        return Verdict.no(
            f"免职日期不能早于任职日期 {post.valid_from}，请核对。", code="post-ends-before-start"
        )
    return Verdict.yes()


def _clash(one: Office, other: Office) -> bool:
    either = {one, other} & SEPARATE_ADMINISTRATORS
    return bool(either) and one != other


def _general(reason: str, source: str) -> Verdict:
    return Verdict.no(
        f"{reason}如确需如此，请写明原因。",
        source=source,
        strength=Strength.GENERAL,
        code="post-against-custom",
    )
