"""A small branch of the demo whose members may all log in, its review brought before the vote.

Run inside a site: `python -m tests.journeys.voters` prints the review's key and the user names as JSON, the
secretary's first. No page of Heli opens an account for a member without a post (R14-07), so a journey of an
electronic vote has to.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from heli.accounts.catalogue import Office  # noqa: E402 - Django is set up first
from heli.ballots.queries import members_with_a_vote  # noqa: E402
from heli.demo.catalogue import DEMO_DAY, PASSWORD  # noqa: E402
from heli.demo.city import BUILT_AT  # noqa: E402
from heli.demo.roles import open_member_account  # noqa: E402
from heli.kernel.action import SYSTEM  # noqa: E402
from heli.members.actions.accounts import create_account  # noqa: E402
from heli.members.models import Member  # noqa: E402
from heli.orgs.models import Organisation  # noqa: E402
from heli.reviews import actions  # noqa: E402
from heli.reviews.catalogue import StageKind  # noqa: E402

FEWEST, MOST = 5, 8


def main() -> None:
    branch, voters = _small_branch()
    secretary = branch.posts.get(office=Office.SECRETARY)
    usernames = ["shuji"]
    create_account(
        username="shuji", name=secretary.name, organisation=branch.name, office=Office.SECRETARY,
        password=PASSWORD, is_demo=True, by=SYSTEM, at=BUILT_AT,
    )  # fmt: skip
    for number, member in enumerate((one for one in voters if one.pk != secretary.member_id), 1):
        usernames.append(f"toupiao{number}")
        open_member_account(member=member, username=usernames[-1], by=SYSTEM, at=BUILT_AT)
    held = actions.open_review(organisation=branch, year=DEMO_DAY.year, by=SYSTEM, at=BUILT_AT)
    for kind in StageKind:
        actions.enter_stage(
            review=held, kind=kind, done_on=DEMO_DAY - timedelta(days=6),
            took_part=held.evaluations.count(), absences={}, by=SYSTEM, at=BUILT_AT,
        )  # fmt: skip
    sys.stdout.write(json.dumps({"review": held.pk, "usernames": usernames}))


def _small_branch() -> tuple[Organisation, list[Member]]:
    """The first branch with so few voters, of whom nobody has an account yet."""
    branches = Organisation.objects.branches().filter(closed_on=None, member_count__range=(FEWEST, MOST + 2))
    for branch in branches.exclude(reviews__year=DEMO_DAY.year).order_by("path"):
        voters = members_with_a_vote(branch, DEMO_DAY)
        secretary = branch.posts.filter(office=Office.SECRETARY, account=None, member__in=voters).first()
        if FEWEST <= len(voters) <= MOST and secretary and not any(one.account_id for one in voters):
            return branch, voters
    raise LookupError("the demo must have a branch of five to eight who may vote")


main()
