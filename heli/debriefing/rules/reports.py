"""One reporter: report, remark, feedback, and his list of rectification (R10-05 … R10-09, S000-35)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from heli.debriefing.catalogue import CHAPTERS, SOURCE, ChapterRule
from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.verdict import Verdict

LEAST = 10
"""Signs below which a chapter says nothing."""


@dataclass(frozen=True, slots=True)
class State:
    """Where one reporter stands, with his round."""

    issued: bool
    handed_in: bool
    remarked: bool
    decided: bool
    closed: bool
    giver_signed: bool = False
    reporter_signed: bool = False
    fed_back: bool = False
    listed: int = 0
    handed_down: bool = False
    undone: int = 0


def chapters_of(level: int, *, has_attached: bool, on: date) -> tuple[ChapterRule, ...]:
    """The chapters of a report; that on 直属单位 only where there are any (S000-75, R10-09)."""
    found = (one for one in CHAPTERS().on(on) if level in one.levels)
    return tuple(one for one in found if has_attached or not one.attached)


def is_attached_left_out(level: int, *, has_attached: bool, on: date) -> bool:
    """Whether 抓直属单位 is 不适用 and has to be said so."""
    return not has_attached and any(one.attached and level in one.levels for one in CHAPTERS().on(on))


def is_whole(chapters: Sequence[ChapterRule], texts: Mapping[str, str]) -> Verdict:
    """Every chapter that must be there says something; 抓直属单位 first (S000-75, R10-09)."""
    missing = [one for one in chapters if one.required and len(texts.get(one.id, "").strip()) < LEAST]
    for one in missing:
        if one.attached:
            return Verdict.no(
                f"述职报告缺少“{one.name}”，不能报送。本组织有直属单位党组织，这一部分必须写。",
                source=one.source, code="attached-missing",
            )  # fmt: skip
    if missing:
        names = "、".join(f"“{one.name}”" for one in missing)
        return Verdict.no(
            f"{names}还没有写，至少写 {LEAST} 个字再报送。", source=missing[0].source, code="chapter-missing"
        )
    return Verdict.yes()


def is_the_reporter(*, same: bool) -> Verdict:
    """The report, the confirmation and the list are the reporter's own (R10-06 亲自撰写)."""
    if same:
        return Verdict.yes()
    return Verdict.no(
        "只有述职人本人可以办理。述职人没有账号的，由组织方登记纸质材料。",
        error=NotAllowed,
        code="not-the-reporter",
    )


def is_the_giver(*, same: bool, giver: str) -> Verdict:
    """Who gave the feedback confirms it himself."""
    if same:
        return Verdict.yes()
    return Verdict.no(
        f"反馈由反馈人 {giver} 本人确认。换人反馈的，请先修改反馈人；当面签了纸的，登记为纸质签字。",
        error=NotAllowed, code="not-the-giver",
    )  # fmt: skip


def can_write(found: State) -> Verdict:
    """Until it was handed in."""
    if found.closed:
        return Verdict.no("这次述职评议已经办结，不再改动。", error=WrongState, code="debriefing-closed")
    if found.handed_in:
        return Verdict.no(
            "述职报告已经报送。需要修改的，请组织方退回。", error=WrongState, code="handed-in-already"
        )
    return Verdict.yes()


def can_hand_in(found: State) -> Verdict:
    if not can_write(found):
        return can_write(found)
    if not found.issued:
        return Verdict.no("方案还没有印发，可以先起草，印发后再报送。", error=WrongState, code="not-issued")
    return Verdict.yes()


def can_give_back(found: State) -> Verdict:
    """A report is given back to be put right before it was commented on."""
    if not found.handed_in:
        return Verdict.no("述职报告还没有报送。", error=WrongState, code="not-handed-in")
    if found.remarked or found.decided or found.closed:
        return Verdict.no("已经点评，述职报告不能再退回。", error=WrongState, code="remarked-already")
    return Verdict.yes()


def can_remark(found: State) -> Verdict:
    """一述一评: after the report, before the grade."""
    if not found.handed_in:
        return Verdict.no(
            "述职报告还没有报送，报送以后再点评。",
            source="一述一评（R10-05）",
            error=WrongState,
            code="report-first",
        )
    if found.decided or found.closed:
        return Verdict.no("等次已经审定，点评不能再改。", error=WrongState, code="decided-already")
    return Verdict.yes()


def remark_fits(spoken_on: date, first: date, today: date, problems: str) -> Verdict:
    """On a day of the round, and names a problem (R10-01 重在解决问题)."""
    if not first <= spoken_on <= today:
        reason = f"点评日期应在述职评议开始（{first}）以后、今天以前，请核对。"
        return Verdict.no(reason, code="remark-day")
    if len(problems.strip()) < LEAST:
        reason = f"点评要指出具体问题：“指出的问题”至少写 {LEAST} 个字，请补充。"
        return Verdict.no(reason, source="重在解决问题（R10-01）", code="remark-empty")
    return Verdict.yes()


def can_feed_back(found: State) -> Verdict:
    """After the grade was adopted, until somebody signed."""
    if not found.decided:
        return Verdict.no(
            "审定等次以后再反馈。",
            source="面对面反馈考核结果（S000-35）",
            error=WrongState,
            code="not-decided",
        )
    if found.closed or found.giver_signed or found.reporter_signed:
        return Verdict.no("反馈已有人签字确认，不能再改。", error=WrongState, code="signed-already")
    return Verdict.yes()


def feedback_fits(given_on: date, decided_on: date, today: date, giver: str, problems: str) -> Verdict:
    """Face to face, after the meeting, by somebody, with what to put right (S000-35)."""
    if not decided_on <= given_on <= today:
        reason = f"反馈日期应在审定之日（{decided_on}）至今天之间，请核对。"
        return Verdict.no(reason, code="feedback-day")
    if not giver.strip() or len(problems.strip()) < LEAST:
        reason = f"请填写反馈人和反馈的问题，问题至少写 {LEAST} 个字。"
        return Verdict.no(reason, code="feedback-empty")
    return Verdict.yes()


def can_sign(found: State, *, signed: bool) -> Verdict:
    if not found.fed_back:
        return Verdict.no("还没有登记反馈，登记后再确认。", error=WrongState, code="not-fed-back")
    if signed or found.closed:
        return Verdict.no("已经确认过了。", error=WrongState, code="signed-already")
    return Verdict.yes()


def can_list(found: State) -> Verdict:
    """The list of rectification is written after the grade, until it was approved (R10-07)."""
    if not found.decided:
        return Verdict.no("审定等次以后再制定整改清单。", source=SOURCE, error=WrongState, code="not-decided")
    if found.handed_down:
        return Verdict.no("整改清单已经批准下达，不能再改。", error=WrongState, code="handed-down-already")
    return Verdict.yes()


def item_fits(problem: str, measure: str, due_on: date, decided_on: date, today: date) -> Verdict:
    """A problem with a measure and a day that is still to come."""
    if not problem.strip() or not measure.strip():
        return Verdict.no("请填写问题和整改措施。", code="item-empty")
    if due_on < max(decided_on, today):
        return Verdict.no("整改期限应在今天以后，请改正。", code="item-day")
    if (due_on - decided_on).days > 366:
        return Verdict.no("整改期限不超过一年，下一年度述职时要报告整改结果，请提前。", code="item-late")
    return Verdict.yes()


def can_hand_down(found: State) -> Verdict:
    """The organiser approves a list that has something on it (R10-07 报批后印发)."""
    if not can_list(found):
        return can_list(found)
    if not found.listed:
        return Verdict.no(
            "整改清单还是空的，述职人填写后再批准。",
            source="整改方案、整改责任清单（R10-07）",
            code="list-empty",
        )
    return Verdict.yes()


def can_finish(found: State, *, done: bool, done_on: date, how: str, today: date) -> Verdict:
    """An item of an approved list is done once, by now, with what came of it."""
    if not found.handed_down:
        return Verdict.no("整改清单还没有批准下达。", error=WrongState, code="not-handed-down")
    if done:
        return Verdict.no("这一项已经登记完成。", error=WrongState, code="done-already")
    if done_on > today:
        return Verdict.no(f"{done_on} 还没有到，只能登记已经完成的。", code="date-in-future")
    if len(how.strip()) < LEAST:
        return Verdict.no(f"请写明整改结果，至少 {LEAST} 个字，下一年度述职报告会引用。", code="how-missing")
    return Verdict.yes()
