"""Cadences, states and sources; record kinds and the words of plans, read from `dated/`."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db.models import TextChoices

from heli.kernel.catalogue import Entry, dated
from heli.kernel.periods import PeriodKind
from heli.orgs.catalogue import Kind


class Cadence(TextChoices):
    """How often a requirement is owed. Each regular cadence has its PeriodKind in PERIOD_OF."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF = "half", "每半年"
    YEAR = "year", "每年一次"
    TRIGGERED = "triggered", "事项触发"
    UNDECIDED = "undecided", "待明确"


PERIOD_OF: dict[str, PeriodKind] = {
    Cadence.MONTH: PeriodKind.MONTH,
    Cadence.QUARTER: PeriodKind.QUARTER,
    Cadence.HALF: PeriodKind.HALF,
    Cadence.YEAR: PeriodKind.YEAR,
}


class Trigger(TextChoices):
    """What makes a triggered duty exist; only a trigger that Heli has a source for makes one."""

    NONE = "", "无"
    TERM_END = "term_end", "任期届满"
    MEETING = "meeting", "会议议定"
    RECEIPT = "receipt", "收到文件"


class PlanState(TextChoices):
    """A plan written on the page is a draft until the 工委 issues it; a loaded one was issued on paper."""

    DRAFT = "draft", "起草中"
    ISSUED = "issued", "已下达"


class Line(TextChoices):
    """From which of two lines a task comes: the trade's superior, or the place's committee (S001-38)."""

    UNSAID = "", "未注明"
    TRADE = "trade", "条（上级业务部门）"
    PLACE = "place", "块（本级党委）"


class RequirementState(TextChoices):
    DRAFT = "draft", "起草中"
    ACTIVE = "active", "执行中"
    UNDECIDED = "undecided", "待明确"
    WITHDRAWN = "withdrawn", "已撤回"


class OpenPoint(TextChoices):
    """What a requirement's text leaves open; each is one question on the decisions list."""

    OWNER = "owner", "责任单位"
    DEADLINE = "deadline", "完成时限"
    EVIDENCE = "evidence", "对应的履职记录"


class DutyState(TextChoices):
    """Where a duty stands on a day; glyphs stand in `heli.ui`."""

    NOT_DUE = "not_due", "未到期"
    DUE_SOON = "due_soon", "将到期"
    ON_TIME = "on_time", "按期"
    LATE = "late", "逾期完成"
    OVERDUE = "overdue", "逾期"
    UNKNOWN = "unknown", "未知"
    WAIVED = "waived", "免除"


class Dispensing(TextChoices):
    """What a superior grants of one duty: that it need not be done, or may be done later."""

    WAIVER = "waiver", "免除"
    EXTENSION = "extension", "延期"


class Checked(TextChoices):
    """What a superior last said of a record; only the latest counts, all that were said are kept."""

    OPEN = "", "未核实"
    VERIFIED = "verified", "已核实"
    RETURNED = "returned", "已退回"


class RecordSource(TextChoices):
    PAGE = "page", "页面录入"
    IMPORT = "import", "台账导入"


class RecordForm(TextChoices):
    """Which fields a kind of record asks for."""

    MEETING = "meeting", "会议"
    DOCUMENT = "document", "材料"


class Roster(StrEnum):
    """Who is due at a meeting of a kind; `heli.orglife` knows the persons."""

    ALL = "all"
    FULL = "full"
    COMMITTEE = "committee"
    GROUP = "group"
    LEADING = "leading"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class RecordKind(Entry):
    """A kind of record: its form, who may record it, who is due, and what ledgers call it."""

    form: RecordForm
    org_kinds: tuple[Kind, ...]
    roster: Roster
    synonyms: tuple[str, ...] = ()


class FormField(TextChoices):
    """One thing that the page 记录会议 asks for; the roster with all its ticks is one."""

    KIND = "kind", "类型"
    HAPPENED_ON = "happened_on", "日期"
    TOPIC = "topic", "主题"
    ATTENDANCE = "attendance", "到会情况"
    DUE = "due", "应到人数"
    PRESENT = "present", "实到人数"
    CHAIR = "chair", "主持人（主讲人）"
    RECORDER = "recorder", "记录人（经办人）"
    TEXT = "text", "主要内容"


@dataclass(frozen=True, kw_only=True)
class FormFields(Entry):
    """What the page asks for records of these kinds, and what of it Heli fills in from what it knows.

    Today's date, with which the page begins, is a guess and is not counted as filled in.
    """

    kinds: tuple[str, ...]
    asked: tuple[FormField, ...]
    filled: tuple[FormField, ...]


@dataclass(frozen=True, kw_only=True)
class FulfilmentWords(Entry):
    """Words of 具体举措 and 佐证材料 → kinds of record. Any word of a group of `measure` meets the group."""

    measure: tuple[tuple[str, ...], ...]
    evidence: tuple[str, ...]
    kinds: tuple[str, ...]
    chair_is_secretary: bool = False
    committee_only: bool = False


@dataclass(frozen=True, kw_only=True)
class OwnerWords(Entry):
    """Words of 责任单位 → kinds of organisation; `vague` words name nobody in particular."""

    words: tuple[str, ...]
    kinds: tuple[Kind, ...]
    attached: bool | None = None
    term_ending: bool = False
    vague: bool = False


@dataclass(frozen=True, kw_only=True)
class DeadlineWords(Entry):
    """A wording of 完成时限: what it means, or nothing where it is left for the office to decide."""

    pattern: str
    cadence: Cadence = Cadence.UNDECIDED
    trigger: Trigger = Trigger.NONE
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern cannot be read: {error}") from error


@dataclass(frozen=True, kw_only=True)
class Parameter(Entry):
    """A number that an office may set otherwise."""

    value: int


_DATED = Path(__file__).parent / "dated"
RECORD_KINDS = dated(_DATED / "record_kinds.toml", RecordKind)
FULFILMENT_WORDS = dated(_DATED / "fulfilment_words.toml", FulfilmentWords)
OWNER_WORDS = dated(_DATED / "owner_words.toml", OwnerWords)
DEADLINE_WORDS = dated(_DATED / "deadline_words.toml", DeadlineWords)
FORM_FIELDS = dated(_DATED / "form_fields.toml", FormFields)
PARAMETERS = dated(_DATED / "parameters.toml", Parameter)
