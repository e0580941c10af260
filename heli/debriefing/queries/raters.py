"""Who may rate: the members that a group's list names, and with whom the list begins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heli.ballots import rules as ballot_rules
from heli.debriefing.catalogue import Suggests
from heli.debriefing.models import RaterGroup
from heli.kernel.errors import NotFound
from heli.members.models import Member, Post
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Named:
    """What a list of names came to: members, names that nobody beneath has, names that several have."""

    members: Sequence[Member]
    unknown: Sequence[str]
    doubtful: Sequence[str]


def suggested(held: RaterGroup) -> list[str]:
    """The lines with which the list of a group begins: two queries."""
    on = held.debriefing.last_on
    match held.suggests:
        case Suggests.OWN:
            posts = Post.objects.filter(organisation=held.debriefing.organiser_id).exclude(member=None)
            members = [one.member for one in posts.select_related("member__organisation").order_by("pk")]
        case Suggests.REPORTERS:
            rows = held.debriefing.reporters.exclude(member=None)
            members = [one.member for one in rows.select_related("member__organisation").order_by("pk")]
        case _:
            members = []
    found = {one.pk: one for one in members if one is not None and one.left_on is None}
    voting = [one for one in found.values() if ballot_rules.has_vote(one.standing, one.full_on, on)]
    return [f"{one.name} {one.organisation.short_name}" for one in voting]


def named(lines: Iterable[str], organiser: Organisation) -> Named:
    """The members that the lines name, each a name and where needed a branch: one query.

    Of the organiser's tree; of the whole city for a 机关工委.
    """
    asked = [line.split(maxsplit=1) for line in dict.fromkeys(map(str.strip, lines)) if line]
    rows = Member.objects.present().filter(name__in={words[0] for words in asked})
    if organiser.kind != Kind.WORK_COMMITTEE:
        within = Organisation.objects.under(organiser.path).order_by().values("pk")
        rows = rows.filter(organisation__in=within)
    known: dict[str, list[Member]] = {}
    for one in rows.select_related("organisation").order_by("pk"):
        known.setdefault(one.name, []).append(one)
    members: dict[int, Member] = {}
    unknown: list[str] = []
    doubtful: list[str] = []
    for words in asked:
        found = [one for one in known.get(words[0], []) if len(words) == 1 or _is_of(one, words[1])]
        if len(found) == 1:
            members[found[0].pk] = found[0]
        else:
            (doubtful if found else unknown).append(" ".join(words))
    return Named(list(members.values()), unknown, doubtful)


def group_of_rater(pk: int, member_id: int | None) -> RaterGroup:
    """A group in whose vote the member is on the list; NotFound for any other group."""
    found: RaterGroup | None = (
        RaterGroup.objects.filter(pk=pk, poll__voters__member=member_id)
        .select_related("poll", "debriefing__organiser")
        .first()
    )
    if found is None:
        raise NotFound("not-a-voter", "没有这次测评，或您不在它的投票人名单中。名单有误的，请与组织方联系。")
    return found


def _is_of(member: Member, words: str) -> bool:
    return words in member.organisation.name or words in member.organisation.short_name
