"""What may be asked and done about a transfer, but for rights; pure."""

from datetime import date, timedelta

from heli.kernel.errors import WrongState
from heli.kernel.verdict import Strength, Verdict
from heli.members.catalogue import (
    MOVES,
    TRANSFER_NUMBERS,
    TRANSFERS,
    Change,
    Side,
    TransferAct,
    TransferReach,
    TransferState,
)
from heli.orgs.catalogue import BRANCH_KINDS, SECOND_KINDS, Kind

R09_06 = "《中国共产党党员教育管理工作条例》第二十五条（R09-06）"
R09_07 = "《中国共产党党员教育管理工作条例》第二十五条及介绍信惯例（R09-06、R09-07）"
ACTS_WITH_REASON = frozenset({TransferAct.REFUSE, TransferAct.PROLONG})


def side_of(reach: str, state: str, act: TransferAct) -> Side | None:
    """Whose the move is; None where it is none for this reach and state."""
    return MOVES[TransferReach(reach)].get(TransferState(state), {}).get(act)


def acts_from(reach: str, state: str) -> tuple[TransferAct, ...]:
    """What may be done now, the next step first."""
    return tuple(MOVES[TransferReach(reach)].get(TransferState(state), {}))


def is_move(reach: str, state: str, act: TransferAct) -> Verdict:
    """Whether it may be done at all as things stand, by whomever."""
    tabled = TRANSFERS.may(TransferState(state), act)
    if not tabled or side_of(reach, state, act) is not None:
        return tabled
    words = "、".join(one.label for one in acts_from(reach, state))
    return Verdict.no(
        f"“{TransferReach(reach).label}”的转接此时不能“{act.label}”；此时可以：{words}。",
        error=WrongState,
        code="wrong-state",
    )


def is_destination(*, kind: str, outside: bool, closed: bool, same: bool) -> Verdict:
    """Whether a formal membership can go there."""
    if same:
        return Verdict.no("转入党支部就是现在的党支部，不需要转接。", code="same-branch")
    if outside:
        return Verdict.no("这个党组织不在本市，请按“转往市外”办理。", code="outside")
    if closed:
        return Verdict.no("这个党支部已经撤销，请选择承接它的党支部。", code="closed")
    if kind not in BRANCH_KINDS:
        return Verdict.no(
            f"组织关系要转到党支部，不能转到{Kind(kind).label}；请写明其下的党支部。", code="no-branch"
        )
    if kind in SECOND_KINDS:
        return Verdict.no(
            f"{Kind(kind).label}不转入正式组织关系；请在该组织登记兼合式编入。",
            source="《中国共产党支部工作条例（试行）》第七条（R01-05、R01-09）",
            code="second-kind",
        )
    return Verdict.yes()


def reach_of_transfer(origin_committee: int, destination_committee: int) -> TransferReach:
    """Within one 基层党委 or between two."""
    return TransferReach.WITHIN if origin_committee == destination_committee else TransferReach.BETWEEN


def may_be_on(on: date, *, today: date, since: date) -> Verdict:
    """A step's day: not in the future, not before the step before it."""
    if on > today:
        return Verdict.no(f"日期 {on} 还没有到，请在办理之后登记。", source=R09_06, code="future")
    if on < since:
        return Verdict.no(
            f"日期 {on} 早于上一步的日期 {since}，请核对：转接依次办理，接收不早于转出。",
            source=R09_06,
            code="before-last-step",
        )
    return Verdict.yes()


def has_reason(act: TransferAct, reason: str) -> Verdict:
    """No refusal without a reason (R09-06), no new period without one either."""
    if act not in ACTS_WITH_REASON or reason.strip():
        return Verdict.yes()
    word = "退回" if act is TransferAct.REFUSE else "延长有效期"
    return Verdict.no(f"请写明{word}的理由：党组织不得无故拒转拒接。", source=R09_06, code="reason-needed")


def letter_days(reach: str, on: date) -> int:
    """How long a letter is valid that is issued on the day, by the office's own parameter."""
    out = reach == TransferReach.OUT
    return TRANSFER_NUMBERS().get("letter-out-of-city" if out else "letter-within-city", on).number


def letter_until(reach: str, on: date) -> date:
    """The letter's last day where nothing else is written in it."""
    return on + timedelta(days=letter_days(reach, on))


def is_letter_period(on: date, until: date) -> Verdict:
    """R09-07: at most three months [C]; longer ones are what G says, general."""
    if until < on:
        return Verdict.no(f"有效期至 {until}，早于开具日期 {on}，请核对。", code="letter-ends-early")
    most = TRANSFER_NUMBERS().get("letter-most", on)
    if (until - on).days > most.number:
        return Verdict.no(
            f"有效期至 {until}，超过 {most.number} 天，请改短，到期前再延长；确需更长的，请写明理由。",
            source=most.source,
            strength=Strength.GENERAL,
            code="letter-too-long",
        )
    return Verdict.yes()


def is_within_letter(on: date, until: date | None) -> Verdict:
    """Who comes after the letter's last day is taken in with a written reason, or on a letter prolonged."""
    if until is None or on <= until:
        return Verdict.yes()
    return Verdict.no(
        f"介绍信有效期至 {until}，{on} 接收已经过期。请先由转出方延长有效期；确需接收的，请写明理由。",
        source=R09_07,
        strength=Strength.GENERAL,
        code="letter-expired",
    )


def is_release(reach: str, number: str, on: date, until: date | None) -> Verdict:
    """A release carries a letter with its number and its last day."""
    if not number.strip():
        return Verdict.no(
            "请填写介绍信编号；在全国党员管理信息系统办理的，填系统里的编号。", code="letter-number"
        )
    return is_letter_period(on, until or letter_until(reach, on))


def is_present(left: bool, name: str) -> Verdict:
    if left:
        return Verdict.no(f"{name}已不在册，不能再办转接。", error=WrongState, code="member-left")
    return Verdict.yes()


def no_open_transfer(has: bool, name: str) -> Verdict:
    if has:
        return Verdict.no(
            f"{name}还有一件没有办结的转接，请先办结或撤回。", error=WrongState, code="transfer-open"
        )
    return Verdict.yes()


def committee_found(pk: int | None, name: str) -> Verdict:
    """R09-06: only a 基层党委 with the right to approve probationary members transfers."""
    if pk is not None:
        return Verdict.yes()
    return Verdict.no(
        f"{name}之上没有有审批预备党员权限的基层党委，不能办理转接；请先在组织树中明确它的上级党组织。",
        source=R09_06,
        code="no-committee",
    )


def is_open_period(on: date, closed_until: date | None) -> Verdict:
    """Figures that were published stand: what moves a head count is entered for a later day (S000-18)."""
    if closed_until is None or on > closed_until:
        return Verdict.yes()
    return Verdict.no(
        f"{closed_until} 以前的统计已经发布。请把日期写为其后的第一天，并在说明里写明文书上的日期 {on}。",
        error=WrongState,
        code="period-closed",
    )


def may_arrive(*, known: bool, left: bool, ended: str, name: str) -> Verdict:
    """Who comes from outside the city: nobody twice, and nobody back whom only the Party can restore."""
    if not known:
        return Verdict.yes()
    if not left:
        return Verdict.no(
            f"这个证件号已在本市名册中（{name}），请由其现在的党支部发起转接，不要重复登记。",
            error=WrongState,
            code="already-here",
        )
    if ended != Change.TRANSFER_OUT:
        word = Change(ended).label if ended in Change.values else "离开"
        return Verdict.no(
            f"{name}以前在本市是“{word}”，不能按转入办理；请按恢复党籍或重新入党办理。",
            source="《中国共产党党员教育管理工作条例》第二十四条（R09-12）",
            code="not-by-transfer",
        )
    return Verdict.yes()
