"""Reviews in their stages, for the tests: each function brings one review a step further."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from heli.ballots import queries as ballot_queries
from heli.ballots.models import Poll
from heli.ballots.rules import Count, Counted
from heli.duties.actions.record import record
from heli.duties.models import Record
from heli.kernel.action import SYSTEM
from heli.kernel.clock import SHANGHAI
from heli.orgs.models import Organisation
from heli.reviews import actions, queries
from heli.reviews.catalogue import Grade, Part, StageKind
from heli.reviews.models import Review
from heli.reviews.rules import pioneer
from tests.people import NOW, TODAY

TELLERS: dict[str, Any] = {"supervisor": "郑纪安", "teller": "孙明岚"}


def opened(branch: Organisation, year: int = 2026) -> Review:
    return actions.open_review(organisation=branch, year=year, by=SYSTEM, at=NOW)


def discussed(branch: Organisation) -> Review:
    """自评 and 互评 were held."""
    held = opened(branch)
    everybody = held.evaluations.count()
    for kind, days in ((StageKind.SELF, 10), (StageKind.MUTUAL, 9)):
        actions.enter_stage(
            review=held,
            kind=kind,
            done_on=TODAY - timedelta(days=days),
            took_part=everybody,
            absences={},
            by=SYSTEM,
            at=NOW,
        )
    return held


def voting(branch: Organisation, held: Review | None = None, **changed: Any) -> Review:
    """The vote is on, on paper unless `changed`; of `held` where it was discussed already."""
    held = held or discussed(branch)
    given: dict[str, Any] = {
        "voters": ballot_queries.members_with_a_vote(branch, TODAY),
        "opens_on": TODAY,
        "closes_on": TODAY,
    }
    return actions.hold_vote(review=held, by=SYSTEM, at=NOW, **given | changed)


def figures(poll: Poll, **changed: Any) -> Count:
    """Everybody 合格, as the tellers would have it."""
    votes = {}
    for line in ballot_queries.ballot(poll):
        qualified = next(one.pk for one in line.choices if one.text == Grade.QUALIFIED.label)
        votes[line.pk] = Counted({qualified: poll.issued}, 0)
    number = poll.issued
    given: dict[str, Any] = {
        "issued": number,
        "returned": number,
        "valid": number,
        "invalid": 0,
        "questions": votes,
    }
    return Count(**given | TELLERS | changed)


def counted(branch: Organisation, held: Review | None = None) -> Review:
    held = voting(branch, held)
    actions.count_vote(review=held, counted=figures(queries.poll_of(held)), by=SYSTEM, at=NOW)
    return Review.objects.get(pk=held.pk)


def met(branch: Organisation, kind: str = "assembly", on: date = TODAY) -> Record:
    return record(
        organisation=branch, kind=kind, happened_on=on, topic="民主评议党员大会", due=9, present=8,
        chair="林书远", by=SYSTEM, at=NOW.replace(year=on.year, month=on.month, day=on.day, tzinfo=SHANGHAI),
    )  # fmt: skip


def grades(held: Review, **named: Grade) -> Mapping[int, str]:
    """合格 for all but those named."""
    return {one.pk: named.get(one.member.name, Grade.QUALIFIED).value for one in queries.evaluations(held)}


def decided(branch: Organisation, **named: Grade) -> Review:
    held = counted(branch)
    return actions.decide(review=held, meeting=met(branch), grades=grades(held, **named), by=SYSTEM, at=NOW)


def closed(branch: Organisation, **named: Grade) -> Review:
    return actions.close_review(review=decided(branch, **named), by=SYSTEM, at=NOW)


EVERY_ITEM = {one.code: one.points for one in pioneer.examples(TODAY)}
"""The examples of 先锋指数 as they stand."""


def full(**changed: pioneer.Marked) -> dict[str, pioneer.Marked]:
    """基本 in full, but for what is `changed`."""
    basic = (one for one in pioneer.examples(TODAY) if one.part is Part.BASIC)
    return {one.code: pioneer.Marked(one.points) for one in basic} | changed


def chosen(branch: Organisation) -> Review:
    """自评 and 互评 were held, 先锋指数 is used."""
    return actions.choose_pioneer(review=discussed(branch), points=EVERY_ITEM, by=SYSTEM, at=NOW)


def marked(branch: Organisation) -> Review:
    """Everybody in full."""
    held = chosen(branch)
    for one in queries.evaluations(held):
        actions.mark_member(review=held, evaluation=one.pk, marks=full(), by=SYSTEM, at=NOW)
    return held


def confirmed(branch: Organisation, **named: Grade) -> Review:
    """Marked, voted, graded at a meeting, confirmed there."""
    held = counted(branch, held=marked(branch))
    actions.decide(review=held, meeting=met(branch), grades=grades(held, **named), by=SYSTEM, at=NOW)
    return actions.confirm_pioneer(review=held, by=SYSTEM, at=NOW)
