"""The counts of votes behind an indicator of one organisation: each with its votes, and where it opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from heli.accounts.actor import Actor
from heli.debriefing.models import Debriefing, Reporter
from heli.debriefing.queries import results as debriefing_results
from heli.debriefing.queries.reporters import reporter_of
from heli.exchange.catalogue import State
from heli.exchange.models import Gathering
from heli.exchange.queries import judging
from heli.kernel.errors import DomainError
from heli.kernel.periods import Period, PeriodKind
from heli.orgs.models import Organisation
from heli.schemes.catalogue import Indicator, Measure


@dataclass(frozen=True, slots=True)
class CountOf:
    """One count: what was voted on, the votes for each mark, the page it stands on.

    Of a 述职 that the reader may not open (S000-76) only the name; votes and address are empty.
    """

    name: str
    votes: Sequence[tuple[str, int]]
    url: str


def counts(
    one: Indicator, organisation: Organisation, period: Period, on: date, actor: Actor
) -> list[CountOf]:
    """The counts that an indicator takes the mean of, as `actor` may see them, the earliest first.

    Groups that rate are not told apart: so the reporter himself sees them.
    """
    last = min(period.end, on)
    if one.measure is Measure.DEBRIEFED:
        return _debriefed(organisation, period, last, actor)
    return _judged(organisation, period, last)


def _debriefed(organisation: Organisation, period: Period, last: date, actor: Actor) -> list[CountOf]:
    whole = period.kind is PeriodKind.YEAR
    when = Q(year=period.year) if whole else Q(met_on__range=(period.start, last))
    rounds = Debriefing.objects.filter(when, decided_at__isnull=False, reporters__organisation=organisation)
    told = []
    for held in rounds.distinct().order_by("pk"):
        own = list(Reporter.objects.filter(debriefing=held, organisation=organisation).order_by("pk"))
        for result in debriefing_results.results(held, own):
            if not any(number for _, number in result.votes):
                continue
            name = f"{held.title}：{result.reporter.get_office_display()}"
            if _opens(result.reporter.pk, actor):
                url = reverse("debriefing:reporter", args=[result.reporter.pk])
                told.append(CountOf(name, result.votes, url))
            else:
                told.append(CountOf(name, (), ""))
    return told


def _opens(reporter: int, actor: Actor) -> bool:
    try:
        reporter_of(reporter, actor)
    except DomainError:
        return False
    return True


def _judged(organisation: Organisation, period: Period, last: date) -> list[CountOf]:
    held = Gathering.objects.exclude(state=State.CALLED_OFF).filter(
        held_on__range=(period.start, last), exhibits__organisation=organisation
    )
    told = []
    for one in held.select_related("poll").distinct().order_by("held_on", "pk"):
        url = reverse("exchange:judge", args=[one.pk])
        for marked in judging.marked(one, list(one.exhibits.filter(organisation=organisation))):
            votes = [(mark.label, number) for mark, number in marked.votes]
            told += [CountOf(one.title, votes, url)] if marked.total else []
    return told
