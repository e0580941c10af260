"""A 组织生活会 in its four stages (R01-20): what is done, what may be linked, what is put right. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict
from heli.orglife.catalogue import Preparation, PreparationRule, Stage
from heli.orgs.catalogue import BRANCH_KINDS

SOURCE = "《中国共产党支部工作条例（试行）》第十七条（R01-19、R01-20）"
MEETING = "org_life"
"""The kind of record that a 组织生活会 itself is."""
LONGEST = {"主题": 200, "支部存在的问题": 200, "整改措施": 300, "责任人": 60, "落实情况": 300, "原因": 200}


class Measure(NamedTuple):
    """A measure as far as the stages go."""

    due_on: date
    done: bool


class Item(NamedTuple):
    """One line of the checklist: what, whether it is done, and what shows it."""

    label: str
    done: bool
    said: str


class StageState(NamedTuple):
    """One stage with its lines; done when all of them are."""

    stage: Stage
    items: tuple[Item, ...]

    @property
    def done(self) -> bool:
        return all(item.done for item in self.items)


def stages(
    *,
    theme: str,
    evidence: Mapping[Preparation, int],
    held_on: date | None,
    measures: Sequence[Measure],
    today: date,
) -> tuple[StageState, ...]:
    """The four stages as they stand; `evidence` counts the records linked to each part of the preparation."""
    return (
        StageState(Stage.THEME, (Item("会议主题", bool(theme), theme or "还没有确定"),)),
        StageState(
            Stage.PREPARE,
            tuple(
                Item(
                    part.label,
                    bool(evidence.get(part)),
                    f"关联 {evidence[part]} 条记录" if evidence.get(part) else "还没有关联记录",
                )
                for part in Preparation
            ),
        ),
        StageState(
            Stage.MEET,
            (
                Item(
                    "会上查摆问题、批评和自我批评",
                    held_on is not None,
                    f"{held_on} 召开" if held_on else "还没有关联会议记录",
                ),
            ),
        ),
        StageState(Stage.RECTIFY, _rectifying(measures, today)),
    )


def _rectifying(measures: Sequence[Measure], today: date) -> tuple[Item, ...]:
    done = sum(one.done for one in measures)
    late = sum(not one.done and one.due_on < today for one in measures)
    said = f"{len(measures)} 项，已落实 {done} 项{f'，逾期 {late} 项' if late else ''}"
    return (
        Item("制定整改措施", bool(measures), f"{len(measures)} 项" if measures else "还没有整改措施"),
        Item("逐一落实", bool(measures) and done == len(measures), said if measures else "—"),
    )


def is_of_a_branch(org_kind: str) -> Verdict:
    """组织生活会 are held by branches; leading bodies have their 民主生活会."""
    if org_kind in BRANCH_KINDS:
        return Verdict.yes()
    return Verdict.no(
        "组织生活会由党支部召开；党组（党委）召开的是民主生活会。请选择党支部。",
        source=SOURCE,
        code="no-branch",
    )


def is_of_a_year(year: int, today: date) -> Verdict:
    """A year that the office can be working on: the last few, and this one."""
    if today.year - 5 <= year <= today.year:
        return Verdict.yes()
    return Verdict.no(
        f"{year} 年度不能登记，请填写 {today.year - 5} 至 {today.year} 年。", code="year-unlikely"
    )


def fits(**texts: str) -> Verdict:
    """Each text is there and no longer than its column; named as on the page."""
    for label, text in texts.items():
        if not text.strip():
            return Verdict.no(f"请填写{label}。", code="text-missing")
        if len(text.strip()) > LONGEST[label]:
            return Verdict.no(f"{label}最多 {LONGEST[label]} 个字，请缩短。", code="text-long")
    return Verdict.yes()


def theme_may_change(held_on: date | None) -> Verdict:
    """The theme is settled before the meeting, and is what the meeting was held about."""
    if held_on is None:
        return Verdict.yes()
    return Verdict.no(
        f"会议已于 {held_on} 召开，主题不再改动。确需更正的，请先取消会议记录的关联。",
        error=WrongState,
        code="theme-held",
    )


def can_be_evidence(
    rule: PreparationRule,
    *,
    kind: str,
    on: date,
    year: int,
    held_on: date | None,
    own: bool,
    withdrawn: bool,
) -> Verdict:
    """Whether a record shows a part of the preparation: of that branch, such a kind, before the meeting."""
    if not own or withdrawn:
        return Verdict.no("只能关联本支部没有作废的记录。", code="evidence-elsewhere")
    if kind not in rule.kinds:
        return Verdict.no(
            f"这一类记录不能作为“{rule.name}”的依据。", source=rule.source, code="evidence-kind"
        )
    first, last = evidence_days(rule, year, held_on)
    if first <= on <= last:
        return Verdict.yes()
    return Verdict.no(
        f"这条记录是 {on} 的，不在 {first} 至 {last} 之间，不是这次组织生活会的会前准备。",
        source=rule.source,
        code="evidence-day",
    )


def evidence_days(rule: PreparationRule, year: int, held_on: date | None) -> tuple[date, date]:
    """From when to when a preparation lies: before the meeting, or in the year where none was held yet.

    The meeting of a year may be held in the next one (R01-19 P), so its preparation may lie there too.
    """
    if held_on is None:
        return date(year, 1, 1), date(year + 1, 12, 31)
    return held_on - timedelta(days=rule.days_before), held_on


def can_be_the_meeting(
    *, kind: str, counts_in: int, year: int, own: bool, withdrawn: bool, taken: bool
) -> Verdict:
    """Whether a record is the 组织生活会 of that branch and year; `counts_in` is the year it counts for."""
    if not own or withdrawn or kind != MEETING:
        return Verdict.no("只能关联本支部没有作废的“组织生活会”记录。", code="meeting-elsewhere")
    if taken:
        return Verdict.no("这条会议记录已经关联到另一次组织生活会。", error=WrongState, code="meeting-taken")
    if counts_in == year:
        return Verdict.yes()
    return Verdict.no(
        f"这条记录计入 {counts_in} 年度，不是 {year} 年度的组织生活会。"
        "次年补开的，记录会议时须计入上一年度。",
        source=SOURCE,
        code="meeting-year",
    )


def is_prepared(states: Sequence[StageState]) -> Verdict:
    """Whether theme and preparation came before the meeting. What was held was held: this only names it."""
    missing = [item.label for state in states[:2] for item in state.items if not item.done]
    if not missing:
        return Verdict.yes()
    return Verdict.no(
        f"会前的步骤还缺：{'、'.join(missing)}。已经做过的，请关联已有的记录。",
        source=SOURCE,
        code="not-prepared",
    )


def is_held(held_on: date | None) -> Verdict:
    """Measures follow from what was found at the meeting: not before it."""
    if held_on is not None:
        return Verdict.yes()
    return Verdict.no(
        "整改措施在会后制定。请先记录会议，并在“召开会议”一步关联会议记录。",
        source=SOURCE,
        error=WrongState,
        code="not-held",
    )


def has_no_measures(count: int) -> Verdict:
    """A meeting that measures follow from stays linked."""
    if not count:
        return Verdict.yes()
    return Verdict.no(
        f"已有 {count} 项整改措施出自这次会议，不能取消关联。请先撤销那些措施。",
        error=WrongState,
        code="has-measures",
    )


def due_after(due_on: date, held_on: date) -> Verdict:
    """A deadline lies after the meeting, and within two years of it."""
    if held_on <= due_on <= held_on + timedelta(days=731):
        return Verdict.yes()
    return Verdict.no(
        f"完成时限 {due_on} 应在会议当天（{held_on}）以后、两年以内，请核对日期。", code="due-unlikely"
    )


def is_open(*, done: bool, withdrawn: bool) -> Verdict:
    """Whether a measure is still to be done."""
    if withdrawn:
        return Verdict.no("这项措施已经撤销。", error=WrongState, code="measure-withdrawn")
    if done:
        return Verdict.no("这项措施已经办结。", error=WrongState, code="measure-done")
    return Verdict.yes()


def kinds_shown(rules: Collection[PreparationRule]) -> set[str]:
    """All kinds of record that may be evidence of some part."""
    return {kind for rule in rules for kind in rule.kinds}
