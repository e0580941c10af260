"""Kinds of talks, and the dated numbers: how often a year, from when what is missing is reminded of."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import TextChoices

from heli.kernel.catalogue import Entry, dated

HEART_TALK = "heart_talk"
"""The kind of record that a branch's duty of 谈心谈话 is fulfilled by (duties/dated/record_kinds.toml)."""
TOGETHER_TOPIC = "集中谈心谈话"
COVERED_TOPIC = "谈心谈话（全年覆盖）"


class TalkKind(TextChoices):
    """Between whom, or on which occasion (R01-24, R01-25)."""

    COMMITTEE_AND_MEMBER = "committee_member", "支委与党员"
    AMONG_COMMITTEE = "committee", "支委之间"
    AMONG_MEMBERS = "members", "党员之间"
    BEFORE_MEETING = "before_meeting", "组织生活会前"
    SPECIAL = "special", "特殊情况"


@dataclass(frozen=True, kw_only=True)
class Number(Entry):
    """A number of 谈心谈话."""

    number: int


NUMBERS = dated(Path(__file__).parent / "dated" / "talks.toml", Number)
