"""What is mended and told, when 验收 is asked for, and who may answer it. Pure answers."""

from datetime import date, timedelta

from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.weak.catalogue import LISTINGS, SOURCE, ListingState, Move
from heli.weak.rules.listing import is_said


def can_add(state: str) -> Verdict:
    """Tasks are written until 验收 is asked for, and again when it was sent back."""
    if state in (ListingState.LISTED, ListingState.MENDING):
        return Verdict.yes()
    return _wrong(f"现在是“{ListingState(state).label}”，不能再加整改任务。", "not-mending")


def can_drop(state: str) -> Verdict:
    """Only before the plan stands: afterwards a task is told of, and never vanishes."""
    if state == ListingState.LISTED:
        return Verdict.yes()
    return _wrong("整改方案已经确定，任务不能删去。可以登记进展，说明情况。", "plan-stands")


def is_task(problem: str, measure: str, due_on: date, today: date, until: date) -> Verdict:
    """A problem, a measure, and a day from today up to the listing's own."""
    if not today <= due_on <= until:
        return _bad(f"完成时限应在今天以后、改进期限（{until}）以前，请核对。", "task-day")
    return all_of(
        is_said(problem, "请写明要整改的问题。", "problem-missing"),
        is_said(measure, "请写明整改措施。", "measure-missing"),
    )


def can_plan(state: str, tasks: int) -> Verdict:
    """The plan stands with at least one task."""
    if state == ListingState.LISTED and not tasks:
        return _bad("还没有整改任务。请先逐项加上问题、措施、责任岗位和时限。", "no-task")
    return LISTINGS.may(ListingState(state), Move.PLAN)


def can_tell(state: str, words: str) -> Verdict:
    """Progress is told while it is mended."""
    if state != ListingState.MENDING:
        return _wrong(f"现在是“{ListingState(state).label}”，不能登记整改进展。", "not-mending")
    return is_said(words, "请用一句话写明进展。", "words-missing")


def can_finish(done_on: date | None, held: date | None, begun_on: date, today: date) -> Verdict:
    """A task is finished once, on a day since the listing."""
    if done_on is None:
        return Verdict.yes()
    if held is not None:
        return _wrong("这项任务已经办结。", "task-done")
    if not begun_on <= done_on <= today:
        return _bad(f"完成日期应在列入（{begun_on}）以后、今天以前，请核对。", "done-day")
    return Verdict.yes()


def can_help_on(state: str, words: str) -> Verdict:
    """The helper tells from the listing on until 验收 is asked for."""
    if state not in (ListingState.LISTED, ListingState.MENDING):
        return _wrong(f"现在是“{ListingState(state).label}”，不用再登记帮带情况。", "not-helping")
    return is_said(words, "请用一句话写明帮带情况。", "words-missing")


def is_helper(*, helps: bool) -> Verdict:
    """What the helper did is told by the helper."""
    if helps:
        return Verdict.yes()
    return _not_allowed("帮带情况由帮带人本人登记。", "not-the-helper")


def is_own_record(owner: int | None, organisation: int) -> Verdict:
    """A record linked to progress is the listed organisation's own; `owner` None where there is none."""
    if owner is None or owner == organisation:
        return Verdict.yes()
    return _bad("只能关联这个党组织自己的履职记录。请重新选择。", "record-of-another")


def can_apply(state: str, waiting: int, since_returned: bool) -> Verdict:
    """When every task is finished; sent back, after something was told since."""
    verdict = LISTINGS.may(ListingState(state), Move.APPLY)
    if not verdict:
        return verdict
    if waiting:
        return _wrong(f"还有 {waiting} 项整改任务没有办结。办结以后再申请验收。", "tasks-open")
    if not since_returned:
        return _wrong("退回以后还没有登记新的进展。请先按退回意见整改、登记，再申请验收。", "nothing-since")
    return Verdict.yes()


def may_answer(*, helped: bool, mended: bool) -> Verdict:
    """Who accepts is not who helped nor who did it."""
    if helped:
        return _not_allowed("您是帮带人或者在结对党组织任职，不能验收。请由其他人员验收。", "helped")
    if mended:
        return _not_allowed("您在这个党组织任职或者登记过整改进展，不能验收。请由其他人员验收。", "mended")
    return Verdict.yes()


def is_answer(opinion: str, looked_on: date, applied_on: date, today: date) -> Verdict:
    """An opinion, on a day since it was asked for."""
    if not applied_on <= looked_on <= today:
        return _bad(f"验收日期应在申请（{applied_on}）以后、今天以前，请核对。", "look-day")
    return is_said(opinion, "请写明验收意见。", "opinion-missing")


def is_new_day(new_due_on: date | None, was: date, today: date, longest: int) -> Verdict:
    """Sent back: a new day after today and after none earlier than it, within the days of a deadline."""
    if new_due_on is None or new_due_on <= today:
        return _bad("退回整改要填新的改进期限，定在今天以后。", "new-day-missing")
    last = max(was, today) + timedelta(days=longest)
    if new_due_on > last:
        return _bad(f"新的改进期限请定在 {last} 或以前。", "new-day-late")
    return Verdict.yes()


def _wrong(reason: str, code: str) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=WrongState, code=code)


def _bad(reason: str, code: str) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=Invalid, code=code)


def _not_allowed(reason: str, code: str) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=NotAllowed, code=code)
