"""The round of 述职评议 that the demo's 党总支 holds, and who may be named as raters of each group.

Run inside a site: `python -m tests.journeys.raters` prints the round, the reporter with an account, and by
group three full members as a page asks for them, as JSON.
"""

import json
import sys

import django

django.setup()

from heli.ballots.queries import members_with_a_vote  # noqa: E402 - Django is set up first
from heli.debriefing.models import Debriefing  # noqa: E402
from heli.debriefing.queries import results  # noqa: E402
from heli.demo.catalogue import DEMO_DAY  # noqa: E402
from heli.orgs.catalogue import Kind  # noqa: E402
from heli.orgs.models import Organisation  # noqa: E402

EACH = 3


def main() -> None:
    held = Debriefing.objects.get(year=DEMO_DAY.year, organiser__kind=Kind.GENERAL_BRANCH)
    own = next(one for one in results.reporters_of(held) if one.handed_in_at is None)
    branches = Organisation.objects.branches().filter(closed_on=None, path__startswith=held.organiser.path)
    members = [
        f"{one.name} {branch.name}"
        for branch in branches.order_by("path")
        for one in members_with_a_vote(branch, DEMO_DAY)
    ]
    groups = {
        group.pk: members[place * EACH : (place + 1) * EACH]
        for place, group in enumerate(results.groups_of(held))
    }
    sys.stdout.write(json.dumps({"round": held.pk, "reporter": own.pk, "groups": groups}))


main()
