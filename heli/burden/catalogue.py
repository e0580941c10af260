"""What can be reported as asked twice, how such a report moves, and what its answer may be."""

from enum import StrEnum

from django.db.models import TextChoices

from heli.kernel.transitions import TransitionTable


class RequestKind(StrEnum):
    """The two kinds of request that organisations answer."""

    REQUIREMENT = "requirement"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        """What it is called on screen."""
        return "年度任务" if self is RequestKind.REQUIREMENT else "通知"


class ReportState(TextChoices):
    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复"
    TAKEN_BACK = "taken_back", "已收回"


class ReportAct(TextChoices):
    """What moves a report on."""

    ANSWER = "answer", "答复"
    TAKE_BACK = "take_back", "收回"


REPORTS = TransitionTable(
    ReportState,
    transitions={
        ReportState.OPEN: {
            ReportAct.ANSWER: ReportState.ANSWERED,
            ReportAct.TAKE_BACK: ReportState.TAKEN_BACK,
        },
    },
    turn={ReportState.OPEN: "提出要求的组织"},
)


class Answer(TextChoices):
    """What the issuer says to a report."""

    MERGED = "merged", "合并"
    WITHDRAWN = "withdrawn", "撤回该要求"
    KEPT = "kept", "保留并说明理由"
