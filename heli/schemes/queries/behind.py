"""What an indicator over those beneath is made of: each organisation with its own a of b."""

from dataclasses import dataclass, replace
from datetime import date

from heli.kernel.periods import Period
from heli.orgs.catalogue import LEADING_KINDS, Kind
from heli.orgs.models import Organisation
from heli.schemes.catalogue import FULL, Definition, Indicator, Over, Part, Rung
from heli.schemes.models import Version
from heli.schemes.queries.ground import ground
from heli.schemes.queries.scoring import scores
from heli.schemes.queries.statement.asked import Asked
from heli.schemes.queries.telling import opens, said


@dataclass(frozen=True, slots=True)
class Measured:
    """One organisation that was measured."""

    organisation: Organisation
    said: str
    url: str


def behind(
    version: Version, one: Indicator, organisation: Organisation, period: Period, on: date
) -> list[Measured]:
    """Those beneath an organisation, or led by it, that an indicator sums up, in the tree's order."""
    own = replace(one, over=Over.SELF, part=Part.COMMON, weight=FULL, gives_to="", holds_for=())
    definition = Definition(tuple(Kind.values), period.kind, (own,), (Rung("", 0),))
    found = scores(Asked(definition, ground(period, on), version.scheme_id, full=True))
    rows = Organisation.objects.filter(attached=one.over is Over.ATTACHED)
    if organisation.kind in LEADING_KINDS:
        rows = rows.filter(leader=organisation)
    else:
        rows = rows.filter(path__startswith=organisation.path).exclude(pk=organisation.pk)
    inside = {row.pk: row for row in rows}
    told = []
    for score in sorted(found, key=lambda score: score.path):
        row = inside.get(score.organisation)
        line = score.lines[0]
        if row is not None and (line.b or line.u or line.a):
            url = opens(own, row.pk, period, version.scheme_id)
            told.append(Measured(row, said(own, line.a, line.b, line.u), url))
    return told
