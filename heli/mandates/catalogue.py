"""Whose lists there are, how a list moves from draft to adopted, and the items that templates offer."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import TextChoices

from heli.accounts.catalogue import Office
from heli.kernel.catalogue import Entry, dated
from heli.kernel.transitions import TransitionTable
from heli.orgs.catalogue import BRANCH_KINDS, COMMITTEE_KINDS, Kind, LeadershipSystem, Nature


class Bearer(TextChoices):
    """Whose list it is (R07-04, S000-31, S000-39, S003-08)."""

    BODY = "body", "领导班子"
    SECRETARY = "secretary", "书记"
    MEMBER = "member", "班子成员"
    COMMITTEE = "committee", "机关党委"
    BRANCH = "branch", "党支部"

    @property
    def duty(self) -> str:
        """What the field calls the responsibility of this actor."""
        return _DUTIES[self]


_DUTIES = {
    Bearer.BODY: "主体责任",
    Bearer.SECRETARY: "第一责任人",
    Bearer.MEMBER: "一岗双责",
    Bearer.COMMITTEE: "直接责任",
    Bearer.BRANCH: "支部责任",
}
BODIES = (Kind.PARTY_GROUP, Kind.LEADING_COMMITTEE, Kind.LEADING_BODY)
"""Leading bodies of organs; what a local Party committee owes is not kept here."""
KINDS_OF: dict[Bearer, tuple[Kind, ...]] = {
    Bearer.BODY: BODIES,
    Bearer.SECRETARY: (*BODIES, *sorted(COMMITTEE_KINDS), *sorted(BRANCH_KINDS)),
    Bearer.MEMBER: BODIES,
    Bearer.COMMITTEE: tuple(sorted(COMMITTEE_KINDS)),
    Bearer.BRANCH: tuple(sorted(BRANCH_KINDS)),
}
OWN = frozenset({Bearer.BODY, Bearer.COMMITTEE, Bearer.BRANCH})
"""The list of the organisation itself: adopting it is what the plan's 制定责任清单 asks for."""
MEMBER_OFFICES = (Office.LEAD_DEPUTY, Office.LEAD_MEMBER)
MEETINGS: dict[Kind, tuple[str, ...]] = {
    **dict.fromkeys(BODIES, ("leading_meeting", "governance_study")),
    **dict.fromkeys(COMMITTEE_KINDS, ("committee_meeting",)),
    **dict.fromkeys(BRANCH_KINDS, ("committee", "assembly")),
}
"""The kinds of record at which an organisation of each kind decides on a list (S001-72)."""
FILED = "duty_list"
"""The kind of record that says that a list was made (duties/dated/record_kinds.toml)."""


class ListState(TextChoices):
    DRAFT = "draft", "草稿"
    ADOPTED = "adopted", "已审定"
    SUPERSEDED = "superseded", "已修订"
    DISCARDED = "discarded", "已放弃"


class Move(TextChoices):
    """What may happen to a version of a list; the value is the name of the action."""

    EDIT = "edit", "修改"
    ADOPT = "adopt", "审定"
    DISCARD = "discard", "放弃草稿"
    REVISE = "revise", "起草修订版"
    SUPERSEDE = "supersede", "由修订版取代"


LISTS = TransitionTable(
    ListState,
    transitions={
        ListState.DRAFT: {
            Move.EDIT: ListState.DRAFT,
            Move.ADOPT: ListState.ADOPTED,
            Move.DISCARD: ListState.DISCARDED,
        },
        ListState.ADOPTED: {Move.REVISE: ListState.ADOPTED, Move.SUPERSEDE: ListState.SUPERSEDED},
    },
    turn={ListState.DRAFT: "本组织起草，会议审定", ListState.ADOPTED: "本组织"},
)


class Group(TextChoices):
    """六大建设 and 党风廉政建设和反腐败 (S000-14, R07-05)."""

    POLITICAL = "political", "政治建设"
    THOUGHT = "thought", "思想建设"
    ORGANISATION = "organisation", "组织建设"
    STYLE = "style", "作风建设"
    DISCIPLINE = "discipline", "纪律建设"
    INSTITUTION = "institution", "制度建设"
    INTEGRITY = "integrity", "党风廉政建设和反腐败"


class Lane(TextChoices):
    """The three sides of a 机关党委's work (S000-37, R02-09)."""

    NONE = "", "不区分"
    ASSIST = "assist", "协助党组"
    DIRECT = "direct", "直接责任"
    AFFILIATED = "affiliated", "隶属单位具体领导"


class Core(TextChoices):
    """The four tasks of 机关党建 (S001-05)."""

    NONE = "", "不区分"
    POLITICS = "politics", "抓好政治建设"
    CENTRE = "centre", "围绕中心"
    TEAM = "team", "建设队伍"
    PEOPLE = "people", "服务群众"


class Mark(TextChoices):
    """How far the text behind an item was compared with the original (rules.md §0)."""

    VERIFIED = "V", "内容已核"
    SECOND_HAND = "G", "待核原文"
    UNSEEN = "O", "待核原文，未见出处"
    DISPUTED = "C", "说法不一，待核原文"


OFF = frozenset({Mark.UNSEEN, Mark.DISPUTED})
"""Items of these marks are offered only where the 工委 has taken them in."""


@dataclass(frozen=True, kw_only=True)
class Template(Entry):
    """An item that lists of some classes begin with; `name` is its text, an empty tuple means every one.

    `attached`: only 直属单位 (true) or 机关本级 (false); `with_committee`: only where a 支委会 is set up;
    `leads_attached`: only where the body leads a 直属单位 (S000-28). `office` bears it where somebody holds
    it, else the secretary; None: the post that the list is of.
    """

    bearers: tuple[Bearer, ...]
    group: Group
    mark: Mark
    kinds: tuple[Kind, ...] = ()
    natures: tuple[Nature, ...] = ()
    not_natures: tuple[Nature, ...] = ()
    systems: tuple[LeadershipSystem, ...] = ()
    attached: bool | None = None
    with_committee: bool | None = None
    leads_attached: bool = False
    office: Office | None = None
    lane: Lane = Lane.NONE
    core: Core = Core.NONE
    measures: str = ""
    deadline: str = "全年"
    month: int | None = None
    day: int | None = None

    @property
    def is_off(self) -> bool:
        """Whether it waits for the 工委 to take it in."""
        return self.mark in OFF


@dataclass(frozen=True, kw_only=True)
class Bound(Entry):
    """A lower bound of a fact about a secretary's year: `kinds` of organisation, and how many at least."""

    fact: str
    kinds: tuple[Kind, ...]
    least: int


_DATED = Path(__file__).parent / "dated"
TEMPLATES = dated(_DATED / "templates.toml", Template)
BOUNDS = dated(_DATED / "bounds.toml", Bound)
