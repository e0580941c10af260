"""May one speak of an organisation, vote, promise, object; may a promise be settled, an objection upheld."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from heli.exchange.catalogue import Outcome, State
from heli.exchange.rules.acts import COMPARED, is_at, number
from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.verdict import Verdict


def can_be_promised(*, text: str, measure: str, due_on: date, known: bool, today: date) -> Verdict:
    """Whether a promise can be measured, and lies ahead."""
    if not text.strip():
        return Verdict.no("请写明承诺做什么。", code="promise-missing")
    if not measure.strip():
        return Verdict.no("请写明怎样算做到（衡量标准）。", code="measure-missing")
    if due_on < today:
        return Verdict.no(f"完成期限 {due_on} 已经过去，请填今天或以后的日期。", code="due-past")
    if known:
        return Verdict.no("这个单位已有同样的承诺，不用再记。", error=WrongState, code="promise-known")
    return Verdict.yes()


def may_speak_of(
    *, organisation: int, organiser: int, participants: Collection[int], shown: int | None
) -> Verdict:
    """The organiser speaks of all, a participant of others: nobody judges itself (design.md, Judgement)."""
    if organisation == organiser:
        return Verdict.yes()
    if organisation not in participants:
        return Verdict.no(
            "这个党组织没有参加这次晒比评，不能点评。", error=WrongState, code="not-taking-part"
        )
    if organisation == shown:
        return Verdict.no("不能点评本组织，请选择其他参加单位。", code="judge-of-itself")
    return Verdict.yes()


def hands_add_up(counts: Mapping[int, Mapping[str, int]], present: int) -> Verdict:
    """Of each exhibit no more hands than units were there."""
    if present < 1:
        return Verdict.no("请填写到会单位数。", code="present-missing")
    over = next((sum(one.values()) for one in counts.values() if sum(one.values()) > present), 0)
    if not over:
        return Verdict.yes()
    return Verdict.no(
        f"有单位的举手数合计 {over}，多于到会单位 {present} 个，请核对。", code="hands-beyond-present"
    )


def may_vote(*, speakers: int, started: bool) -> Verdict:
    """A vote is held once, on those who speak."""
    if started:
        return Verdict.no("这次评议已经组织过，一次晒比评只评议一次。", error=WrongState, code="vote-known")
    if not speakers:
        return Verdict.no("还没有发言单位，评议只对发言单位进行。请先确定发言单位。", code="no-speakers")
    return Verdict.yes()


def may_object(state: str, *, shown: bool, open_already: bool, until: date | None, today: date) -> Verdict:
    """From 比 to the last day of 公示, to a figure that was shown, once at a time."""
    if not shown:
        return Verdict.no("还没有报送材料，没有可以提出异议的数字。", code="nothing-shown")
    if until is not None and today > until:
        return Verdict.no(f"公示已于 {until} 结束，不再受理异议。", error=WrongState, code="notice-over")
    if open_already:
        return Verdict.no("对这个数字的异议正在答复中，请等答复。", error=WrongState, code="objection-open")
    return is_at(state, (State.COMPARING, State.JUDGING, State.PUBLISHED), "提出异议")


def can_be_upheld(*, upheld: bool, changed: int) -> Verdict:
    """A figure is never typed: what is upheld shows in the ledger first, and is read from it again."""
    if not upheld or changed:
        return Verdict.yes()
    return Verdict.no(
        "按台账重新计算，数字没有变化。异议成立的，请先由有关组织更正或补记履职记录，再答复；不成立的，请写明理由。",
        source=COMPARED,
        code="nothing-changed",
    )


def can_be_settled(
    outcome: str, *, why: str, evidence: bool, settled: bool, own: bool, state: str
) -> Verdict:
    """An outcome has its ground: a record, or a reason; said by another than who promised."""
    if settled:
        return Verdict.no("这项承诺已经认定过。", error=WrongState, code="promise-settled")
    if own:
        return Verdict.no("承诺由组织方认定，不能认定本组织的承诺。", error=NotAllowed, code="own-promise")
    if outcome not in (Outcome.KEPT, Outcome.PARTLY, Outcome.BROKEN):
        return Verdict.no("请选择兑现情况。", code="outcome-missing")
    if not evidence and not why.strip():
        return Verdict.no("没有关联履职记录的，请写明依据或原因。", code="ground-missing")
    return is_at(state, (State.JUDGING, State.PUBLISHED, State.ARCHIVED), "认定承诺")


def answer_by(today: date) -> date:
    """By when an objection of today is to be answered."""
    return today + timedelta(days=number("answer_days", today))
