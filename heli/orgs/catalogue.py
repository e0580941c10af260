"""Kinds of organisation, natures of unit, systems of leadership; synonyms and numbers stand in `dated/`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.db.models import TextChoices

from heli.accounts.catalogue import Reach
from heli.kernel.catalogue import Entry, dated


class Kind(TextChoices):
    """组织类别. Order is rank in the tree, highest first (a cycle is refused at its highest)."""

    LOCAL_COMMITTEE = "local_committee", "地方党委"
    WORK_COMMITTEE = "work_committee", "机关工委"
    PARTY_GROUP = "party_group", "党组"
    LEADING_COMMITTEE = "leading_committee", "党组性质党委"
    LEADING_BODY = "leading_body", "部务会（室务会）"
    ORGAN_COMMITTEE = "organ_committee", "机关党委"
    COMMITTEE = "committee", "党委"
    DISCIPLINE_COMMITTEE = "discipline_comm", "机关纪委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    TEMPORARY_BRANCH = "temporary_branch", "临时党支部"
    RETIRED_BRANCH = "retired_branch", "离退休党支部"
    MOBILE_BRANCH = "mobile_branch", "流动党员党支部"
    PROJECT_BRANCH = "project_branch", "项目党组织"
    DUAL_BRANCH = "dual_branch", "兼合式党支部"


RANK = {kind: number for number, kind in enumerate(Kind)}
LEADING_KINDS = frozenset({Kind.LOCAL_COMMITTEE, Kind.PARTY_GROUP, Kind.LEADING_COMMITTEE, Kind.LEADING_BODY})
BRANCH_KINDS = frozenset(
    {
        Kind.BRANCH,
        Kind.JOINT_BRANCH,
        Kind.TEMPORARY_BRANCH,
        Kind.RETIRED_BRANCH,
        Kind.MOBILE_BRANCH,
        Kind.PROJECT_BRANCH,
        Kind.DUAL_BRANCH,
    }
)
SECOND_KINDS = frozenset({Kind.TEMPORARY_BRANCH, Kind.MOBILE_BRANCH, Kind.PROJECT_BRANCH, Kind.DUAL_BRANCH})
"""Organisations that one may belong to besides the formal one (R01-05, R01-08, R01-09, S001-10)."""
UNRECORDED_KINDS = frozenset({Kind.LOCAL_COMMITTEE, Kind.WORK_COMMITTEE})
"""Whose own meetings and papers are not recorded here: no kind of record is theirs."""
COMMITTEE_KINDS = frozenset({Kind.ORGAN_COMMITTEE, Kind.COMMITTEE, Kind.GENERAL_BRANCH})
TERM_KINDS = COMMITTEE_KINDS | {
    Kind.DISCIPLINE_COMMITTEE,
    Kind.BRANCH,
    Kind.JOINT_BRANCH,
    Kind.RETIRED_BRANCH,
}


class Placed(Protocol):
    """An organisation as far as the reach of its posts follows from it."""

    @property
    def kind(self) -> str: ...
    @property
    def parent(self) -> "Placed | None": ...


def reach_of(organisation: Placed) -> Reach:
    """How far a post at the organisation sees; of 工委 beneath one another only the topmost sees the city."""
    kind, parent = organisation.kind, organisation.parent
    if kind == Kind.WORK_COMMITTEE and (parent is None or parent.kind != Kind.WORK_COMMITTEE):
        return Reach.CITY
    if kind in LEADING_KINDS:
        return Reach.LED
    return Reach.OWN if kind in BRANCH_KINDS else Reach.BENEATH


class Nature(TextChoices):
    """单位性质 (S000-65, S001-59)."""

    ORGAN = "organ", "机关"
    INSTITUTION = "institution", "事业单位"
    ENTERPRISE = "enterprise", "国有企业"
    SOCIAL = "social", "社会组织"
    TOWNSHIP = "township", "乡镇街道"
    FINANCE = "finance", "金融机构"
    ASSOCIATION = "association", "行业协会"
    UNSTATED = "unstated", "未注明"


class LeadershipSystem(TextChoices):
    """领导体制, the two of S000-66."""

    UNDER_COMMITTEE = "under_committee", "党委领导下的行政领导人负责制"
    BY_HEAD = "by_head", "行政领导人负责制"
    UNSTATED = "unstated", "未注明"


class Leading(TextChoices):
    """领导关系: what the upper end may do (R08-05); a Party committee sends out its 工委 (S004-05)."""

    LEADS = "leads", "领导"
    GUIDES = "guides", "指导督促"
    DISPATCHES = "dispatches", "派出"


class Dictionary(TextChoices):
    """Dictionaries that an office edits itself: 单位职能 (S000-26), 内设类别 (S000-43)."""

    FUNCTION = "function", "单位职能"
    INNER = "inner", "内设类别"


class BranchFunction(TextChoices):
    """What a temporary branch does not do (R01-05)."""

    ADMIT = "admit", "发展党员"
    DISCIPLINE = "discipline", "处分处置党员"
    DUES = "dues", "收缴党费"
    DELEGATES = "delegates", "选举党代表"
    ELECTION = "election", "换届"


class EventKind(TextChoices):
    """组织变动. 恢复 undoes a closing; an undoing carries the kind that describes what it does."""

    FOUNDED = "founded", "设立"
    RENAMED = "renamed", "更名"
    RAISED = "raised", "升格"
    MOVED = "moved", "划转"
    MERGED = "merged", "合并"
    SPLIT = "split", "拆分"
    CLOSED = "closed", "撤销"
    REOPENED = "reopened", "恢复"


class EventRole(TextChoices):
    """As what an organisation takes part in an event."""

    SUBJECT = "subject", "变动组织"
    SUCCESSOR = "successor", "承接组织"
    FOUNDED = "founded", "新设组织"
    ALONG = "along", "随同调整"


class TermChange(TextChoices):
    """What may be decided about a term (R03-02)."""

    EXTENDED = "extended", "延期换届"
    ADVANCED = "advanced", "提前换届"


class TermStepKind(TextChoices):
    """Steps towards an election that Heli follows (R01-34, R03-12)."""

    NOTICE = "notice", "换届提醒"
    REQUEST = "request", "换届请示"


@dataclass(frozen=True, kw_only=True)
class Wording(Entry):
    """How offices write one value of an enumeration; `id` is the value."""

    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SettingNumber(Entry):
    """A number that a regulation sets for how organisations are set up; `rule` is its ID in the rule pack."""

    rule: str
    number: int


_DATED = Path(__file__).parent / "dated"
KIND_WORDS = dated(_DATED / "kinds.toml", Wording)
NATURE_WORDS = dated(_DATED / "natures.toml", Wording)
LEADING_WORDS = dated(_DATED / "leadings.toml", Wording)
SYSTEM_WORDS = dated(_DATED / "systems.toml", Wording)
SETTING = dated(_DATED / "setting.toml", SettingNumber)
TERMS = dated(_DATED / "terms.toml", SettingNumber)
