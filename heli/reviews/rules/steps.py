"""What may be done next on a review, and whether grades hold: pure answers (R01-21 … R01-23)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from heli.ballots.catalogue import PollState
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Strength, Verdict
from heli.reviews.catalogue import (
    GRADES,
    PIONEER_SOURCE,
    SOURCE,
    WINDOWS,
    Grade,
    GradeRule,
    PioneerState,
    StageKind,
    Step,
    Window,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a review stands. `days` are those of the stages held, `poll` the state of the vote, `polled_on`
    its first day; `untold` have a low grade and were not told; `pioneer`: how far 先锋指数 is."""

    year: int
    days: Mapping[StageKind, date]
    poll: PollState | None = None
    polled_on: date | None = None
    decided: bool = False
    closed: bool = False
    untold: int = 0
    pioneer: PioneerState = PioneerState.UNUSED

    @property
    def counted(self) -> bool:
        return self.poll is PollState.CLOSED

    @property
    def polling(self) -> bool:
        """Whether a vote was begun that was not found void."""
        return self.poll in (PollState.OPEN, PollState.CLOSED)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A record of the branch at which grades may have been decided."""

    organisation_id: int
    kind: str
    happened_on: date
    withdrawn: bool


def next_step(found: Standing) -> Step:
    """The first stage that is not done, in the order of R01-21."""
    if found.closed:
        return Step.TELL if found.untold else Step.DONE
    for kind, step in ((StageKind.SELF, Step.SELF), (StageKind.MUTUAL, Step.MUTUAL)):
        if kind not in found.days:
            return step
    if not found.counted:
        return Step.BALLOT
    if not found.decided:
        return Step.DECISION
    return Step.PIONEER if found.pioneer is PioneerState.MARKING else Step.CLOSE


def last_day(year: int) -> date:
    """Until when the review of a year may be held."""
    rule = WINDOWS().get("window", date(year, 12, 31))
    return date(year + 1, rule.until_month, rule.until_day)


def years_to_hold(today: date) -> tuple[int, ...]:
    """The years whose review may be held today, the one about to lapse first."""
    return tuple(year for year in (today.year - 1, today.year) if today <= last_day(year))


def can_open(year: int, today: date, *, is_branch: bool, held: bool) -> Verdict:
    """Once a year, by a branch, within the time of that year."""
    if not is_branch:
        return Verdict.no("民主评议党员由党支部组织。", source=SOURCE, code="not-a-branch")
    if year not in years_to_hold(today):
        reason = f"{year}年度的民主评议应在 {year}-01-01 至 {last_day(year)} 之间进行。"
        return Verdict.no(reason, source=_window(year).source, code="outside-window")
    if held:
        return Verdict.no(
            f"{year}年度的民主评议已经建立，请继续办理。", error=WrongState, code="review-known"
        )
    return Verdict.yes()


def is_open(found: Standing) -> Verdict:
    """Nothing is changed after it was closed."""
    if not found.closed:
        return Verdict.yes()
    return Verdict.no(
        "这次民主评议已经办结。需要更正的，先重新打开。", error=WrongState, code="review-closed"
    )


def can_enter(kind: StageKind, found: Standing) -> Verdict:
    """自评 before 互评, and both before the vote (R01-21)."""
    if not is_open(found):
        return is_open(found)
    if found.polling:
        reason = "已经开始民主测评，自评、互评的登记不能再改。"
        return Verdict.no(reason, source=SOURCE, error=WrongState, code="already-polling")
    if kind is StageKind.MUTUAL and StageKind.SELF not in found.days:
        return Verdict.no(
            "请先登记个人自评，再登记党员互评。", source=SOURCE, error=WrongState, code="self-first"
        )
    return Verdict.yes()


def fits(kind: StageKind, done_on: date, found: Standing, today: date) -> Verdict:
    """A day within the time of the review, not to come, in the order of the stages."""
    within = in_window(done_on, found.year, today)
    if not within:
        return within
    first, second = found.days.get(StageKind.SELF), found.days.get(StageKind.MUTUAL)
    early = kind is StageKind.MUTUAL and first is not None and done_on < first
    late = kind is StageKind.SELF and second is not None and done_on > second
    if early or late:
        return Verdict.no("党员互评不能早于个人自评，请核对日期。", source=SOURCE, code="stages-out-of-order")
    return Verdict.yes()


def in_window(day: date, year: int, today: date) -> Verdict:
    """Whether a day lies within the time of a year's review, and has come."""
    if day > today:
        return Verdict.no(f"{day} 还没有到，只能登记已经进行的阶段。", code="date-in-future")
    if not date(year, 1, 1) <= day <= last_day(year):
        reason = f"{year}年度的民主评议应在 {year}-01-01 至 {last_day(year)} 之间进行，请核对日期。"
        return Verdict.no(reason, source=_window(year).source, code="outside-window")
    return Verdict.yes()


def adds_up(due: int, took_part: int, absences: Mapping[str, int]) -> Verdict:
    """Who took no part is accounted for by reasons, in number."""
    if not 1 <= took_part <= due:
        return Verdict.no(f"参加人数应在 1 至 {due} 之间。", code="took-part-number")
    told, missing = sum(absences.values()), due - took_part
    if told == missing:
        return Verdict.yes()
    return Verdict.no(
        f"应参加 {due} 人，参加 {took_part} 人，未参加 {missing} 人；各原因合计 {told} 人，请核对。",
        code="absences-do-not-add-up",
    )


def can_poll(found: Standing) -> Verdict:
    """The vote comes after 自评 and 互评, once; again where it was void (R03-10)."""
    if not is_open(found):
        return is_open(found)
    if len(found.days) < len(StageKind):
        reason = "请先登记个人自评和党员互评，再组织民主测评。"
        return Verdict.no(reason, source=SOURCE, error=WrongState, code="stages-first")
    if found.polling:
        return Verdict.no("民主测评已经组织，请继续办理。", error=WrongState, code="poll-known")
    return Verdict.yes()


def can_decide(found: Standing) -> Verdict:
    """Grades are decided with the vote before them."""
    if not is_open(found):
        return is_open(found)
    if found.counted:
        return Verdict.yes()
    return Verdict.no(
        "民主测评计票以后，才能评定等次。", source=SOURCE, error=WrongState, code="ballot-first"
    )


def is_the_meeting(meeting: Meeting, organisation_id: int, found: Standing, today: date) -> Verdict:
    """A standing record of the branch's own 党员大会 or 支委会, not before the vote."""
    rule = _window(found.year)
    if meeting.organisation_id != organisation_id or meeting.withdrawn or meeting.kind not in rule.meetings:
        reason = "评定等次的会议应是本支部已记录的党员大会、支委会、组织生活会或民主评议会。"
        return Verdict.no(reason, source=SOURCE, code="not-the-meeting")
    if found.polled_on is not None and meeting.happened_on < found.polled_on:
        reason = f"民主测评从 {found.polled_on} 开始，评定会议不能早于这一天。"
        return Verdict.no(reason, source=SOURCE, code="meeting-before-ballot")
    return in_window(meeting.happened_on, found.year, today)


def most_excellent(members: int, on: date) -> int:
    """R01-22: at most a third of the members of the branch, rounded down."""
    rule = grade_rule(Grade.EXCELLENT, on)
    if rule.numerator is None or rule.denominator is None:
        return members
    return members * rule.numerator // rule.denominator


def within_a_third(grades: Collection[str], members: int, on: date) -> Verdict:
    """优秀 is for a third at most; more wants a written reason (strength G)."""
    excellent, most = sum(one == Grade.EXCELLENT for one in grades), most_excellent(members, on)
    if excellent <= most:
        return Verdict.yes()
    return Verdict.no(
        f"优秀 {excellent} 人，多于党员总数 {members} 人的三分之一（{most} 人）。确需超过的，请写明原因。",
        source="民主评议党员等次（中组部通知口径，R01-22）",
        strength=Strength.GENERAL,
        code="too-many-excellent",
    )


def somebody_graded(grades: Collection[str]) -> Verdict:
    """A decision gives a grade to somebody, of the four."""
    if not set(grades) <= {"", *Grade.values}:
        return Verdict.no("等次只有优秀、合格、基本合格、不合格四档。", code="grade-unknown")
    if not any(grades):
        return Verdict.no("还没有评定任何人的等次。", code="nobody-graded")
    return Verdict.yes()


def can_close(found: Standing) -> Verdict:
    """Once the grades are decided, and 先锋指数 with them where it is used."""
    if not is_open(found):
        return is_open(found)
    if not found.decided:
        return Verdict.no("评定等次以后才能办结。", source=SOURCE, error=WrongState, code="not-decided")
    if found.pioneer is PioneerState.MARKING:
        reason = "先锋指数还没有确认。请先确认，或停用先锋指数，再办结。"
        return Verdict.no(reason, source=PIONEER_SOURCE, error=WrongState, code="pioneer-unconfirmed")
    return Verdict.yes()


def is_of_the_day(record_on: date, meeting_on: date) -> Verdict:
    """A review is one record: another day of the meeting wants the record of the first day withdrawn."""
    if record_on == meeting_on:
        return Verdict.yes()
    return Verdict.no(
        f"这次评议已有 {record_on} 的履职记录，与评定会议日期 {meeting_on} 不同。请先作废那条记录，再办结。",
        error=WrongState,
        code="record-of-another-day",
    )


def can_reopen(found: Standing) -> Verdict:
    if found.closed:
        return Verdict.yes()
    return Verdict.no("这次民主评议还没有办结。", error=WrongState, code="review-open")


def can_be_told(grade: str, told_on: date, decided_on: date | None, today: date) -> Verdict:
    """Who has a low grade is told, after it was decided."""
    if decided_on is None or not grade:
        return Verdict.no("评定等次以后才能登记告知。", error=WrongState, code="not-decided")
    if not grade_rule(Grade(grade), decided_on).told:
        return Verdict.no("只登记基本合格、不合格的告知日期。", code="nothing-to-tell")
    if not decided_on <= told_on <= today:
        reason = f"告知日期应在评定之日（{decided_on}）至今天之间，请核对。"
        return Verdict.no(reason, code="told-day")
    return Verdict.yes()


def grade_rule(grade: Grade, on: date) -> GradeRule:
    """What follows from a grade (R01-23)."""
    return GRADES().get(grade.value, on)


def _window(year: int) -> Window:
    return WINDOWS().get("window", date(year, 12, 31))
