"""The list, one listing with all that was told, candidates, and who may help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.scope import Scope
from heli.kernel.action import Doer
from heli.kernel.errors import NotAllowed, NotFound
from heli.members.models import Post
from heli.orgs.models import Organisation, OrganisationQuerySet
from heli.orgs.models.organisations import STEP
from heli.stars.models import StarHeld
from heli.weak.catalogue import HELPERS, LISTED_KINDS, LISTERS, PARAMETERS, REASONS, Fact, ListingState
from heli.weak.models import Acceptance, Listing, Rectification, Telling
from heli.weak.queries.facts import facts_of
from heli.weak.rules.listing import is_relapse

MOST_PARTNERS = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; an empty value narrows nothing."""

    state: str = ""
    year: int | None = None
    relapsed: bool = False


def listed(scope: Scope, filters: Filters) -> QuerySet[Listing]:
    """Listings in sight in the order of the tree, the latest of each first: one query."""
    found: QuerySet[Listing] = Listing.objects.visible_to(scope)
    if filters.state in ListingState.values:
        found = found.filter(state=filters.state)
    if filters.year is not None:
        found = found.filter(listed_on__year=filters.year)
    if filters.relapsed:
        found = found.filter(after__isnull=False)
    related = found.select_related("organisation", "lister", "partner")
    counted = related.annotate(
        tasks=Count("rectifications"),
        done=Count("rectifications", filter=Q(rectifications__done_on__isnull=False)),
    )
    return counted.order_by("organisation__path", "-listed_on", "-pk")


def by_state(scope: Scope) -> dict[str, int]:
    """How many listings in sight stand in each state: one query."""
    rows = Listing.objects.visible_to(scope).order_by().values_list("state").annotate(number=Count("pk"))
    return dict(rows)


def years(scope: Scope) -> list[int]:
    """The years in which anything in sight was listed, the latest first: one query."""
    found = Listing.objects.visible_to(scope).dates("listed_on", "year", order="DESC")
    return [one.year for one in found]


def listing(pk: int, scope: Scope) -> Listing:
    """One of them; NotFound where there is none in sight."""
    rows = Listing.objects.visible_to(scope)
    found: Listing | None = (
        rows.select_related("organisation", "lister", "partner", "helper__organisation", "after")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("listing-not-found", "没有这项认定，或它不在您的范围内。")
    return found


@dataclass(frozen=True, slots=True)
class Whole:
    """A listing with its tasks, each with what was told of it, what the helper told, each 验收."""

    tasks: Sequence[tuple[Rectification, Sequence[Telling]]]
    helped: Sequence[Telling]
    acceptances: Sequence[Acceptance]
    others: Sequence[Listing]

    @property
    def waiting(self) -> int:
        """Tasks that are not finished."""
        return sum(one.done_on is None for one, _ in self.tasks)

    @property
    def asked(self) -> Acceptance | None:
        """The 验收 that waits for its answer."""
        return next((one for one in self.acceptances if one.answered_at is None), None)


def whole(held: Listing) -> Whole:
    """Four queries."""
    told = list(Telling.objects.filter(listing=held).select_related("record").order_by("-pk"))
    tasks = Rectification.objects.filter(listing=held).order_by("due_on", "pk")
    return Whole(
        [(task, [one for one in told if one.rectification_id == task.pk]) for task in tasks],
        [one for one in told if one.rectification_id is None],
        list(Acceptance.objects.filter(listing=held).order_by("-pk")),
        list(Listing.objects.filter(organisation=held.organisation_id).exclude(pk=held.pk).order_by("-pk")),
    )


def rectification(pk: int, scope: Scope) -> Rectification:
    """One task with its listing; NotFound where there is none in sight."""
    rows = Rectification.objects.visible_to(scope).select_related("listing__organisation")
    found: Rectification | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("rectification-not-found", "没有这项整改任务，或它不在您的范围内。")
    return found


def open_listing(organisation: Organisation) -> Listing | None:
    """The listing of an organisation that has not ended: one query."""
    found: Listing | None = Listing.objects.open().filter(organisation=organisation).first()
    return found


def relapse_of(organisation: Organisation, listed_on: date) -> Listing | None:
    """The listing that was cleared within the days of a 反弹 before; None where there is none: one query."""
    rows = Listing.objects.filter(organisation=organisation, state=ListingState.CLEARED)
    last: Listing | None = rows.order_by("-ended_on", "-pk").first()
    days = PARAMETERS().get("relapse_days", listed_on).value
    return last if last is not None and is_relapse(last.ended_on, listed_on, days) else None


def lister_for(actor: Actor, organisation: Organisation) -> Organisation:
    """The reader's own organisation that lists this one: the nearest above it. NotAllowed without one."""
    found = [one for one in listers(actor) if one.pk != organisation.pk]
    above = [one for one in found if organisation.path.startswith(one.path)]
    if not above:
        reason = "软弱落后党组织由机关工委或者机关党委认定，只能认定所属的下级党组织。"
        raise NotAllowed("not-a-lister", reason)
    return max(above, key=lambda one: len(one.path))


def listers(actor: Actor) -> list[Organisation]:
    """The reader's own organisations that put others on the list: one query."""
    scope = actor.scope(Permission.WEAK_KEEP)
    if scope.is_empty:
        return []
    own = {post.organisation_id for post in actor.posts}
    return list(Organisation.objects.visible_to(scope).filter(pk__in=own, kind__in=LISTERS))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that may be put on the list, with what speaks for it."""

    organisation: Organisation
    facts: Sequence[Fact]


def beneath(above: Sequence[Organisation], today: date) -> OrganisationQuerySet:
    """Those that these may list: standing, beneath one of them, of a kind that is listed, not listed now."""
    reach = Q(pk__in=[])
    for one in above:
        reach |= Q(path__startswith=one.path) & ~Q(pk=one.pk)
    found: OrganisationQuerySet = Organisation.objects.live(today).filter(reach, kind__in=LISTED_KINDS)
    return found.exclude(pk__in=Listing.objects.open().values("organisation"))


def candidates(above: Sequence[Organisation], name: str, today: date) -> list[Candidate]:
    """Those with a fact, in the order of the tree, never of their facts; by name also those without."""
    found = beneath(above, today)
    if name:
        found = found.filter(Q(name__contains=name) | Q(initials__startswith=name.lower()))
    facts = facts_of(found, today)
    rows = found.order_by("path") if name else found.filter(pk__in=facts).order_by("path")
    return [Candidate(one, facts.get(one.pk, ())) for one in rows.only("short_name")]


def facts_now(organisation: Organisation, today: date) -> Sequence[Fact]:
    """What speaks for listing one organisation today."""
    return facts_of(Organisation.objects.filter(pk=organisation.pk), today).get(organisation.pk, ())


def helpers(organisation: Organisation, lister: Organisation, today: date) -> list[Post]:
    """Leaders of what stands above up to the lister, and of the body that leads it, today: one query."""
    posts = Post.objects.held(today).filter(above(organisation, lister, "organisation__"), office__in=HELPERS)
    return list(posts.select_related("organisation").order_by("-organisation__path", "pk"))


def title_of(post: Post) -> str:
    """市教育局党组书记: the body's own word is not said twice."""
    office = post.get_office_display()
    name = post.organisation.short_name
    return f"{name.removesuffix('党组') if office.startswith('党组') else name}{office}"


def is_above(post: Post, organisation: Organisation, lister: Organisation) -> bool:
    """Whether a post stands where helpers come from: one query."""
    return Organisation.objects.filter(above(organisation, lister), pk=post.organisation_id).exists()


def above(organisation: Organisation, lister: Organisation, way: str = "") -> Q:
    """What stands above an organisation: by 隶属 up to the lister, or by 领导."""
    path = organisation.path
    ways = [path[:length] for length in range(len(lister.path), len(path), STEP)]
    return Q(**{f"{way}path__in": ways}) | Q(**{f"{way}pk": organisation.leader_id})


def partners(organisation: Organisation, lister: Organisation, today: date) -> list[Organisation]:
    """Others beneath the lister with a valid star high enough, not on the list; the first of them."""
    least = PARAMETERS().get("partner_star", today).value
    held = StarHeld.objects.latest_each().filter(star__gte=least, ends_on__gte=today)
    found = beneath([lister], today).exclude(pk=organisation.pk)
    return list(found.filter(pk__in=held.values("organisation")).order_by("path")[:MOST_PARTNERS])


def star_of(organisation: Organisation, today: date) -> int | None:
    """The valid star that an organisation holds: one query."""
    rows = StarHeld.objects.filter(organisation=organisation).order_by("-pk")
    last: StarHeld | None = rows.first()
    return last.star if last is not None and not last.has_expired(today) else None


def reasons_of(held: Listing) -> list[str]:
    """The names of a listing's reasons, as of its day."""
    known = {one.id: one.name for one in REASONS().on(held.listed_on)}
    return [known.get(one, one) for one in held.reasons]


def helped_by(pk: int, actor: Actor, scope: Scope) -> Listing:
    """A listing in sight that the reader helps; NotFound for any other."""
    held = listing(pk, scope)
    if not helps(held, actor):
        raise NotFound("listing-not-helped", "这个党组织不由您帮带。帮带情况由帮带人本人登记。")
    return held


def helps(held: Listing, by: Doer) -> bool:
    """Whether somebody is the helper: by the account of the post, or by its name there."""
    if by.account_id is not None and held.helper.account_id == by.account_id:
        return True
    return isinstance(by, Actor) and held.helper_name in by.names_at(held.helper.organisation_id)


def takes_part(held: Listing, by: Doer) -> bool:
    """Whether somebody holds a post at the partner: he helped too."""
    if held.partner_id is None or not isinstance(by, Actor):
        return False
    return any(post.organisation_id == held.partner_id for post in by.posts)


def mends(held: Listing, by: Doer) -> bool:
    """Whether somebody holds a post at the listed organisation, or told of progress, or asked: one query."""
    if isinstance(by, Actor) and any(post.organisation_id == held.organisation_id for post in by.posts):
        return True
    if by.account_id is None:
        return False
    told = Telling.objects.filter(listing=held, teller=by.account_id, rectification__isnull=False)
    return told.exists() or Acceptance.objects.filter(listing=held, applicant=by.account_id).exists()


def told_since_returned(held: Listing) -> bool:
    """Whether the organisation told anything since 验收 was last sent back; yes where it never was."""
    last = Acceptance.objects.filter(listing=held, accepted=False).order_by("-pk").first()
    if last is None:
        return True
    told = Telling.objects.filter(listing=held, rectification__isnull=False, told_at__gt=last.answered_at)
    return told.exists()
