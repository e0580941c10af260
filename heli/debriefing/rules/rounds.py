"""A round: when it may be held, what is next on it, what stands against each step (R10-01 … R10-08)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from heli.debriefing.catalogue import RELATIONS, ROUNDS, SOURCE, Grade, Relation, RoundRule, Step
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Strength, Verdict
from heli.orgs.catalogue import UNRECORDED_KINDS


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a round stands, in numbers. `polls` were prepared, `counted` of them have their counts.

    `confirmed` feedback is signed by one side at least, `signed` by both.
    """

    issued: bool = False
    reporters: int = 0
    handed_in: int = 0
    remarked: int = 0
    groups: int = 0
    polls: int = 0
    counted: int = 0
    decided: bool = False
    confirmed: int = 0
    signed: int = 0
    closed: bool = False

    @property
    def voting(self) -> bool:
        """Whether who may vote is fixed in any group: then nothing of the plan changes any more."""
        return self.polls > 0

    @property
    def all_counted(self) -> bool:
        return self.groups > 0 and self.counted == self.groups

    @property
    def all_rated(self) -> bool:
        return self.all_counted and self.remarked == self.reporters


@dataclass(frozen=True, slots=True)
class Meeting:
    """A record at which grades may have been adopted."""

    organisation_id: int
    kind: str
    happened_on: date
    withdrawn: bool


def next_step(found: Standing) -> Step:
    """The first that is not done, in the order of R10-05."""
    if found.closed:
        return Step.DONE
    if not found.issued:
        return Step.PLAN
    if found.decided:
        return Step.CLOSE if found.signed == found.reporters else Step.FEED_BACK
    if found.all_rated:
        return Step.DECIDE
    return Step.REPORT if found.handed_in < found.reporters and not found.voting else Step.RATE


def round_rule(on: date) -> RoundRule:
    return ROUNDS().get("round", on)


def window(year: int) -> tuple[date, date]:
    """When the round of a year is held (R10-03)."""
    rule = round_rule(date(year, 12, 31))
    return date(year, rule.first_month, rule.first_day), date(year, rule.last_month, rule.last_day)


def relations_to(kind: str, on: date) -> tuple[Relation, ...]:
    """Who reports to an organisation of this kind."""
    return tuple(one for one in RELATIONS().on(on) if kind in one.to)


def can_start(year: int, today: date, *, kind: str, known: bool) -> Verdict:
    """Once a year, by an organisation to which somebody reports (S001-15)."""
    if not relations_to(kind, today):
        return Verdict.no(
            "述职评议由机关工委、机关党委、党委、党总支组织。", source=SOURCE, code="nobody-reports"
        )
    if not today.year - 1 <= year <= today.year:
        reason = f"可以建立 {today.year - 1}、{today.year} 年度的述职评议，请改正年度。"
        return Verdict.no(reason, code="year-unlikely")
    if known:
        return Verdict.no(
            f"{year}年度的述职评议已经建立，请继续办理。", error=WrongState, code="debriefing-known"
        )
    return Verdict.yes()


def fits_the_days(year: int, first_on: date, last_on: date, why: str) -> Verdict:
    """November to the year's end; on other days with a reason (R10-03, strength P)."""
    if last_on < first_on:
        return Verdict.no("结束日期早于开始日期，请核对。", code="days-order")
    first, last = window(year)
    if (first <= first_on and last_on <= last) or why.strip():
        return Verdict.yes()
    return Verdict.no(
        f"述职评议每年 {first:%m月%d日} 以后开始、{last:%m月%d日} 前结束。确需在其他时间的，请写明原因。",
        source="述职评议的时间（R10-03 地方做法）",
        strength=Strength.LOCAL,
        code="outside-window",
    )


def is_open(found: Standing) -> Verdict:
    """Nothing is changed after it was closed."""
    if not found.closed:
        return Verdict.yes()
    return Verdict.no("这次述职评议已经办结，不再改动。", error=WrongState, code="debriefing-closed")


def can_change_plan(found: Standing) -> Verdict:
    """Weights, lines, groups and reporters stand once who may vote is fixed in one group."""
    if not is_open(found):
        return is_open(found)
    if not found.voting:
        return Verdict.yes()
    return Verdict.no("已经确定投票人，方案、述职人和权重不能再改。", error=WrongState, code="already-voting")


def can_issue(found: Standing, document: str) -> Verdict:
    """With reporters, groups and a document."""
    if found.issued:
        return Verdict.no("方案已经印发。", error=WrongState, code="issued-already")
    if not found.reporters:
        return Verdict.no("还没有述职人，请先确定述职人名单，再印发方案。", code="no-reporter")
    if not document.strip():
        reason = "请填写方案的文号；没有文件的，写研究决定的会议和日期。"
        return Verdict.no(reason, code="document-missing")
    return Verdict.yes()


def is_issued(found: Standing) -> Verdict:
    if not is_open(found):
        return is_open(found)
    if found.issued:
        return Verdict.yes()
    return Verdict.no("方案还没有印发，请先印发。", error=WrongState, code="not-issued")


def can_hold_vote(found: Standing, *, polling: bool) -> Verdict:
    """After the plan was issued, once for each group; again where the vote was void (R03-10)."""
    if not is_issued(found):
        return is_issued(found)
    if polling:
        return Verdict.no("这个测评主体已经确定投票人，请继续办理。", error=WrongState, code="poll-known")
    return Verdict.yes()


def can_decide(found: Standing) -> Verdict:
    """一述一评 and the 测评 of every group come before (R10-05)."""
    if not is_issued(found):
        return is_issued(found)
    if not found.all_counted:
        return Verdict.no(
            f"还有 {found.groups - found.counted} 个测评主体没有计票，全部计票后才能审定等次。",
            source=SOURCE, error=WrongState, code="ballots-first",
        )  # fmt: skip
    if found.remarked < found.reporters:
        return Verdict.no(
            f"还有 {found.reporters - found.remarked} 名述职人没有点评，一述一评后才能审定等次。",
            source="一述一评（R10-05）", error=WrongState, code="remarks-first",
        )  # fmt: skip
    if found.confirmed:
        return Verdict.no(
            "已有述职人在反馈上签字确认，等次不能再改。", error=WrongState, code="already-fed-back"
        )
    return Verdict.yes()


def is_the_meeting(
    meeting: Meeting | None,
    named: tuple[date | None, str],
    organiser: tuple[int, str],
    first: date,
    today: date,
) -> Verdict:
    """A record of the organiser's own deciding meeting, not before the round; a 机关工委 names it instead.

    `organiser` is its primary key and kind, `named` day and name of a meeting that is not recorded.
    """
    (pk, kind), (met_on, met_as) = organiser, named
    if kind in UNRECORDED_KINDS:
        if met_on is None or not met_as.strip():
            return Verdict.no("请填写审定等次的会议名称和日期。", code="meeting-missing")
        day = met_on
    else:
        kinds = round_rule(today).meetings
        if meeting is None or meeting.organisation_id != pk or meeting.withdrawn or meeting.kind not in kinds:
            return Verdict.no(
                "审定等次的会议应是组织方已记录的委员会会议。请先在“记录会议”中记下，再来选择。",
                source=SOURCE, code="not-the-meeting",
            )  # fmt: skip
        day = meeting.happened_on
    if not first <= day <= today:
        return Verdict.no(
            f"审定会议应在述职评议开始（{first}）以后、今天以前，请核对日期。", code="meeting-day"
        )
    return Verdict.yes()


def is_decided(grade: str, proposed: Grade | None, why: str, name: str) -> Verdict:
    """One of the four; a departure from the proposal with its reason."""
    if grade not in Grade.values:
        return Verdict.no(f"请给{name}选择等次：好、较好、一般、差。", code="grade-missing")
    if proposed is not None and grade != proposed and not why.strip():
        return Verdict.no(
            f"{name}的审定等次“{Grade(grade).label}”与测算建议“{proposed.label}”不同，请写明原因。",
            source="综合评价由党委（党组）会议研究审定（R10-04、R10-05）",
            code="departure-without-reason",
        )
    return Verdict.yes()


def can_close(found: Standing) -> Verdict:
    """Once the grades are adopted and every feedback is confirmed by both (S000-35)."""
    if not is_open(found):
        return is_open(found)
    if not found.decided:
        return Verdict.no("审定等次以后才能办结。", source=SOURCE, error=WrongState, code="not-decided")
    missing = found.reporters - found.signed
    if missing:
        return Verdict.no(
            f"还有 {missing} 名述职人的反馈没有双方确认。未反馈不能结案。",
            source="面对面反馈考核结果（S000-35）", error=WrongState, code="feedback-open",
        )  # fmt: skip
    return Verdict.yes()


def can_be_enlisted(
    relation: Relation, *, kind: str, office: str, organiser_kind: str, name: str, organisation: str
) -> Verdict:
    """A relation of the table, with somebody in the office on the day."""
    if organiser_kind not in relation.to or kind not in relation.kinds:
        return Verdict.no(
            f"{organisation}不在“{relation.name}”之列，请从名单中去掉。",
            source=relation.source, code="not-of-the-relation",
        )  # fmt: skip
    if office not in relation.offices:
        return Verdict.no(f"“{relation.name}”没有这项职务，请重新选择。", code="office-unknown")
    if not name:
        return Verdict.no(
            f"{organisation}的这项职务空缺，请先在“党务干部”中登记任职，或改由其他职务述职。",
            code="office-vacant",
        )
    return Verdict.yes()


def are_raters(unknown: Collection[str], doubtful: Collection[str]) -> Verdict:
    """Every name on the list is one member beneath the organiser."""
    if unknown:
        return Verdict.no(
            f"名册中没有：{'、'.join(unknown)}。请核对姓名，或先在党员名册中登记。", code="rater-unknown"
        )
    if doubtful:
        return Verdict.no(
            f"名册中有同名的：{'、'.join(doubtful)}。请在姓名后空一格写所在党支部。", code="rater-doubtful"
        )
    return Verdict.yes()


def grades_of(grades: Sequence[str]) -> dict[Grade, int]:
    """How many have each grade, in the order of the grades: numbers, no order of persons."""
    return {grade: sum(one == grade for one in grades) for grade in Grade}
