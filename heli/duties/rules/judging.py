"""Who may say what of a record or a duty: the judge is never the one judged. Pure answers."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.accounts.scope import Target
from heli.duties.catalogue import Checked, Dispensing, DutyState
from heli.kernel.action import Doer
from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.verdict import Verdict, all_of

LONGEST_REASON = 200
DONE = frozenset({DutyState.ON_TIME, DutyState.LATE})


def is_not_own(by: Doer, organisation: int) -> Verdict:
    """Whoever holds a post at an organisation does not judge it; his superior does."""
    if not isinstance(by, Actor) or all(post.organisation_id != organisation for post in by.posts):
        return Verdict.yes()
    return Verdict.no(
        "您在这个党组织任职，不能核实、退回自己组织的记录，也不能给自己的组织免除、延期。请由上级组织办理。",
        error=NotAllowed,
        code="own-organisation",
    )


def is_not_own_entry(label: str, entered_by: str) -> Verdict:
    """Whoever entered a record does not verify it."""
    if label[:120] != entered_by:
        return Verdict.yes()
    return Verdict.no("这条记录是您录入的，请由别的同志核实。", error=NotAllowed, code="own-entry")


def may_judge(by: Doer, organisation: Target, entered_by: str = "") -> Verdict:
    """Whether somebody may verify or return a record of an organisation at all."""
    return all_of(
        may(by, Permission.RECORD_VERIFY, organisation),
        is_not_own(by, organisation.pk),
        is_not_own_entry(by.label, entered_by),
    )


def turn_of(*, checked: str, withdrawn: bool, may_enter: bool, may_judge: bool) -> str:
    """Where a record stands and whether the reader may act, in the name of its state."""
    if withdrawn:
        return "已作废"
    match Checked(checked):
        case Checked.VERIFIED:
            return "已办结（已核实）"
        case Checked.RETURNED:
            return "待我补正" if may_enter else "待下级补正"
        case _:
            return "待我核实" if may_judge else "待上级核实"


def can_be_judged(*, withdrawn: bool, checked: str, says: Checked, reason: str) -> Verdict:
    """Whether a record can be verified, returned, or have its judgement taken back now."""
    if withdrawn:
        return Verdict.no("这条记录已经作废，不再核实。", error=WrongState, code="record-withdrawn")
    if says == checked:
        words = Checked(says).label
        return Verdict.no(
            f"这条记录现在就是“{words}”，没有什么要改的。", error=WrongState, code="said-already"
        )
    if says == Checked.RETURNED and not reason.strip():
        return Verdict.no("请写明退回的理由：哪里不对、要怎样补正。", code="reason-missing")
    if checked and says and checked != says:
        return Verdict.no(
            f"这条记录已经是“{Checked(checked).label}”。请先撤回原来的评判，再作新的。",
            error=WrongState,
            code="judged-otherwise",
        )
    return short_enough(reason)


def short_enough(reason: str) -> Verdict:
    """A reason fits its column."""
    if len(reason.strip()) <= LONGEST_REASON:
        return Verdict.yes()
    return Verdict.no(
        f"理由有 {len(reason.strip())} 个字，请缩短到 {LONGEST_REASON} 个字以内。", code="reason-long"
    )


def sample_of(records: Sequence[int], *, label: str, on: date, most: int) -> tuple[int, ...]:
    """Which of many records have to be opened before all are verified together: `most` of them at the most.

    The same for one person on one day, so that reloading does not draw another; nobody can choose it.
    """
    drawn = sorted(records, key=lambda pk: sha256(f"{label}|{on}|{pk}".encode()).digest())
    return tuple(sorted(drawn[:most]))


def can_be_verified_together(
    count: int, *, most: int, sample: Sequence[int], opened: Sequence[int]
) -> Verdict:
    """Whether so many may be verified at once, and the sample of them was opened."""
    if not count:
        return Verdict.no("没有选中要核实的记录。", code="nothing-to-verify")
    if count > most:
        return Verdict.no(
            f"一次最多核实 {most} 条，现在有 {count} 条。请按组织或月份缩小范围。", code="too-many"
        )
    missing = len(set(sample) - set(opened))
    if missing:
        return Verdict.no(
            f"抽查的 {len(set(sample))} 条中还有 {missing} 条没有打开看。请逐条打开、勾选后再一并核实。",
            code="sample-not-opened",
        )
    return Verdict.yes()


def all_can_still_be_judged(*, asked: int, open_now: int) -> Verdict:
    """Nothing changed between looking and confirming."""
    if asked == open_now:
        return Verdict.yes()
    return Verdict.no(
        f"选中的 {asked} 条中有 {asked - open_now} 条已经由别人核实、退回、作废，或者不在您的核实范围内。"
        "请刷新页面后重新选择。",
        error=WrongState,
        code="verify-changed",
    )


def is_revocable(reason: str) -> Verdict:
    """Taking a waiver or an extension back has a reason."""
    if not reason.strip():
        return Verdict.no("请写明撤销的理由。", code="reason-missing")
    return short_enough(reason)


def can_be_dispensed(
    *, kind: Dispensing, state: DutyState, due_on: date, until: date | None, today: date, held: bool
) -> Verdict:
    """Whether one duty can be waived, or extended to `until`; `held`: it has been already."""
    if held:
        return Verdict.no(
            "这一项已经办理过免除或延期。要改的，请先撤销原来的，再重新办理。",
            error=WrongState,
            code="dispensed-already",
        )
    if state in DONE:
        return Verdict.no("这一项已经完成，不需要免除或延期。", error=WrongState, code="done-already")
    if kind is Dispensing.WAIVER:
        return Verdict.yes()
    if until is None:
        return Verdict.no("请填写延期到哪一天。", code="until-missing")
    if until <= due_on:
        return Verdict.no(
            f"延期至 {until}，不晚于原定期限 {due_on}。请填写更晚的日期。", code="until-not-later"
        )
    if until < today:
        return Verdict.no(f"延期至 {until}，已经过去。请填写今天或以后的日期。", code="until-past")
    return Verdict.yes()


def is_grounded(reason: str, document: str) -> Verdict:
    """A reason and the document on which it rests."""
    reasons = [] if reason.strip() else ["理由"]
    reasons += [] if document.strip() else ["文号（或会议名称、日期）"]
    if reasons:
        return Verdict.no(
            f"请填写{'、'.join(reasons)}。免除、延期要有依据，日后可查。", code="ground-missing"
        )
    return all_of(short_enough(reason), _document_fits(document))


def _document_fits(document: str) -> Verdict:
    fits = len(document.strip()) <= 120
    return Verdict.yes() if fits else Verdict.no("文号超过 120 个字，请缩短。", code="document-long")


def can_close_on(*, first: date, closes_on: date, year: int) -> Verdict:
    """A window of a year ends after the year's end begins to matter, and not years later."""
    if closes_on < first:
        return Verdict.no(f"截止日期 {closes_on} 早于 {first}，请核对。", code="window-before-its-year")
    if closes_on > date(year + 1, 12, 31):
        return Verdict.no(
            f"截止日期 {closes_on} 已到 {year + 1} 年以后，与 {year} 年度的要求不符，请核对年份。",
            code="window-too-long",
        )
    return Verdict.yes()
