"""书记履职事实: what a secretary chaired and taught in a year, by the records themselves (S001-71, S001-73).

A hint for himself and for his superiors, beside a lower bound that is an example: never a score, an order or
a comparison of persons.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.catalogue import SECRETARIES, Permission
from heli.accounts.permissions import scope_of
from heli.duties.catalogue import RECORD_KINDS, RecordForm
from heli.duties.models import Record
from heli.duties.rules.kinds import kind_name
from heli.duties.rules.secretaries import Secretaries
from heli.mandates.catalogue import BOUNDS, Bound
from heli.members.models import Post
from heli.orgs.models import Organisation

LECTURE = "lecture"


class Fact(NamedTuple):
    """What was done: its records with the names of their kinds, and the bound.

    `unstated`: how many records of these kinds do not say who chaired or taught; unknown, not zero (ADR 5).
    """

    bound: Bound
    records: Sequence[tuple[Record, str]]
    unstated: int

    @property
    def number(self) -> int:
        return len(self.records)

    @property
    def below(self) -> int:
        """How many are still wanting to the lower bound; 0 where that is not known."""
        return 0 if self.unstated else max(self.bound.least - self.number, 0)


def may_see(actor: Actor, organisation: Organisation) -> bool:
    """The secretary himself, and whoever looks at the organisation's work from above."""
    if SECRETARIES & set(actor.offices_at(organisation.pk)):
        return True
    above = [post for post in actor.posts if post.organisation_id != organisation.pk]
    return scope_of(above, Permission.SCORE_SEE).covers(organisation)


def facts(organisation: Organisation, year: int, on: date) -> list[Fact]:
    """What its secretary of the day chaired or taught, of the year's records until `on`: two queries."""
    posts = Post.objects.filter(organisation=organisation, office__in=SECRETARIES)
    held = Secretaries(posts.values_list("organisation_id", "name", "valid_from", "valid_to"))
    meetings = {kind.id for kind in RECORD_KINDS().on(on) if kind.form is RecordForm.MEETING} - {LECTURE}
    wanted = {"chaired": meetings, "lectured": {LECTURE}}
    rows = Record.objects.standing().filter(
        organisation=organisation,
        happened_on__year=year,
        happened_on__lte=on,
        kind__in=meetings | {LECTURE},
    )
    every = list(rows.order_by("-happened_on", "-pk"))
    his = [one for one in every if held.includes(organisation.pk, one.chair, one.happened_on)]
    return [
        Fact(
            bound,
            [(one, kind_name(one.kind, one.happened_on)) for one in his if one.kind in wanted[bound.fact]],
            sum(not one.chair and one.kind in wanted[bound.fact] for one in every),
        )
        for bound in BOUNDS().on(on)
        if organisation.kind in bound.kinds
    ]
