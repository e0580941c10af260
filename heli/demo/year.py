"""What the invented organisations did: meetings and papers with the flaws that life has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from heli.duties.actions.rows import RecordRow
from heli.kernel.periods import Period, PeriodKind, add_months, period_on

TOPICS = (
    "学习贯彻党的二十届四中全会精神",
    "学习新修订的发展党员工作细则",
    "研究支部半年工作计划",
    "作风建设专题学习",
    "开展联系服务群众活动",
    "讨论党员发展事项",
    "警示教育专题学习",
    "上半年工作总结",
)
TEXTS = (
    "集中学习原文，结合本单位业务交流发言，议定三项落实措施，明确责任人和完成时限。",
    "通报上次议定事项办理情况，讨论本月工作安排，对群众反映的两个问题逐一研究答复办法。",
    "围绕主题开展讨论，党员联系岗位实际发言，形成两条改进意见，由支部委员分工落实。",
)


@dataclass(frozen=True, slots=True)
class Doing:
    """An organisation in the demo's year: how many are due, who chairs, how diligent, until which day."""

    pk: int
    members: int
    committee: int
    secretary: str
    recorder: str
    diligence: float
    until: date


def branch_year(doings: Sequence[Doing], random: Random, months: int, today: date) -> Iterator[RecordRow]:
    """The meetings of branches over the last `months` months: 三会一课 and 主题党日 (R01-10 … R01-17)."""
    for doing in doings:
        for period in _months(months, today):
            yield from _month(doing, period, random)


def _month(doing: Doing, period: Period, random: Random) -> Iterator[RecordRow]:
    monthly = [("theme_day", doing.members)]
    monthly += [("committee", doing.committee)] if doing.committee else []
    if doing.members >= 12 and random.random() < 0.6:
        monthly.append(("group", doing.members))
    if period.index % 3 == 1:
        monthly += [("assembly", doing.members), ("lecture", doing.members)]
    if period.index == 5:
        monthly.append(("education", doing.members))
    for kind, due in monthly:
        if random.random() < doing.diligence:
            day = _workday(period, random)
            if day <= doing.until:
                yield meeting(doing, kind, due, day, random)


def meeting(doing: Doing, kind: str, due: int, day: date, random: Random) -> RecordRow:
    """One meeting of an organisation, chaired by its secretary but now and then by another."""
    away = min(due // 2, max(0, round(random.gauss(1.2, 1))))
    chair = doing.secretary if random.random() < 0.96 else doing.recorder
    thin = random.random() < 0.002
    return RecordRow(
        organisation_id=doing.pk,
        kind=kind,
        happened_on=day,
        topic=random.choice(TOPICS),
        due=due,
        present=due - away,
        chair=chair,
        recorder=doing.recorder,
        text="略" if thin else random.choice(TEXTS),
        remarks="记录内容过于简单" if thin else "",
    )


def leading_year(
    leaders: Sequence[int], committees: Sequence[int], random: Random, today: date
) -> Iterator[RecordRow]:
    """What 党组 and 机关党委 had on record when the demo begins: a part of what they owe."""
    year = today.year
    for pk in leaders:
        if random.random() < 0.85:
            day = date(year, 3, 2) + timedelta(days=random.randrange(0, 40))
            yield _paper(pk, "duty_list", day, f"{year}年度领导班子成员党建责任清单")
        if random.random() < 0.7:
            day = date(year, 4, 7) + timedelta(days=random.randrange(0, 80))
            yield _paper(pk, "governance_study", day, "专题研究全面从严治党工作")
    for pk in committees:
        if random.random() < 0.5:
            day = date(year, 5, 6) + timedelta(days=random.randrange(0, 50))
            yield _paper(pk, "visit_list", day, "联系服务基层走访问题清单")
    yield from _sessions(leaders, Random(year), today)


def _sessions(leaders: Sequence[int], random: Random, today: date) -> Iterator[RecordRow]:
    """Sessions of the 中心组 in both quarters, here and there one missing (R15-03).

    By a chance of its own: the rest of the year stays what it was.
    """
    for pk in leaders:
        for month, share in ((1, 0.9), (4, 0.8)):
            day = date(today.year, month, 8) + timedelta(days=random.randrange(0, 70))
            if random.random() < share:
                due = random.randrange(5, 10)
                yield RecordRow(
                    organisation_id=pk,
                    kind="study_group",
                    happened_on=day,
                    topic="理论学习中心组集体学习研讨",
                    due=due,
                    present=due - random.randrange(0, 2),
                    text="集体学习，重点发言，组长总结。",
                )


def _paper(pk: int, kind: str, day: date, topic: str) -> RecordRow:
    return RecordRow(
        organisation_id=pk, kind=kind, happened_on=day, topic=topic, text=f"{topic}，已报机关工委。"
    )


def more_groups(
    doings: Sequence[Doing], count: int, random: Random, months: int, today: date
) -> Iterator[RecordRow]:
    """`count` more meetings of 党小组, so that the year holds as many records as the sources say."""
    periods = _months(months, today)
    for number in range(count):
        doing = doings[number % len(doings)]
        period = periods[number // len(doings) % len(periods)]
        yield meeting(
            doing, "group", max(2, doing.members // 3), min(_workday(period, random), today), random
        )


def _months(count: int, today: date) -> list[Period]:
    first = period_on(PeriodKind.MONTH, add_months(today, 1 - count))
    periods = [first]
    while len(periods) < count:
        periods.append(periods[-1].next())
    return periods


def _workday(period: Period, random: Random) -> date:
    day = period.start + timedelta(days=random.randrange(4, (period.end - period.start).days - 2))
    return day - timedelta(days=max(0, day.weekday() - 4))
