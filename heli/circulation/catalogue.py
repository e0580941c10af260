"""States of a notice, what it asks for, whom it is for, and the numbers of its burden."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import TextChoices

from heli.kernel.catalogue import Entry, dated
from heli.kernel.transitions import TransitionTable
from heli.orgs.catalogue import BRANCH_KINDS, LEADING_KINDS, UNRECORDED_KINDS, Kind


class NoticeState(TextChoices):
    DRAFT = "draft", "草稿"
    SENT = "sent", "已发出"
    WITHDRAWN = "withdrawn", "已撤回"
    DISCARDED = "discarded", "已删去"


class NoticeAct(TextChoices):
    """What moves a notice on."""

    SEND = "send", "签发"
    DISCARD = "discard", "删去"
    WITHDRAW = "withdraw", "撤回"


NOTICES = TransitionTable(
    NoticeState,
    transitions={
        NoticeState.DRAFT: {
            NoticeAct.SEND: NoticeState.SENT,
            NoticeAct.DISCARD: NoticeState.DISCARDED,
        },
        NoticeState.SENT: {NoticeAct.WITHDRAW: NoticeState.WITHDRAWN},
    },
    turn={NoticeState.DRAFT: "签发人", NoticeState.SENT: "收到通知的党组织"},
)


class Asked(TextChoices):
    """What a notice asks of the organisations that it goes to."""

    MEMBERS = "members", "传达到党员"
    BRANCH = "branch", "传达到支部"
    READ = "read", "阅知"

    @property
    def done(self) -> str:
        """What the organisation says that it did."""
        return "已阅知" if self is Asked.READ else "已传达"

    @property
    def fields(self) -> int:
        """How many fields an organisation answers: the day, and of MEMBERS how many were told."""
        return 2 if self is Asked.MEMBERS else 1

    @property
    def filled(self) -> int:
        """How many of them Heli fills in: how many were told, from the roster."""
        return 1 if self is Asked.MEMBERS else 0


class Along(TextChoices):
    """By which of the two upward relations the audience lies beneath the sender."""

    AFFILIATION = "affiliation", "隶属"
    LEADERSHIP = "leadership", "领导"


class Place(TextChoices):
    """Which of the organisations of an organ: 机关本级, 直属单位 or both."""

    ANY = "", "不限"
    OWN = "own", "机关本级"
    ATTACHED = "attached", "直属单位"


ADDRESSED_KINDS: tuple[Kind, ...] = tuple(
    kind for kind in Kind if kind not in UNRECORDED_KINDS and kind not in LEADING_KINDS
)
"""Kinds that lie beneath a sender. A 党组 is not beneath the 工委, which writes to it by letter (S004-07)."""

CONVEYING_KINDS = BRANCH_KINDS
"""Who conveys to members: branches. What stands above them takes note."""


@dataclass(frozen=True, kw_only=True)
class Number(Entry):
    """One number of this package."""

    value: int


NUMBERS = dated(Path(__file__).parent / "dated" / "numbers.toml", Number)
