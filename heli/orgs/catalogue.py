"""Kinds of organisation, natures of unit, systems of leadership; synonyms and numbers stand in `dated/`."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import TextChoices

from heli.accounts.catalogue import Reach
from heli.kernel.catalogue import Entry, dated


class Kind(TextChoices):
    """组织类别. Order is rank in the tree, highest first (a cycle is refused at its highest)."""

    WORK_COMMITTEE = "work_committee", "机关工委"
    PARTY_GROUP = "party_group", "党组"
    LEADING_COMMITTEE = "leading_committee", "党组性质党委"
    LEADING_BODY = "leading_body", "部务会（室务会）"
    ORGAN_COMMITTEE = "organ_committee", "机关党委"
    COMMITTEE = "committee", "党委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    TEMPORARY_BRANCH = "temporary_branch", "临时党支部"


RANK = {kind: number for number, kind in enumerate(Kind)}
LEADING_KINDS = frozenset({Kind.PARTY_GROUP, Kind.LEADING_COMMITTEE, Kind.LEADING_BODY})
BRANCH_KINDS = frozenset({Kind.BRANCH, Kind.JOINT_BRANCH, Kind.TEMPORARY_BRANCH})
COMMITTEE_KINDS = frozenset({Kind.ORGAN_COMMITTEE, Kind.COMMITTEE, Kind.GENERAL_BRANCH})
TERM_KINDS = COMMITTEE_KINDS | {Kind.BRANCH, Kind.JOINT_BRANCH}


def reach_of(kind: str) -> Reach:
    """How far a post at an organisation of this kind sees."""
    if kind == Kind.WORK_COMMITTEE:
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
SYSTEM_WORDS = dated(_DATED / "systems.toml", Wording)
SETTING = dated(_DATED / "setting.toml", SettingNumber)
