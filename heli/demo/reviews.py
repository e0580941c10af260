"""民主评议 around the demo's accounts: last year's closed, this year's before its vote is counted.

The demo's own branch uses 先锋指数 in both: last year's is confirmed, this year's half marked."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from heli.accounts.models import Account
from heli.ballots import queries as ballot_queries
from heli.ballots.rules import Count, Counted
from heli.duties.actions.record import record
from heli.kernel.action import Doer, action
from heli.kernel.clock import SHANGHAI
from heli.members.models import Post
from heli.orgs.models import Organisation
from heli.reviews import actions, queries
from heli.reviews.catalogue import Grade, Part, StageKind
from heli.reviews.models import Evaluation, Review
from heli.reviews.rules import pioneer

MOST = 5
"""Branches of the organ whose reviews of last year are told of."""


@action
def hold_reviews(*, random: Random, by: Doer, at: datetime) -> None:
    """Last year's review of some branches, closed in December; this year's of the demo's own branch."""
    own = Post.objects.get(account=Account.objects.get(username="zhibu")).organisation
    beside = Organisation.objects.branches().filter(organ=own.organ, member_count__gte=5, closed_on=None)
    for branch in [own, *beside.exclude(pk=own.pk).order_by("path")[: MOST - 1]]:
        day = date(at.year - 1, 12, 1 + random.randrange(20))
        _last_year(branch, random, day, by, marked=branch == own)
    held = _discussed(own, at.year, at.date() - timedelta(days=6), by)
    people = _choose_pioneer(held, at.date(), by)
    _mark(held, people[: len(people) // 2], at.date(), by)
    _put_to_the_vote(held, at.date(), by)


def _last_year(branch: Organisation, random: Random, day: date, by: Doer, *, marked: bool) -> None:
    """From 自评 to the record: the vote on paper, a third 优秀, now and then one 基本合格."""
    held = _discussed(branch, day.year, day - timedelta(days=3), by)
    if marked:
        _mark(held, _choose_pioneer(held, day, by), day, by)
    _put_to_the_vote(held, day, by)
    at, people = _on(day), queries.evaluations(held)
    graded = [Grade.EXCELLENT] * (len(people) // 3) + [Grade.QUALIFIED] * (len(people) - len(people) // 3)
    if random.random() < 0.5:
        graded[-1] = Grade.BASIC
    random.shuffle(graded)
    poll = queries.poll_of(held)
    names = [one.member.name for one in people]
    asked = {one.question_id: _votes(poll.issued, grade) for one, grade in zip(people, graded, strict=True)}
    votes = {line.pk: _counted(line, asked[line.pk]) for line in ballot_queries.ballot(poll)}
    number = poll.issued
    count = Count(number, number, number, 0, votes, names[0], names[1])
    actions.count_vote(review=held, counted=count, by=by, at=at)
    meeting = record(
        organisation=branch,
        kind="assembly",
        happened_on=day,
        topic=f"{day.year}年度民主评议党员",
        due=len(people),
        present=len(people),
        chair=names[0],
        by=by,
        at=at,
    )
    grades = {one.pk: grade.value for one, grade in zip(people, graded, strict=True)}
    actions.decide(review=held, meeting=meeting, grades=grades, by=by, at=at)
    if marked:
        actions.confirm_pioneer(review=held, by=by, at=at)
    actions.close_review(review=held, by=by, at=at)
    for one in held.evaluations.filter(grade=Grade.BASIC):
        actions.tell(review=held, evaluation=one.pk, told_on=day, by=by, at=at)


def _discussed(branch: Organisation, year: int, day: date, by: Doer) -> Review:
    held = actions.open_review(organisation=branch, year=year, by=by, at=_on(day))
    for kind in StageKind:
        actions.enter_stage(
            review=held,
            kind=kind,
            done_on=day,
            took_part=held.evaluations.count(),
            absences={},
            by=by,
            at=_on(day),
        )
    return held


def _put_to_the_vote(held: Review, day: date, by: Doer) -> None:
    voters = ballot_queries.members_with_a_vote(held.organisation, day)
    actions.hold_vote(review=held, voters=voters, opens_on=day, closes_on=day, by=by, at=_on(day))
    held.refresh_from_db()


def _choose_pioneer(held: Review, day: date, by: Doer) -> list[Evaluation]:
    """Use 先锋指数 by the examples as they stand; returns whom to mark."""
    points = {one.code: one.points for one in pioneer.examples(day)}
    actions.choose_pioneer(review=held, points=points, by=by, at=_on(day))
    return queries.evaluations(held)


def _mark(held: Review, people: Sequence[Evaluation], day: date, by: Doer) -> None:
    """基本 in full but for an item here and there, now and then a fact worth more or less; no 清零."""
    basic = [one for one in pioneer.examples(day) if one.part is Part.BASIC]
    for number, one in enumerate(people):
        marks = {item.code: pioneer.Marked(item.points) for item in basic}
        marks[basic[number % len(basic)].code] = pioneer.Marked(basic[0].points - number % 3)
        if number % 4 == 1:
            marks["urgent"] = pioneer.Marked(3, "参加防汛值守，任务按时完成")
        if number % 4 == 3:
            marks["solved"] = pioneer.Marked(2, "牵头缩短一项窗口事项的办理时限")
        if number % 9 == 5:
            marks["tasks_undone"] = pioneer.Marked(1, "支部分配的材料整理任务没有完成")
        actions.mark_member(review=held, evaluation=one.pk, marks=marks, by=by, at=_on(day))


def _votes(number: int, grade: Grade) -> dict[str, int]:
    """What the ballot said of somebody who came to have this grade: most for it, some for its neighbour."""
    neighbour = Grade.EXCELLENT if grade is Grade.QUALIFIED else Grade.QUALIFIED
    some = number // 4
    return {grade.label: number - some, neighbour.label: some}


def _counted(line: ballot_queries.Line, votes: dict[str, int]) -> Counted:
    return Counted({one.pk: votes.get(one.text, 0) for one in line.choices if not one.is_abstention}, 0)


def _on(day: date) -> datetime:
    return datetime.combine(day, time(15, 30), SHANGHAI)
