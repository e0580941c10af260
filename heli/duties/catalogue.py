"""Cadences, states and sources; record kinds and the words of plans stand in `dated/`."""

from django.db.models import TextChoices

from heli.kernel.periods import PeriodKind


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


class RequirementState(TextChoices):
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


class RecordSource(TextChoices):
    PAGE = "page", "页面录入"
    IMPORT = "import", "台账导入"


class RecordForm(TextChoices):
    """Which fields a kind of record asks for."""

    MEETING = "meeting", "会议"
    DOCUMENT = "document", "材料"
