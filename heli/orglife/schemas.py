"""What /api/records takes in: a meeting held or a document filed, as the page 记录会议 asks for it."""

from typing import Literal

from pydantic import Field

from heli.orglife.catalogue import NOT_DUE, Absence
from heli.orglife.rules import Turnout
from heli.ui.api import Day, Given, Id, Words

Away = Literal["duty", "leave", "illness", "away", "other", "not_due"]
assert set(Away.__args__) == {*filter(None, Absence.values), NOT_DUE}  # type: ignore[attr-defined]  # noqa: S101


class AbsentIn(Given):
    """A member who was due and away, or who was not due at a 党小组会."""

    member: Id = Field(description="党员")
    reason: Away = Field(description="公务、请假、病休、外出、其他；not_due 为不属于本党小组")


class RecordIn(Given):
    """A fact to enter. Where the roster is known, everybody due who is not in `absent` was there."""

    organisation: Id = Field(description="党组织")
    kind: Words = Field(min_length=1, max_length=30, description="类型的代码")
    happened_on: Day = Field(description="发生的日期")
    topic: Words = Field(min_length=1, max_length=200, description="主题")
    chair: Words = Field(default="", max_length=60, description="主持人；会议必填")
    recorder: Words = Field(default="", max_length=60, description="记录人")
    text: Words = Field(default="", max_length=20_000, description="主要内容")
    absent: list[AbsentIn] = Field(default=[], max_length=500, description="缺席的党员和原因")
    due: int | None = Field(default=None, ge=1, le=99_999, description="应到人数，没有名册时填")
    present: int | None = Field(default=None, ge=1, le=99_999, description="实到人数，没有名册时填")
    counts_on: Day | None = Field(default=None, description="计入较早一期时，那一期中的日期")

    @property
    def numbers(self) -> Turnout | None:
        """How many were due and came, where both are told."""
        if self.due is None or self.present is None:
            return None
        return Turnout(self.due, self.present)

    @property
    def away(self) -> dict[str, str]:
        """Reasons by Person.key."""
        return {f"m{one.member}": one.reason for one in self.absent}
