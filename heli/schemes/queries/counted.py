"""The counts of votes behind an indicator of one organisation: each with its votes, and where it opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from heli.debriefing.models import Debriefing, Reporter
from heli.debriefing.queries import results as debriefing_results
from heli.exchange.catalogue import State
from heli.exchange.models import Gathering
from heli.exchange.queries import judging
from heli.kernel.periods import Period, PeriodKind
from heli.orgs.models import Organisation
from heli.schemes.catalogue import Indicator, Measure


@dataclass(frozen=True, slots=True)
class CountOf:
    """One count: what was voted on, the votes for each mark, the page it stands on."""

    name: str
    votes: Sequence[tuple[str, int]]
    url: str


def counts(one: Indicator, organisation: Organisation, period: Period, on: date) -> list[CountOf]:
    """The counts that an indicator takes the mean of, the earliest first.

    Groups that rate are not told apart: so the reporter himself sees them.
    """
    last = min(period.end, on)
    found = (
        _debriefed(organisation, period, last)
        if one.measure is Measure.DEBRIEFED
        else _judged(organisation, period, last)
    )
    return [each for each in found if any(number for _, number in each.votes)]


def _debriefed(organisation: Organisation, period: Period, last: date) -> list[CountOf]:
    whole = period.kind is PeriodKind.YEAR
    when = Q(year=period.year) if whole else Q(met_on__range=(period.start, last))
    rounds = Debriefing.objects.filter(when, decided_at__isnull=False, reporters__organisation=organisation)
    told = []
    for held in rounds.distinct().order_by("pk"):
        own = list(Reporter.objects.filter(debriefing=held, organisation=organisation).order_by("pk"))
        for result in debriefing_results.results(held, own):
            url = reverse("debriefing:reporter", args=[result.reporter.pk])
            told.append(CountOf(f"{held.title}：{result.reporter.get_office_display()}", result.votes, url))
    return told


def _judged(organisation: Organisation, period: Period, last: date) -> list[CountOf]:
    held = Gathering.objects.exclude(state=State.CALLED_OFF).filter(
        held_on__range=(period.start, last), exhibits__organisation=organisation
    )
    told = []
    for one in held.select_related("poll").distinct().order_by("held_on", "pk"):
        url = reverse("exchange:judge", args=[one.pk])
        for marked in judging.marked(one, list(one.exhibits.filter(organisation=organisation))):
            told.append(CountOf(one.title, [(mark.label, number) for mark, number in marked.votes], url))
    return told
