"""Transfers as a table of moves, what may be put right, and the numbers for both and for staff."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import TextChoices

from heli.kernel.catalogue import Entry, dated
from heli.kernel.transitions import TransitionTable
from heli.members.catalogue.people import (
    PHONE_FIELD,
    WAGE_FIELD,
    TransferAct,
    TransferReach,
    TransferState,
)


class Side(TextChoices):
    """Whose a move of a transfer is: never one branch's towards another (R09-06)."""

    BRANCH = "branch", "转出党支部"
    ORIGIN = "origin", "转出方基层党委"
    DESTINATION = "destination", "转入方基层党委"


TRANSFERS = TransitionTable(
    TransferState,
    transitions={
        TransferState.REQUESTED: {
            TransferAct.RELEASE: TransferState.RELEASED,
            TransferAct.ACCEPT: TransferState.ACCEPTED,
            TransferAct.REFUSE: TransferState.REFUSED,
            TransferAct.WITHDRAW: TransferState.WITHDRAWN,
        },
        TransferState.RELEASED: {
            TransferAct.ACCEPT: TransferState.ACCEPTED,
            TransferAct.RECEIPT: TransferState.ACCEPTED,
            TransferAct.REFUSE: TransferState.REFUSED,
            TransferAct.PROLONG: TransferState.RELEASED,
        },
    },
    turn={TransferState.REQUESTED: Side.ORIGIN.label, TransferState.RELEASED: Side.DESTINATION.label},
)

_ASKED = {TransferAct.REFUSE: Side.ORIGIN, TransferAct.WITHDRAW: Side.BRANCH}
MOVES: dict[TransferReach, dict[TransferState, dict[TransferAct, Side]]] = {
    TransferReach.WITHIN: {TransferState.REQUESTED: {TransferAct.ACCEPT: Side.ORIGIN, **_ASKED}},
    TransferReach.BETWEEN: {
        TransferState.REQUESTED: {TransferAct.RELEASE: Side.ORIGIN, **_ASKED},
        TransferState.RELEASED: {
            TransferAct.ACCEPT: Side.DESTINATION,
            TransferAct.REFUSE: Side.DESTINATION,
            TransferAct.PROLONG: Side.ORIGIN,
        },
    },
    TransferReach.OUT: {
        TransferState.REQUESTED: {TransferAct.RELEASE: Side.ORIGIN, **_ASKED},
        TransferState.RELEASED: {
            TransferAct.RECEIPT: Side.ORIGIN,
            TransferAct.REFUSE: Side.ORIGIN,
            TransferAct.PROLONG: Side.ORIGIN,
        },
    },
}
"""What may be done on a transfer by its reach and state, the next step first, and whose it is. Within one
基层党委 it releases and accepts in one step; out of the city the other side answers by 回执 (R09-09)."""


class Sensitive(TextChoices):
    """What is shown of a person only to who may, one by one, and leaves a trace."""

    PHONE = "phone", "手机号码"
    WAGE_BASE = "wage_base", "月工资基数"

    @property
    def context(self) -> str:
        """The name that binds what is encrypted to its column."""
        return {"phone": PHONE_FIELD, "wage_base": WAGE_FIELD}[self.value]


class DataField(TextChoices):
    """What a member may ask to have put right."""

    NAME = "name", "姓名"
    SEX = "sex", "性别"
    BORN_ON = "born_on", "出生日期"
    EDUCATION = "education", "学历"
    JOINED_ON = "joined_on", "入党时间"
    FULL_ON = "full_on", "转正时间"
    PHONE = "phone", "手机号码"
    WAGE_BASE = "wage_base", "月工资基数"
    MEMBERSHIP = "membership", "组织关系、党员类别、人员类别"
    POSTS = "posts", "党内职务"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class MemberNumber(Entry):
    """A number that a regulation or the office sets for members; `rule` is its ID in the rule pack."""

    rule: str
    number: int


_DATED = Path(__file__).parent.parent / "dated"
TRANSFER_NUMBERS = dated(_DATED / "transfers.toml", MemberNumber)
STAFFING_NUMBERS = dated(_DATED / "staffing.toml", MemberNumber)

DELEGATION_MOST_DAYS = 183
"""How long a delegation may last: an absence. A parameter of our own; longer is a case for an appointment."""
