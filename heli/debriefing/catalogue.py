"""Relations, grades, groups, chapters and numbers of 述职评议, read from `dated/`; its steps and words."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import TextChoices

from heli.accounts.catalogue import Office
from heli.ballots.catalogue import ABSTENTION
from heli.kernel.catalogue import Entry, dated
from heli.orgs.catalogue import Kind

REPORT_KIND = "secretary_report"
"""The kind of record that a report handed in is (`heli/duties/dated/record_kinds.toml`)."""
MENDED_KIND = "debriefing_rectification"
"""The kind of record that a list of rectification worked off is; it fulfils the duty that the list made."""
MENDING_TITLE = "书记抓党建述职评议整改"
"""What the plan and its one item are called under which those duties stand."""


class Grade(TextChoices):
    """综合评价等次, the four of R10-04; the same words stand on the ballot."""

    GOOD = "good", "好"
    FAIR = "fair", "较好"
    PLAIN = "plain", "一般"
    POOR = "poor", "差"


MARKS = (*(grade.label for grade in Grade), ABSTENTION)
"""What stands on the ballot beside each name."""


class Manner(TextChoices):
    """How a reporter reports (R10-05)."""

    ON_SPOT = "on_spot", "现场述职"
    WRITTEN = "written", "书面述职"


class Phase(TextChoices):
    """述前, 述中, 述后 (R10-05)."""

    BEFORE = "before", "述前"
    DURING = "during", "述中"
    AFTER = "after", "述后"


class Step(TextChoices):
    """What is to be done next on a round, in this order."""

    PLAN = "plan", "印发方案"
    REPORT = "report", "报送书面述职报告"
    RATE = "rate", "点评和测评"
    DECIDE = "decide", "审定等次"
    FEED_BACK = "feed_back", "面对面反馈"
    CLOSE = "close", "办结"
    DONE = "done", "已办结"


class Suggests(TextChoices):
    """Whom a group's list of raters begins with."""

    OWN = "own", "组织方班子成员"
    REPORTERS = "reporters", "述职人"
    NONE = "none", "不预填"


class Begins(TextChoices):
    """With what a chapter of a report is filled in."""

    NOTHING = "", "不预填"
    RECTIFICATION = "rectification", "上年整改清单"
    FIGURES = "figures", "本年应办事项"
    ATTACHED = "attached", "直属单位党组织"


@dataclass(frozen=True, kw_only=True)
class Relation(Entry):
    """Who reports to whom; the first of `offices` is the rule."""

    kinds: tuple[Kind, ...]
    offices: tuple[Office, ...]
    to: tuple[Kind, ...]
    level: int


@dataclass(frozen=True, kw_only=True)
class GradeRule(Entry):
    """What a mark is worth, from which result on the grade is proposed, what follows from it (R10-08)."""

    worth: int
    line: int
    follows: str


@dataclass(frozen=True, kw_only=True)
class GroupRule(Entry):
    """A group that a round begins with."""

    to: tuple[Kind, ...]
    weight: int
    suggests: Suggests


@dataclass(frozen=True, kw_only=True)
class ChapterRule(Entry):
    """One chapter of a report, for reporters of these levels."""

    hint: str
    levels: tuple[int, ...]
    attached: bool = False
    required: bool = True
    begins: Begins = Begins.NOTHING


@dataclass(frozen=True, kw_only=True)
class RoundRule(Entry):
    """When a round is held, the share of the 测评 in the proposal (per cent), the deciding meetings."""

    first_month: int
    first_day: int
    last_month: int
    last_day: int
    rating_share: int
    meetings: tuple[str, ...]


_DATED = Path(__file__).parent / "dated"
RELATIONS = dated(_DATED / "relations.toml", Relation)
GRADES = dated(_DATED / "grades.toml", GradeRule)
GROUPS = dated(_DATED / "groups.toml", GroupRule)
CHAPTERS = dated(_DATED / "chapters.toml", ChapterRule)
ROUNDS = dated(_DATED / "parameters.toml", RoundRule)

SOURCE = "《党委（党组）书记抓基层党建工作述职评议考核办法（试行）》（R10-01 至 R10-09）"
LEVELS = {1: "党组（党委）书记", 2: "机关党委书记", 3: "党总支、党支部书记"}
"""The three levels of 联述联评联考 (S001-74)."""
