"""One organisation's terms with its seats, and what of them the reader may do."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Actor
from heli.accounts.catalogue import COMMITTEE_OFFICES, Permission
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict
from heli.members.models import Post
from heli.orgs.catalogue import TERM_KINDS
from heli.orgs.models import CommitteeTerm, Organisation
from heli.orgs.queries.terms import TermLine, term_line, term_lines, terms_of_organisation
from heli.orgs.rules.setting import TermState
from heli.orgs.rules.terms import Held, Seat, SeatState, TermTask, seats_of


@dataclass(frozen=True, slots=True)
class TermsPage:
    """The present term with its seats, and all terms that Heli knows, the latest first."""

    line: TermLine
    seats: tuple[Seat, ...]
    terms: tuple[CommitteeTerm, ...]

    @property
    def vacant(self) -> int:
        """How many seats nobody holds."""
        return sum(one.state is SeatState.VACANT for one in self.seats)


def terms_page(organisation: Organisation, on: date) -> TermsPage:
    """Everything that the page of an organisation's terms shows: eight queries."""
    line = term_line(organisation, on)
    terms = tuple(terms_of_organisation(organisation))
    seats: list[Seat] = []
    if line.held is not None:
        posts = [
            Held(*row)
            for row in Post.objects.filter(organisation=organisation, office__in=COMMITTEE_OFFICES)
            .order_by("valid_from", "pk")
            .values_list("office", "name", "valid_from", "valid_to")
        ]
        seats = seats_of(line.held.begins_on, line.held.ends_on, posts, on)
    return TermsPage(line, tuple(seats), terms)


def carried_over(lines: Collection[TermLine], on: date) -> dict[int, int]:
    """How many officers carry on after the end of their term, by organisation: one query."""
    over = [one.organisation.pk for one in lines if one.term.state is TermState.OVER]
    counts: dict[int, int] = defaultdict(int)
    posts = Post.objects.held(on).filter(office__in=COMMITTEE_OFFICES, organisation__in=over)
    for pk in posts.values_list("organisation_id", flat=True):
        counts[pk] += 1
    return counts


def latest_term(organisation: Organisation) -> CommitteeTerm | None:
    """The term that ends last, None where Heli knows of none."""
    found: CommitteeTerm | None = organisation.terms.order_by("-ends_on").first()
    return found


def present_term(organisation: Organisation) -> CommitteeTerm:
    """The same; NotFound where Heli knows of none."""
    term = latest_term(organisation)
    if term is None:
        raise NotFound("term-not-found", "还没有填写本届的届满日期。请先登记新一届，或在名册中补上。")
    return term


def may_keep(actor: Actor, superior: Organisation | None) -> Verdict:
    """Whether the reader may remind and decide: whoever keeps terms over the superior."""
    if superior is None:
        return Verdict.no("还没有填写上级党组织。请先补上隶属关系。", code="no-superior")
    return actor.may(Permission.TERM_KEEP, superior)


def may_enter(actor: Actor, organisation: Organisation) -> Verdict:
    """Whether the reader may enter request and election: the organisation, or who keeps its terms."""
    own = actor.may(Permission.RECORD_ENTER, organisation)
    return own if own else actor.may(Permission.TERM_KEEP, organisation)


def waiting(organisations: Collection[int], on: date) -> tuple[list[TermLine], list[TermLine]]:
    """Of these organisations: whom they have to remind, and which of them have to request. Four queries."""
    if not organisations:
        return [], []
    live = Organisation.objects.live(on).filter(kind__in=TERM_KINDS)
    mine = live.filter(pk__in=organisations) | live.filter(parent__in=organisations)
    lines = term_lines(mine.order_by("path"), on)
    remind = [
        one
        for one in lines
        if one.organisation.parent_id in organisations and one.task(TermTask.REMIND) is not None
    ]
    request = [
        one
        for one in lines
        if one.organisation.pk in organisations and one.task(TermTask.REQUEST) is not None
    ]
    return remind, request
