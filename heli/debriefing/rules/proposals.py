"""测算: the proposal for a grade from the marks of the groups and the 党建考核 (R10-05, R10-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from heli.debriefing.catalogue import Grade
from heli.kernel.verdict import Verdict

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Scale:
    """What a mark of each grade is worth, and from which result on the grade is proposed."""

    worth: Mapping[Grade, int]
    line: Mapping[Grade, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """What one group said of one reporter: votes by grade, None before its vote was counted."""

    group: str
    weight: int
    votes: Mapping[Grade, int] | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The result of 100 with what it is made of; `rated` and `work` None where that part is not known.

    `left_out` names the groups without a valid mark: unknown is not zero, their weight falls to the others.
    """

    result: Decimal | None
    grade: Grade | None
    rated: Decimal | None
    work: Decimal | None
    left_out: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """How it came about, in one sentence."""
        if self.result is None:
            return "还没有测评结果，不能测算"
        parts = [f"测评 {self.rated} 分"] if self.rated is not None else []
        parts.append(f"党建考核 {self.work} 分" if self.work is not None else "党建考核得分未知，未计入")
        missing = f"；{'、'.join(self.left_out)}没有有效票，未计入" if self.left_out else ""
        return f"{'，'.join(parts)}{missing}"


def mean(votes: Mapping[Grade, int], worth: Mapping[Grade, int]) -> Decimal | None:
    """What the marks of one group are worth on average; None where nobody marked (弃权 does not count)."""
    number = sum(votes.values())
    if not number:
        return None
    return Decimal(sum(worth[grade] * many for grade, many in votes.items())) / number


def rated(marks: Sequence[Marks], worth: Mapping[Grade, int]) -> tuple[Decimal | None, tuple[str, ...]]:
    """The weighted mean of the groups that marked, and the names of those that did not."""
    means = [(one, None if one.votes is None else mean(one.votes, worth)) for one in marks]
    known = [(one.weight, value) for one, value in means if value is not None]
    left_out = tuple(one.group for one, value in means if value is None)
    whole = sum(weight for weight, _ in known)
    if not whole:
        return None, left_out
    total = sum((weight * value for weight, value in known), Decimal(0)) / whole
    return total, left_out


def work_out(marks: Sequence[Marks], work: Decimal | None, share: int, scale: Scale) -> Proposal:
    """`share` per cent from the marks, the rest from the 党建考核; the marks alone where that is unknown."""
    value, left_out = rated(marks, scale.worth)
    if value is None:
        return Proposal(None, None, None, work, left_out)
    result = value if work is None else (share * value + (100 - share) * work) / 100
    rounded = result.quantize(CENT, ROUND_HALF_UP)
    return Proposal(rounded, grade_of(rounded, scale), value.quantize(CENT, ROUND_HALF_UP), work, left_out)


def grade_of(result: Decimal, scale: Scale) -> Grade:
    """The best grade whose line the result reaches; a line belongs to its grade."""
    return next((grade for grade in Grade if result >= scale.line[grade]), Grade.POOR)


def is_a_scale(scale: Scale) -> Verdict:
    """Worth and lines fall from 好 to 差, and every result has a grade."""
    for values, what in ((scale.worth, "每票分值"), (scale.line, "分数线")):
        told = [values[grade] for grade in Grade]
        if any(not 0 <= one <= 100 for one in told) or told != sorted(set(told), reverse=True):
            return Verdict.no(f"{what}应在 0 至 100 之间，从好到差依次降低，请核对。", code="scale-order")
    if scale.line[Grade.POOR] != 0:
        return Verdict.no("“差”的分数线应为 0，使每个结果都有等次。", code="scale-open")
    return Verdict.yes()


def weights_fit(weights: Mapping[str, int]) -> Verdict:
    """Groups by name, with weights that make 100."""
    if not weights:
        return Verdict.no("请至少填写一个测评主体及其权重。", code="no-group")
    if any(weight < 1 for weight in weights.values()):
        return Verdict.no("每个测评主体的权重应为 1 至 100 的整数。", code="weight-number")
    total = sum(weights.values())
    if total != 100:
        reason = f"各测评主体的权重合计 {total}，应等于 100，请调整。"
        return Verdict.no(reason, code="weights-do-not-add-up")
    return Verdict.yes()
