"""States of a delivery, the numbers of reminding, and which lines of 今日要务 may be told as they stand."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.db.models import TextChoices

from heli.kernel.catalogue import Entry, dated
from heli.kernel.transitions import TransitionTable


class DeliveryState(TextChoices):
    WAITING = "waiting", "待发送"
    TRYING = "trying", "发送中"
    SENT = "sent", "已发送"
    FAILED = "failed", "没有发出"
    DROPPED = "dropped", "不再发送"


class DeliveryAct(TextChoices):
    """What moves a delivery on."""

    BEGIN = "begin", "开始发送"
    SUCCEED = "succeed", "发出"
    RETRY = "retry", "稍后再试"
    GIVE_UP = "give_up", "不再重试"
    DROP = "drop", "本人已关闭"


DELIVERIES = TransitionTable(
    DeliveryState,
    transitions={
        DeliveryState.WAITING: {
            DeliveryAct.BEGIN: DeliveryState.TRYING,
            DeliveryAct.DROP: DeliveryState.DROPPED,
        },
        DeliveryState.TRYING: {
            DeliveryAct.SUCCEED: DeliveryState.SENT,
            DeliveryAct.RETRY: DeliveryState.WAITING,
            DeliveryAct.GIVE_UP: DeliveryState.FAILED,
        },
    },
    turn={DeliveryState.WAITING: "定时任务", DeliveryState.TRYING: "定时任务"},
)


class DigestLine(NamedTuple):
    """One line of a digest: which group, what, for which organisation, by when, where it leads."""

    turn: str
    what: str
    whom: str
    when: str
    url: str


class Told(NamedTuple):
    """What was last told of a line: whether it stood under 现在要办, and the rung that it had reached."""

    now: bool
    rung: int | None


@dataclass(frozen=True, kw_only=True)
class Numbers(Entry):
    """One or several numbers; what each is stands in the name."""

    values: tuple[int, ...]


REMINDING = dated(Path(__file__).parent / "dated" / "reminding.toml", Numbers)

NAMELESS = frozenset(
    {
        "duties",
        "decomposition",
        "elections",
        "orglife",
        "study",
        "intake",
        "circulation",
        "home",
        "orgs",
        "burden",
        "exchange",
    }
)
"""Packages whose lines on 今日要务 name organisations and duties only."""

GENERAL = {
    "members:transfer": "办理组织关系转接",
    "members:transfers": "办理组织关系转接",
    "members:data_requests": "答复更正本人数据的申请",
    "members:responsibilities": "处理一岗双责清单中失效的分管",
}
"""Pages whose lines may name a member, and what a digest says instead."""

UNNAMED = "一件待办事项，请在今日要务中查看"
"""What a digest says of a line of which it does not know that it names nobody."""
