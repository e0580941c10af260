"""先锋指数 of one review: which items, which marks, when it is confirmed; its sum, never stored (S001-53)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.reviews.catalogue import EXAMPLES, PARTS, PIONEER_SOURCE, Part, PioneerState
from heli.reviews.rules.steps import Standing, is_open

DOCUMENT = re.compile(r"[^\s〔〕，,。；;：:]{1,12}〔\d{4}〕\d{1,4}号")
"""A 文号, as 青直纪〔2026〕3号: all that is written beside 清零."""
LONGEST = 60
"""How long a fact or document may be: one line."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item as a branch has it on its list."""

    code: str
    name: str
    part: Part
    points: int


@dataclass(frozen=True, slots=True)
class Marked:
    """What a member was given for an item: `points` also where it takes off; the fact or document."""

    points: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """The sum of one member's marks, part by part."""

    basic: int
    more: int
    less: int
    cleared: bool

    @property
    def total(self) -> int:
        """基本 + 加分 - 扣分, never below nought; nought where it was cleared (R11 M6)."""
        return 0 if self.cleared else max(0, self.basic + self.more - self.less)


def examples(on: date) -> tuple[Item, ...]:
    """The items that a branch may choose from, in the order of the file."""
    return tuple(Item(one.id, one.name, one.part, one.points) for one in EXAMPLES().on(on))


def most(part: Part, on: date) -> int:
    """What the items of a part come to at most."""
    return PARTS().get(part.value, on).points


def is_finished(items: Iterable[Item], codes: Iterable[str]) -> bool:
    """Whether every item of 基本 was marked: only then is there an index; what is unknown is not nought."""
    return {one.code for one in items if one.part is Part.BASIC} <= set(codes)


def index(items: Iterable[Item], marks: Mapping[str, Marked]) -> Index | None:
    """The index of a member, None before all of 基本 is marked."""
    items = tuple(items)
    if not is_finished(items, marks):
        return None

    def of(part: Part) -> Iterator[int]:
        return (marks[one.code].points for one in items if one.part is part and one.code in marks)

    cleared = any(one.part is Part.CLEARED and one.code in marks for one in items)
    return Index(sum(of(Part.BASIC)), sum(of(Part.MORE)), sum(of(Part.LESS)), cleared)


def can_choose(found: Standing, *, marked: bool) -> Verdict:
    """Items are chosen before the first mark and before the grades are decided."""
    if not is_open(found):
        return is_open(found)
    if found.pioneer is PioneerState.CONFIRMED:
        return _is_not_confirmed(found)
    if found.decided:
        return _no("等次已经评定，本次评议不再选用先锋指数或调整条目。", "grades-decided")
    if marked:
        return _no(
            "已经开始评分，条目和分值不能再改。要改的，先停用（已评的分一并删除），再重新选用。", "marked"
        )
    return Verdict.yes()


def can_mark(found: Standing) -> Verdict:
    """While it is in use and not confirmed; afterwards the marks are frozen."""
    return all_of(is_open(found), _is_used(found), _is_not_confirmed(found))


def can_drop(found: Standing) -> Verdict:
    """It may be given up, with all marks, until it was confirmed."""
    return can_mark(found)


def can_confirm(found: Standing, unfinished: int) -> Verdict:
    """With the grades, at the same meeting, once everybody who has a grade was marked."""
    if not can_mark(found):
        return can_mark(found)
    if not found.decided:
        return _no(
            "请先登记评定的等次。先锋指数与等次在同一次会议上确认，在此之前只作评议的参考。", "not-decided"
        )
    if unfinished:
        return _no(
            f"还有 {unfinished} 名评定了等次的党员没有评完基本分，请评完再确认，或停用先锋指数。",
            "unfinished",
        )
    return Verdict.yes()


def list_holds(points: Mapping[str, int], on: date) -> Verdict:
    """A branch's list: items of the examples alone, 基本 in full, 加分 and 扣分 within their most."""
    known = {one.code: one for one in examples(on)}
    if set(points) - set(known):
        return Verdict.no("只能从示例条目中选用，请刷新页面后重新选择。", code="item-unknown")
    for code, given in points.items():
        if known[code].part is not Part.CLEARED and given < 1:
            return Verdict.no(
                f"“{known[code].name}”的分值应不少于 1 分；不用的条目请取消勾选。", code="points"
            )
    sums = {part: sum(given for code, given in points.items() if known[code].part is part) for part in Part}
    if sums[Part.BASIC] != most(Part.BASIC, on):
        reason = f"基本各项合计应为 {most(Part.BASIC, on)} 分，现在是 {sums[Part.BASIC]} 分，请调整。"
        return Verdict.no(reason, source=PARTS().get(Part.BASIC.value, on).source, code="basic-sum")
    for part in (Part.MORE, Part.LESS):
        if sums[part] > most(part, on):
            reason = f"{part.label}各项合计最多 {most(part, on)} 分，现在是 {sums[part]} 分，请调整。"
            return Verdict.no(reason, source=PARTS().get(part.value, on).source, code="part-sum")
    return Verdict.yes()


def marks_hold(items: Iterable[Item], marks: Mapping[str, Marked]) -> Verdict:
    """Marks of one member: on the list, within bounds, and outside 基本 with the fact or document."""
    known = {one.code: one for one in items}
    if set(marks) - set(known):
        return Verdict.no("条目已调整，请刷新页面后重新评分。", code="item-unknown")
    return all_of(*(mark_holds(known[code], mark) for code, mark in marks.items()))


def mark_holds(item: Item, mark: Marked) -> Verdict:
    """One mark: 清零 with a 文号 alone (R12-02), 基本 without words, 加分 and 扣分 with one line."""
    if item.part is Part.CLEARED:
        if mark.points == 0 and DOCUMENT.fullmatch(mark.reason):
            return Verdict.yes()
        reason = f"“{item.name}”只写文号，如“青直纪〔2026〕3号”，不写案情和处理经过。"
        return Verdict.no(reason, source="R12-02", code="document")
    least = 0 if item.part is Part.BASIC else 1
    if not least <= mark.points <= item.points:
        return Verdict.no(f"“{item.name}”应在 {least} 至 {item.points} 分之间。", code="points")
    if item.part is Part.BASIC:
        return Verdict.yes() if not mark.reason else Verdict.no("基本项只评分，不写理由。", code="reason")
    if not 2 <= len(mark.reason) <= LONGEST:
        reason = f"“{item.name}”请写明事实或文件，{LONGEST} 字以内。"
        return Verdict.no(reason, code="reason")
    return Verdict.yes()


def _is_used(found: Standing) -> Verdict:
    if found.pioneer is not PioneerState.UNUSED:
        return Verdict.yes()
    return _no("这次评议没有使用先锋指数。", "pioneer-unused")


def _is_not_confirmed(found: Standing) -> Verdict:
    if found.pioneer is not PioneerState.CONFIRMED:
        return Verdict.yes()
    return _no(
        "先锋指数已经确认，不能再改。确有差错的，没有办结的重新登记等次，已经办结的重新打开评议，"
        "更正后再次确认。",
        "pioneer-confirmed",
    )


def _no(reason: str, code: str) -> Verdict:
    return Verdict.no(reason, source=PIONEER_SOURCE, error=WrongState, code=code)
