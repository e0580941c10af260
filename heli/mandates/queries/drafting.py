"""What a draft is made of: the class of its organisation, posts of the day, meetings, requirements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from heli.accounts.catalogue import COMMITTEE_OFFICES, LEADING_OFFICES, Office
from heli.duties.models import Record, Requirement
from heli.duties.rules.kinds import kind_name
from heli.duties.rules.recording import kind_of
from heli.kernel.errors import NotFound, WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.mandates import rules
from heli.mandates.catalogue import FILED, LISTS, MEETINGS, MEMBER_OFFICES, OWN, Bearer, Move, Template
from heli.mandates.models import Mandate, MandateItem, TakenIn
from heli.mandates.rules import About, Borne, Held
from heli.members.catalogue import office_words
from heli.members.models import Post
from heli.orgs.catalogue import Kind, Leading
from heli.orgs.models import Organisation

_ORDER = {office.value: place for place, office in enumerate(Office)}


def held_on(organisation: Organisation, on: date) -> list[Held]:
    """The posts that items of its lists may name, as held on a day: one query."""
    posts = Post.objects.held(on).filter(
        organisation=organisation, office__in=COMMITTEE_OFFICES | LEADING_OFFICES
    )
    rows = posts.order_by("valid_from", "pk").values_list("pk", "office", "name")
    return sorted((Held(*row) for row in rows), key=lambda one: _ORDER[one.office])


def post_choices(held: Sequence[Held], kind: str) -> list[tuple[str, str]]:
    """What an item may be borne by: an office by itself where one person holds it, else each holder."""
    found: list[tuple[str, str]] = []
    for one in held:
        alone = sum(other.office == one.office for other in held) == 1
        found.append(
            (
                one.office if alone else f"{one.office}:{one.pk}",
                f"{office_words(kind, one.office)} {one.name}",
            )
        )
    return found


def leads(organisation: Organisation, on: date) -> int:
    """How many organisations of 直属单位 it leads and does not only guide (S000-28, R08-05)."""
    led = Organisation.objects.live(on).filter(leader=organisation, attached=True)
    return led.exclude(leading=Leading.GUIDES).count()


def about(organisation: Organisation, bearer: str, on: date) -> About:
    """The class that the templates ask about; at most one query."""
    asked = bearer in {Bearer.BODY, Bearer.MEMBER}
    return About(
        bearer,
        organisation.kind,
        organisation.nature,
        organisation.system,
        organisation.attached,
        organisation.has_committee,
        asked and leads(organisation, on) > 0,
    )


def taken_in() -> frozenset[str]:
    """The items that the 工委 has taken in."""
    return frozenset(TakenIn.objects.filter(given_up_at=None).values_list("template", flat=True))


def lacking(mandate: Mandate, items: Sequence[MandateItem], on: date) -> list[Template]:
    """The mandatory items that a draft has not: two queries."""
    return rules.missing(about(mandate.organisation, mandate.bearer, on), taken_in(), on, items)


def bearing(
    organisation: Organisation, items: Iterable[MandateItem], held: Sequence[Held]
) -> Mapping[str, Borne]:
    """Who bears each item by the posts that are held; items with their `post`."""
    return {
        one.line: rules.borne(
            one.office, one.post_id, organisation.kind, held, one.post.name if one.post else ""
        )
        for one in items
    }


def against_adopting(mandate: Mandate, items: Sequence[MandateItem], on: date) -> Verdict:
    """What stands against adopting a version, whatever the meeting: four queries."""
    organisation = mandate.organisation
    without = lacking(mandate, items, on)
    led = leads(organisation, on) if any(one.leads_attached for one in without) else 0
    bearers = bearing(organisation, items, held_on(organisation, on))
    return all_of(
        LISTS.may(mandate.state_now, Move.ADOPT),
        rules.is_complete(without, led),
        rules.is_borne(items, bearers),
    )


def meetings(mandate: Mandate) -> list[tuple[Record, str]]:
    """The meetings of its year that can have adopted it, the latest first, each with the name of its kind."""
    organisation = mandate.organisation
    found = Record.objects.standing().filter(
        organisation=organisation, kind__in=MEETINGS[Kind(organisation.kind)], happened_on__year=mandate.year
    )
    since = adopted_before(mandate)
    if since is not None:
        found = found.filter(happened_on__gte=since)
    return [(one, kind_name(one.kind, one.happened_on)) for one in found.order_by("-happened_on", "-pk")]


def before(mandate: Mandate) -> Mandate | None:
    """What a version is compared with: the one that it revises, else the last of the year before."""
    rows = of_slot(mandate.organisation, mandate.year, mandate.bearer, mandate.post)
    earlier = (one for one in rows if one.version < mandate.version and one.adopted_on is not None)
    return next(earlier, None) or last_year(mandate.organisation, mandate.year, mandate.bearer, mandate.post)


def adopted_before(mandate: Mandate) -> date | None:
    """The day on which the version that this one revises was adopted."""
    found = before(mandate)
    return found.adopted_on if found is not None and found.year == mandate.year else None


def is_filed(mandate: Mandate, on: date) -> bool:
    """Whether adopting it is a record too: of an organisation's own list, where its kind records lists."""
    return mandate.bearer in OWN and mandate.organisation.kind in kind_of(FILED, on).org_kinds


def filed_before(mandate: Mandate) -> list[Record]:
    """Records of the year that say that a list was made, and belong to no list yet: entered once."""
    if mandate.bearer not in OWN:
        return []
    taken = Mandate.objects.filter(organisation=mandate.organisation).exclude(filed=None).values("filed")
    found = Record.objects.standing().filter(
        organisation=mandate.organisation, kind=FILED, happened_on__year=mandate.year
    )
    return list(found.exclude(pk__in=taken).order_by("-happened_on", "-pk"))


def requirement_choices(mandate: Mandate) -> list[tuple[str, str]]:
    """The requirements of the year's plan that such an organisation owes: what an item may rest on."""
    owed = Requirement.objects.owed().of_year(mandate.year)
    rows = owed.filter(classes__kind=mandate.organisation.kind).distinct().order_by("plan", "number")
    return [(str(one.pk), f"{one.number}. {one.measure}"[:60]) for one in rows]


def member_post(organisation: Organisation, pk: int, on: date) -> Post:
    """The post of a member of a leading body whose list is asked for; NotFound for any other."""
    post = Post.objects.held(on).filter(organisation=organisation, office__in=MEMBER_OFFICES, pk=pk).first()
    if post is None:
        raise NotFound("post-not-found", "没有这位班子成员的任职，或已卸任。请从责任清单页面选择。")
    return post


def of_slot(organisation: Organisation, year: int, bearer: str, post: Post | None) -> "list[Mandate]":
    """Every version of the list of one actor for a year, the latest first."""
    rows = Mandate.objects.filter(organisation=organisation, year=year, bearer=bearer, post=post)
    rows = rows.select_related("organisation", "post")
    return list(rows.order_by("-version"))


def last_year(organisation: Organisation, year: int, bearer: str, post: Post | None) -> Mandate | None:
    """The last version adopted for the year before, of the same actor: of a member by the same person."""
    rows = Mandate.objects.kept().filter(organisation=organisation, year=year - 1, bearer=bearer)
    if post is not None:
        rows = rows.filter(post__name=post.name)
    return rows.select_related("organisation", "post").order_by("-version").first()


def are_all_there(lines: Sequence[str], items: Sequence[MandateItem]) -> Verdict:
    """Whether a page that was sent back is of the items that the draft has now, none of them wanting."""
    if lines and set(lines) == {one.line for one in items}:
        return Verdict.yes()
    return Verdict.no(
        "没有收到完整的清单条目，或清单已被别人改过。请重新打开修改页。",
        code="mandate-item",
        error=WrongState,
    )
