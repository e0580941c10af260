"""States of a task handed down and of a deadline proposed, each as two tables; layers, ways and numbers."""

from pathlib import Path

from django.db.models import TextChoices

from heli.duties.catalogue import Parameter
from heli.kernel.catalogue import dated
from heli.kernel.transitions import TransitionTable
from heli.orgs.catalogue import LEADING_KINDS, Kind

DEEPEST = 5
"""工委 → 党组 → 机关党委 → 基层党委 → 党总支 → 党支部: five steps down are the most (S000-19)."""


class TaskState(TextChoices):
    """Where a task stands at the organisation that it was handed to; the first is where each begins."""

    HANDED = "handed", "待签收"
    DIRECT = "direct", "直接下达，未签收"
    INSISTED = "insisted", "坚持下达，待签收"
    RETURNED = "returned", "已退回"
    TAKEN_UP = "taken_up", "已签收"
    BROKEN_DOWN = "broken_down", "已分解"
    TAKEN_BACK = "taken_back", "已收回"

    @property
    def glyph(self) -> str:
        """A shape for each, which survives grey print."""
        return _GLYPHS[self]


_GLYPHS = {
    TaskState.HANDED: "○",
    TaskState.DIRECT: "◌",
    TaskState.INSISTED: "◎",
    TaskState.RETURNED: "△",
    TaskState.TAKEN_UP: "●",
    TaskState.BROKEN_DOWN: "▼",
    TaskState.TAKEN_BACK: "―",
}


class TaskAct(TextChoices):
    """What is done to a task."""

    TAKE_UP = "take_up", "签收"
    RETURN = "return", "退回"
    BREAK_DOWN = "break_down", "分解"
    HAND_DIRECTLY = "hand_directly", "改为直接下达"
    AMEND = "amend", "修改后重新下达"
    INSIST = "insist", "坚持下达"
    TAKE_BACK = "take_back", "收回"


RECEIVER, GIVER = "承办组织", "下达组织"

_WAITING: dict[str, TaskState] = {TaskAct.TAKE_UP: TaskState.TAKEN_UP, TaskAct.RETURN: TaskState.RETURNED}
_BACK: dict[str, TaskState] = {TaskAct.TAKE_BACK: TaskState.TAKEN_BACK}
TASKS = TransitionTable(
    TaskState,
    transitions={
        TaskState.HANDED: {**_WAITING, TaskAct.HAND_DIRECTLY: TaskState.DIRECT, **_BACK},
        # Broken down by the superior in its stead, it is still not taken up.
        TaskState.DIRECT: {**_WAITING, TaskAct.BREAK_DOWN: TaskState.DIRECT, **_BACK},
        TaskState.INSISTED: {TaskAct.TAKE_UP: TaskState.TAKEN_UP, **_BACK},
        TaskState.RETURNED: {
            TaskAct.AMEND: TaskState.HANDED,
            TaskAct.INSIST: TaskState.INSISTED,
            **_BACK,
        },
        TaskState.TAKEN_UP: {TaskAct.BREAK_DOWN: TaskState.BROKEN_DOWN},
        TaskState.BROKEN_DOWN: {TaskAct.BREAK_DOWN: TaskState.BROKEN_DOWN},
    },
    turn={
        TaskState.HANDED: RECEIVER,
        TaskState.DIRECT: RECEIVER,
        TaskState.INSISTED: RECEIVER,
        TaskState.RETURNED: GIVER,
        TaskState.TAKEN_UP: RECEIVER,
        TaskState.BROKEN_DOWN: RECEIVER,
    },
)

WAITING = frozenset({TaskState.HANDED, TaskState.DIRECT, TaskState.INSISTED})
"""Nobody has taken it up yet."""
HELD = frozenset({TaskState.TAKEN_UP, TaskState.BROKEN_DOWN})
"""Somebody has."""
OPEN = WAITING | {TaskState.RETURNED}
"""Not taken up, and not taken back either: what the list of 未承接 is made of (S000-48)."""
GIVERS = frozenset({TaskAct.HAND_DIRECTLY, TaskAct.AMEND, TaskAct.INSIST, TaskAct.TAKE_BACK})
"""What is done by whoever handed the task down; taking up and returning are its receiver's."""


class ProposalState(TextChoices):
    """Where a proposed deadline stands. No day moves before its receiver agrees, or its giver insists."""

    OPEN = "open", "待答复"
    ANSWERED = "answered", "有不同意见"
    PASSED_ON = "passed_on", "待下级答复"
    IN_FORCE = "in_force", "已生效"
    DROPPED = "dropped", "已撤回"


class ProposalAct(TextChoices):
    """What is done to a proposed deadline; `PASS_ON` where what was broken down falls due later still."""

    ACCEPT = "accept", "同意"
    PASS_ON = "pass_on", "征求下级意见"
    ANSWER = "answer", "提出不同意见"
    INSIST = "insist", "坚持调整"
    DROP = "drop", "撤回"


_DROP: dict[str, ProposalState] = {ProposalAct.DROP: ProposalState.DROPPED}
_INSIST: dict[str, ProposalState] = {
    ProposalAct.INSIST: ProposalState.IN_FORCE,
    ProposalAct.PASS_ON: ProposalState.PASSED_ON,
}
PROPOSALS = TransitionTable(
    ProposalState,
    transitions={
        ProposalState.OPEN: {
            ProposalAct.ACCEPT: ProposalState.IN_FORCE,
            ProposalAct.ANSWER: ProposalState.ANSWERED,
            **_INSIST,
            **_DROP,
        },
        ProposalState.ANSWERED: {**_INSIST, **_DROP},
        ProposalState.PASSED_ON: {ProposalAct.ACCEPT: ProposalState.IN_FORCE, **_DROP},
    },
    turn={
        ProposalState.OPEN: RECEIVER,
        ProposalState.ANSWERED: GIVER,
        ProposalState.PASSED_ON: "承办组织的下级",
    },
)
UNSETTLED = frozenset({ProposalState.OPEN, ProposalState.ANSWERED, ProposalState.PASSED_ON})


class Way(TextChoices):
    """By which of the two relations the 工委 hands down (S000-11, S000-12, S000-19)."""

    LEADING = "leading", "经党组（党委）"
    AFFILIATED = "affiliated", "直达机关党委"


class Layer(TextChoices):
    """各层 of S004-12, by the kind of the organisation on the day that it was handed to it."""

    BODY = "body", "党组（党委）"
    ORGAN = "organ", "机关党委"
    BASE = "base", "基层党委、党总支"
    BRANCH = "branch", "党支部"


LAYER_OF: dict[str, Layer] = {
    **{kind.value: Layer.BRANCH for kind in Kind},
    **{kind.value: Layer.BODY for kind in LEADING_KINDS},
    Kind.WORK_COMMITTEE.value: Layer.ORGAN,
    Kind.ORGAN_COMMITTEE.value: Layer.ORGAN,
    Kind.DISCIPLINE_COMMITTEE.value: Layer.ORGAN,
    Kind.COMMITTEE.value: Layer.BASE,
    Kind.GENERAL_BRANCH.value: Layer.BASE,
}

PARAMETERS = dated(Path(__file__).parent / "dated/numbers.toml", Parameter)
