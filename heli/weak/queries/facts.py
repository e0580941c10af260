"""What speaks for putting organisations on the list, from what Heli knows anyway; each opens to its rows.

Unknown is no fact (ADR 5): an organisation whose posts or term nobody entered is not said to lack them.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils.http import urlencode

from heli.accounts.catalogue import Office
from heli.duties.catalogue import DutyState
from heli.duties.queries.briefs import Position
from heli.duties.queries.plan import plan_year
from heli.duties.queries.positions import positions
from heli.members.models import Post
from heli.orgs.catalogue import TERM_KINDS
from heli.orgs.models import CommitteeTerm, OrganisationQuerySet
from heli.orgs.queries.terms import SHOWN, term_lines
from heli.orgs.rules.setting import TermState
from heli.schemes.catalogue import ReleaseState
from heli.schemes.models import Release
from heli.stars.queries.facts import scored_under
from heli.weak.catalogue import PARAMETERS, Fact, FactKind

Found = Iterator[tuple[int, Fact]]


def facts_of(organisations: OrganisationQuerySet, today: date) -> dict[int, list[Fact]]:
    """By organisation what speaks for listing it; whoever has nothing is not in it.

    Sixteen queries and four for each scheme with final results, whatever the number of organisations.
    """
    told: dict[int, list[Fact]] = defaultdict(list)
    for part in (_terms, _secretaries, _duties, _results):
        for pk, fact in part(organisations, today):
            told[pk].append(fact)
    return dict(told)


def _terms(organisations: OrganisationQuerySet, today: date) -> Found:
    """Whose term has been over for the days of the parameter, without an extension."""
    least = PARAMETERS().get("over_days", today).value
    ends = CommitteeTerm.objects.order_by().values("organisation").annotate(last=Max("ends_on"))
    ended = ends.filter(last__lte=today - timedelta(days=least)).values("organisation")
    over = organisations.filter(kind__in=TERM_KINDS, pk__in=ended)
    for line in term_lines(over.only(*SHOWN), today):
        if line.term.state is not TermState.OVER or line.held is None:
            continue
        days = (today - line.held.ends_on).days
        if days >= least:
            words = f"本届 {line.held.ends_on} 届满，已过 {days} 天没有换届"
            where = reverse("elections:organisation", args=[line.organisation.pk])
            yield line.organisation.pk, Fact(FactKind.TERM_OVER, words, where)


def _secretaries(organisations: OrganisationQuerySet, today: date) -> Found:
    """Where a secretary was known and none has been for the days of the parameter."""
    last = today - timedelta(days=PARAMETERS().get("vacant_days", today).value)
    known = Post.objects.filter(office=Office.SECRETARY, organisation__in=organisations.values("pk"))
    held = known.held(today).values("organisation")
    left = known.exclude(organisation__in=held).filter(valid_to__isnull=False, valid_to__lte=today)
    rows = left.order_by().values_list("organisation").annotate(since=Max("valid_to"))
    for pk, since in rows.filter(since__lte=last):
        words = f"书记自 {since} 起缺职，已 {(today - since).days} 天"
        yield pk, Fact(FactKind.NO_SECRETARY, words, reverse("members:posts", args=[pk]))


def _duties(organisations: OrganisationQuerySet, today: date) -> Found:
    """Where as many duties of the year as the parameter says are overdue."""
    least, year = PARAMETERS().get("overdue_duties", today).value, plan_year(today)
    found = positions(organisations, year, today)
    overdue: dict[tuple[Position, ...], int] = {}  # those who stand alike share their positions
    where = reverse("duties:list")
    for pk, brief in found.briefs.items():
        standing = tuple(found.of(brief))
        number = overdue.get(standing)
        if number is None:
            number = sum(one.masks.of(DutyState.OVERDUE).bit_count() for one in standing)
            overdue[standing] = number
        if number >= least:
            query = urlencode([("year", year), ("organisation", pk), ("state", DutyState.OVERDUE.value)])
            words = f"{year} 年应办逾期 {number} 项"
            yield pk, Fact(FactKind.OVERDUE, words, f"{where}?{query}")


def _results(organisations: OrganisationQuerySet, today: date) -> Found:
    """Who stands in the lowest tier of the last final result of a scheme of the 工委, as corrected since."""
    final = Release.objects.of_work_committee().filter(state=ReleaseState.FINAL).order_by()
    last = final.values("version__scheme").annotate(last=Max("pk")).values("last")
    releases = list(
        Release.objects.filter(pk__in=last).select_related("version__scheme", "publication").order_by("pk")
    )
    for release in releases:
        tiers = release.version.tiers
        if len(tiers) < 2:
            continue
        (_, floor), (lowest, _) = tiers[-2], tiers[-1]
        for organisation in scored_under(release, floor, organisations):
            words = f"{release.version.scheme.name}（{release.period}）为末档“{lowest}”"
            where = reverse("schemes:result", args=[release.pk, organisation])
            yield organisation, Fact(FactKind.LOWEST_TIER, words, where)
