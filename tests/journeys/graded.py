"""The demo branch's open review with its vote counted and its grades decided, 先锋指数 still being marked.

Run inside a site: `python -m tests.journeys.graded` prints the review's key, and of the member who logs in as
`dangyuan`, whose marks are taken back, the key and the name, as JSON.
"""

import json
import sys

import django

django.setup()

from heli.ballots import queries as ballot_queries  # noqa: E402 - Django is set up first
from heli.ballots.rules import Count, Counted  # noqa: E402
from heli.demo.catalogue import DEMO_DAY  # noqa: E402
from heli.demo.city import BUILT_AT  # noqa: E402
from heli.duties.actions.record import record  # noqa: E402
from heli.kernel.action import SYSTEM  # noqa: E402
from heli.members.models import Member  # noqa: E402
from heli.reviews import actions, queries  # noqa: E402
from heli.reviews.catalogue import Grade  # noqa: E402
from heli.reviews.models import Review  # noqa: E402


def main() -> None:
    member = Member.objects.get(account__username="dangyuan")
    held = Review.objects.get(organisation=member.organisation_id, closed_at=None)
    own = held.evaluations.get(member=member)
    actions.mark_member(review=held, evaluation=own.pk, marks={}, by=SYSTEM, at=BUILT_AT)
    poll = queries.poll_of(held)
    votes = {
        line.pk: Counted(
            {one.pk: poll.issued for one in line.choices if one.text == Grade.QUALIFIED.label}, 0
        )
        for line in ballot_queries.ballot(poll)
    }
    number, people = poll.issued, queries.evaluations(held)
    names = [one.member.name for one in people]
    count = Count(number, number, number, 0, votes, names[0], names[1])
    actions.count_vote(review=held, counted=count, by=SYSTEM, at=BUILT_AT)
    meeting = record(
        organisation=held.organisation, kind="assembly", happened_on=DEMO_DAY, topic="评定等次",
        due=number, present=number, chair=names[0], by=SYSTEM, at=BUILT_AT,
    )  # fmt: skip
    grades = {one.pk: Grade.QUALIFIED.value for one in people}
    actions.decide(review=held, meeting=meeting, grades=grades, by=SYSTEM, at=BUILT_AT)
    sys.stdout.write(json.dumps({"review": held.pk, "evaluation": own.pk, "name": member.name}))


main()
