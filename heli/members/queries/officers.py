"""党务干部库: who does Party affairs in each organ, as his whole work or beside another (S001-81, R02-10)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from heli.accounts.actor import Scope
from heli.accounts.catalogue import ASSISTANTS, COMMITTEE_OFFICES, Office
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict
from heli.members.models import Post
from heli.members.rules.staffing import Span, is_staffed, span_of
from heli.orgs.catalogue import COMMITTEE_KINDS, Kind
from heli.orgs.models import Organisation, Unit

_AT_COMMITTEES = [*COMMITTEE_KINDS, Kind.WORK_COMMITTEE, Kind.DISCIPLINE_COMMITTEE]
_WORKERS = [Office.STAFF, *ASSISTANTS]


@dataclass(frozen=True, slots=True)
class OrganLine:
    """An organ: its staff, how many persons do Party affairs in it full time and part time, and the rule."""

    organ: Unit
    fulltime: int
    parttime: int
    span: Span | None
    verdict: Verdict


def officers(scope: Scope, on: date) -> QuerySet[Post]:
    """Posts of Party affairs held on the day in organs proper: of committees, staff, and all full time."""
    wanted = Q(office__in=COMMITTEE_OFFICES, organisation__kind__in=_AT_COMMITTEES) | Q(office__in=_WORKERS)
    held = Post.objects.held(on).visible_to(scope).filter(organisation__attached=False)
    return (
        held.filter(wanted | _FULLTIME)
        .select_related("organisation")
        .order_by("organisation__path", "office", "pk")
    )


_FULLTIME = Q(fulltime=True) | Q(office=Office.FULLTIME_DEPUTY)


def is_fulltime(post: Post) -> bool:
    return post.fulltime or post.office == Office.FULLTIME_DEPUTY


def organ_lines(scope: Scope, on: date) -> list[OrganLine]:
    """Every organ in which `scope` sees a committee, in the order of the tree: two queries."""
    organs: dict[int, Unit] = {}
    seen = Organisation.objects.live(on).visible_to(scope).filter(kind__in=_AT_COMMITTEES, attached=False)
    for organisation in seen.select_related("organ").order_by("path"):
        organs.setdefault(organisation.organ_id, organisation.organ)
    persons: dict[int, dict[object, bool]] = defaultdict(dict)
    for post in officers(scope, on):
        who: object = post.member_id or post.name
        known = persons[post.organisation.organ_id]
        known[who] = known.get(who, False) or is_fulltime(post)
    return [_line(organ, list(persons[pk].values()), on) for pk, organ in organs.items()]


def organ_seen(pk: int, scope: Scope, on: date) -> tuple[OrganLine, Sequence[Post]]:
    """One organ with its officers; NotFound where `scope` sees no committee in it."""
    line = next((one for one in organ_lines(scope, on) if one.organ.pk == pk), None)
    if line is None:
        raise NotFound("organ-not-found", "没有这个机关，或它不在您的范围内。")
    return line, list(officers(scope, on).filter(organisation__organ=pk))


def post_seen(pk: int, scope: Scope, on: date) -> Post:
    """An officer's post within `scope`; NotFound otherwise."""
    found: Post | None = officers(scope, on).filter(pk=pk).first()
    if found is None:
        raise NotFound("post-not-found", "没有这个党务任职，或它不在您的范围内。")
    return found


def _line(organ: Unit, persons: Sequence[bool], on: date) -> OrganLine:
    fulltime = sum(persons)
    return OrganLine(
        organ=organ,
        fulltime=fulltime,
        parttime=len(persons) - fulltime,
        span=span_of(organ.staff_count, on) if organ.staff_count is not None else None,
        verdict=is_staffed(organ.staff_count, fulltime, on),
    )
