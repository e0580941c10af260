"""Whether a member may join, be confirmed, retire, leave or come back on a day; pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from heli.kernel.errors import DomainError, Invalid, WrongState
from heli.kernel.periods import add_months
from heli.kernel.verdict import Strength, Verdict
from heli.members.catalogue import CHANGE_NUMBERS, FOR_GOOD, Change, Ground, MemberNumber, Serving, Standing
from heli.orgs.catalogue import BRANCH_KINDS, SECOND_KINDS, Kind

R09_12 = "《中国共产党党员教育管理工作条例》第二十四条（R09-12）"
R09_13 = "《中国共产党党员教育管理工作条例》第二十四条（R09-13）"
WITH_PAPER = frozenset({Change.SUSPENDED, Change.REMOVED, Change.EXPELLED, Change.RESTORED})
"""What rests on a decision: its number or whereabouts have to be named (R12-02: the pointer, no content)."""


@dataclass(frozen=True, slots=True)
class Dated:
    """When something happened, and from which day on it counts here (`counted_from`, if not from then)."""

    happened_on: date
    counted_from: date | None = None

    @property
    def on(self) -> date:
        return self.counted_from or self.happened_on

    def pointer(self, number: str) -> str:
        """The paper's number, with its own day where it counts from another."""
        own_day = f"{self.happened_on} 发生" if self.on != self.happened_on else ""
        return "，".join(filter(None, (number.strip(), own_day)))[:120]


def is_day(dated: Dated, *, today: date, began_on: date | None, closed_until: date | None) -> Verdict:
    """Whether a change can count from that day: not to come, past what began last, in an open period."""
    if dated.happened_on > today or dated.on > today:
        return _no("日期还没有到，请在发生之后登记。", "future")
    if dated.on < dated.happened_on:
        return _no(
            f"列入名册的日期 {dated.on} 早于发生的日期 {dated.happened_on}，请核对。", "counted-before"
        )
    if closed_until is not None and dated.on <= closed_until:
        first = closed_until + timedelta(days=1)
        return _no(
            f"截至 {closed_until} 的统计已经发布，不再改动。请在“列入名册自”填 {first} 或以后的日期，"
            f"“发生日期”仍填文件上的日期（{dated.happened_on}）。",
            "period-closed",
            source="S000-18",
        )
    if began_on is not None and dated.on <= began_on:
        return _no(
            f"他现在的组织关系（或党员类别）自 {began_on} 起，变动最早从次日起算。请核对日期。",
            "before-belonging",
        )
    return Verdict.yes()


def has_paper(change: Change, number: str) -> Verdict:
    """Whether a decision's paper is named where one is needed."""
    if change not in WITH_PAPER or number.strip():
        return Verdict.yes()
    return _no(
        f"{change.label}请填写文号；没有文号的，写明文件名称和存放处。", "paper-missing", source="R12-02"
    )


def can_join_here(kind: str, *, outside: bool, closed: bool) -> Verdict:
    """Whether a formal membership can be had at such an organisation."""
    if outside or closed or kind not in BRANCH_KINDS:
        what = "不在本市" if outside else "已经撤销" if closed else f"是{Kind(kind).label}，不是党支部"
        return _no(f"这个党组织{what}，请选择党员所在的党支部。", "no-branch")
    if kind in SECOND_KINDS and kind != Kind.PROJECT_BRANCH:
        return _no(
            f"{Kind(kind).label}一般不发展党员，也不接收正式组织关系；可在该组织登记兼合式编入。",
            "second-kind",
            source="《中国共产党支部工作条例（试行）》第八条（R01-05、R01-08、R01-09）",
        )
    return Verdict.yes()


def was_founded(founded_on: date | None, on: date) -> Verdict:
    if founded_on is not None and on < founded_on:
        return _no(f"这个党支部 {founded_on} 才成立，请核对日期。", "before-founding")
    return Verdict.yes()


def is_past(on: date, today: date) -> Verdict:
    return Verdict.yes() if on <= today else _no("日期还没有到，请在发生之后登记。", "future")


def is_here(present: bool, name: str) -> Verdict:
    return Verdict.yes() if present else _no(f"{name}已不在册。", "member-left", error=WrongState)


def is_new(name: str) -> Verdict:
    """Nobody is admitted twice; whoever is on a roster already has another way."""
    return _no(
        f"这个证件号已在册（{name}）。已是预备党员的不必再接收；组织关系在别处的，请办理组织关系转接。",
        "known-already",
        error=WrongState,
    )


def can_confirm(standing: str, joined_on: date | None, on: date) -> Verdict:
    """转正: a probationary member whose year is over (R04-19)."""
    if standing != Standing.PROBATIONARY:
        return _no("他已经是正式党员，不需要转正。", "not-probationary", error=WrongState)
    number = _number("probation", on)
    if joined_on is not None and on < add_months(joined_on, number.number):
        over = add_months(joined_on, number.number)
        return _refused(
            number, f"预备期一年，自支部大会通过之日 {joined_on} 起，到 {over} 才满。", "probation"
        )
    return Verdict.yes()


def can_retire(serving: str) -> Verdict:
    if serving == Serving.RETIRED:
        return _no("他的人员类别已经是离退休。", "retired-already", error=WrongState)
    return Verdict.yes()


def can_suspend(ground: Ground | None, since: date | None, on: date) -> Verdict:
    """停止党籍: six months out of contact (R09-10, H), over five years abroad (R09-11, G), settled there."""
    if ground is None:
        return _no("请选择停止党籍的情形。", "ground-missing", source="R09-10、R09-11")
    if ground is Ground.SETTLED:
        return Verdict.yes()
    number = _number("suspend-lost" if ground is Ground.LOST else "suspend-abroad", on)
    if since is None:
        return _refused(number, "请填写自何时失去联系（出国）。", "since-missing", strength=Strength.HARD)
    due = add_months(since, number.number)
    if on < due or (ground is Ground.STUDYING and on == due):
        span = f"{number.number} 个月" if number.number < 12 else f"{number.number // 12} 年"
        return _refused(number, f"自 {since} 起到 {due} 才满 {span}。", "too-early")
    return Verdict.yes()


def can_remove_suspended(suspended_on: date, on: date) -> Verdict:
    """除名 of one who is still out of contact two years after 停止党籍 (R09-10)."""
    number = _number("remove-suspended", on)
    due = add_months(suspended_on, number.number)
    if on < due:
        return _refused(
            number, f"{suspended_on} 停止党籍，到 {due} 满两年仍失去联系的才按自行脱党除名。", "too-early"
        )
    return Verdict.yes()


def can_restore(how: str, removed_on: date | None) -> Verdict:
    """恢复党籍: only after 停止党籍 (R09-12)."""
    if how == Change.SUSPENDED and removed_on is None:
        return Verdict.yes()
    if how == Change.SUSPENDED or how in FOR_GOOD:
        left = Change.REMOVED.label if how == Change.SUSPENDED else Change(how).label
        return _no(
            f"已{left}的，原则上不能恢复党籍；符合条件的可以重新入党，按“接收预备党员”办理。",
            "not-restorable",
            source=R09_12,
            error=WrongState,
        )
    if how == Change.TRANSFER_OUT:
        return _no("他是转出的，不是停止党籍；请按组织关系转入办理。", "left-by-transfer", error=WrongState)
    return _no("他没有被停止党籍，不需要恢复。", "not-suspended", error=WrongState)


def can_rejoin(how: str, left_on: date, on: date) -> Verdict:
    """Being admitted anew after leaving (R09-12); whoever moved away or was suspended has another way."""
    if how in (Change.TRANSFER_OUT, Change.REORGANISED_OUT):
        return _no("他曾在册并已转出；请按组织关系转入办理。", "left-by-transfer", error=WrongState)
    if how == Change.SUSPENDED:
        return _no("他已停止党籍；请在他的页面办理恢复党籍。", "suspended", source=R09_12, error=WrongState)
    if how == Change.DIED:
        return _no("本系统记有他已去世，请核对证件号。", "died", error=WrongState)
    number = _number("rejoin", on)
    if how == Change.REMOVED and on < add_months(left_on, number.number):
        return _refused(number, f"{left_on} 除名，五年内不得重新入党。", "rejoin-early")
    return Verdict.yes()


def can_take_part(
    kind: str, name: str, *, closed: bool, own: bool, twice: bool, left: bool
) -> tuple[Verdict, ...]:
    """兼合式编入: not into one's own branch, nor twice; into kinds not made for it with a reason (R01-09)."""
    found = []
    if left:
        found.append(_no(f"{name}已不在册，不能编入。", "member-left", error=WrongState))
    if own:
        found.append(_no("这是他组织关系所在的党支部，不需要再编入。", "own-branch", source="R01-09"))
    if twice:
        found.append(_no(f"{name}已经编入这个党组织。", "second-twice", error=WrongState))
    if closed or kind not in BRANCH_KINDS:
        found.append(_no("只能编入存续的党支部。", "no-branch"))
    elif kind not in SECOND_KINDS:
        found.append(
            Verdict.no(
                f"{Kind(kind).label}一般不编入其他支部的党员；确有需要的，写明经哪一级党组织同意。",
                source="《中国共产党支部工作条例（试行）》第十六条（R01-09）",
                strength=Strength.GENERAL,
                code="not-a-second-kind",
            )
        )
    return tuple(found)


def _number(name: str, on: date) -> MemberNumber:
    return CHANGE_NUMBERS().get(name, on)


def _refused(number: MemberNumber, reason: str, code: str, *, strength: Strength | None = None) -> Verdict:
    source = f"{number.source}（{number.rule}）"
    return Verdict.no(reason, source=source, strength=strength or number.strength, code=code)


def _no(reason: str, code: str, *, source: str = "", error: type[DomainError] = Invalid) -> Verdict:
    return Verdict.no(reason, source=source, code=code, error=error)
