"""Leading cadres on the rosters of branches, who came to the meetings there, and the talks of one organ."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from heli.accounts.catalogue import COMMITTEE_OFFICES, LEADING_OFFICES, Office
from heli.accounts.models import Account
from heli.duties.actions.record import record
from heli.duties.models import Record
from heli.kernel.action import SYSTEM, Doer, action, note
from heli.kernel.bulk import insert_rows
from heli.kernel.clock import SHANGHAI
from heli.members.catalogue import Serving
from heli.members.models import Member, Post
from heli.members.queries import actor_of
from heli.orglife.catalogue import Absence
from heli.orglife.models import Attendance
from heli.orgs.models import Organisation
from heli.talks.actions import enter_talk
from heli.talks.catalogue import TalkKind
from heli.talks.models import Talk, Talker

UNENROLLED = 9
"""One leading cadre in so many is on no roster, so that somebody sees what is asked then."""
NAMED_KINDS = ("assembly", "theme_day", "lecture")
LEFT_OUT = 3
"""Members whom the demo's branch has not talked with yet."""


@action
def enrol_leaders(*, by: Doer, at: datetime) -> int:
    """Let leading cadres be members of branches of their own organ, under the name of that member."""
    free: dict[int, list[Member]] = defaultdict(list)
    of_organs = Member.objects.present().filter(
        posts=None, serving=Serving.SERVING, organisation__attached=False, account=None
    )
    for one in of_organs.select_related("organisation").order_by("organisation__path", "pk"):
        free[one.organisation.organ_id].append(one)
    found: list[Post] = []
    leading = Post.objects.held(at.date()).filter(office__in=LEADING_OFFICES, member=None)
    for number, post in enumerate(leading.select_related("organisation").order_by("pk"), 1):
        there = free[post.organisation.organ_id]
        if number % UNENROLLED and there:
            member = there.pop(number * 7 % len(there))
            post.member, post.name = member, member.name
            found.append(post)
    Post.objects.bulk_update(found, ["member", "name"], batch_size=500)
    note(enrolled=len(found))
    return len(found)


@action
def name_attendances(*, by: Doer, at: datetime) -> int:
    """Say by name who came, in the branches of leading cadres, where nobody has been named."""
    leaders = Post.objects.held(at.date()).filter(office__in=LEADING_OFFICES).exclude(member=None)
    branches = set(leaders.values_list("member__organisation", flat=True))
    written = insert_rows(Attendance, ("record_id", "member_id", "absence"), list(_named(branches)))
    note(attendances=written)
    return written


def _named(branches: set[int]) -> Iterator[tuple[int, int, str]]:
    rosters: dict[int, list[int]] = defaultdict(list)
    members = Member.objects.present().filter(organisation__in=branches).order_by("pk")
    for branch, member in members.values_list("organisation_id", "pk"):
        rosters[branch].append(member)
    held = Record.objects.standing().filter(organisation__in=branches, kind__in=NAMED_KINDS).exclude(due=None)
    rows = held.order_by("pk").values_list("pk", "organisation_id", "due", "present")
    for pk, branch, due, present in rows:
        roster = rosters[branch][:due]
        away = (
            {(pk + number) % len(roster) for number in range((due or 0) - (present or 0))}
            if roster
            else set()
        )
        for number, member in enumerate(roster):
            yield pk, member, Absence.DUTY if number in away else Absence.PRESENT


@action
def talk(*, by: Doer, at: datetime) -> None:
    """A 党课 by the 党组书记; the talks of the demo's branch this year, and of the others of its organ."""
    account = Account.objects.get(username="zhibu")
    branch = Post.objects.select_related("organisation").get(account=account).organisation
    _lecture(branch, at)
    _talks_of(branch, account, at)
    others = (
        Organisation.objects.branches().filter(organ=branch.organ_id, closed_on=None).exclude(pk=branch.pk)
    )
    for number, one in enumerate(others.order_by("path")):
        _half_a_year(one, number, by, at)


def _lecture(branch: Organisation, at: datetime) -> None:
    leads = Post.objects.filter(office=Office.LEAD_SECRETARY, organisation__organ=branch.organ_id)
    secretary = leads.exclude(member=None).select_related("member__organisation").first()
    if secretary is not None and secretary.member is not None:
        day = date(at.year, 5, 29)
        record(
            organisation=secretary.member.organisation,
            kind="lecture",
            happened_on=day,
            topic="党组书记讲党课：把机关党建责任落到每一个支部",
            chair=secretary.name,
            by=SYSTEM,
            at=_on(day),
        )


def _talks_of(branch: Organisation, account: Account, at: datetime) -> None:
    """Officers with each other in January, each with some of the members since; some are still left out."""
    posts = Post.objects.held(at.date()).filter(organisation=branch, office__in=COMMITTEE_OFFICES)
    officers = [one.member for one in posts.select_related("member").order_by("pk") if one.member is not None]
    taken = {one.pk for one in officers}
    plain = [one for one in branch.roster.present().order_by("pk") if one.pk not in taken]
    talked = plain[: max(0, len(plain) - LEFT_OUT)]
    kinds = TalkKind.AMONG_COMMITTEE, TalkKind.COMMITTEE_AND_MEMBER
    rounds = [(date(at.year, 1, 14), kinds[0], officers[0], officers[1:])]
    for number, officer in enumerate(officers):
        theirs = talked[number :: len(officers)]
        rounds.append((date(at.year, 3, 5) + timedelta(days=27 * number), kinds[1], officer, theirs))
    for day, kind, leads, others in rounds:
        if others:
            enter_talk(
                organisation=branch,
                kind=kind,
                held_on=day,
                leads=leads,
                others=others,
                by=actor_of(account, at.date()),
                at=_on(day),
            )


def _half_a_year(branch: Organisation, number: int, by: Doer, at: datetime) -> None:
    """The secretary of another branch and the first of its members, more or fewer of them."""
    day = date(at.year, 4, 8) + timedelta(days=number % 60)
    post = (
        Post.objects.held(day)
        .filter(organisation=branch, office=Office.SECRETARY)
        .exclude(member=None)
        .first()
    )
    if post is None:
        return
    others = list(
        branch.roster.present().exclude(pk=post.member_id or 0).order_by("pk").values_list("pk", flat=True)
    )
    others = others[: len(others) * (3 + number % 6) // 8]
    if others:
        made = Talk.objects.create(
            organisation=branch,
            kind=TalkKind.BEFORE_MEETING,
            held_on=day,
            entered_at=_on(day),
            entered_by=by.label,
        )
        Talker.objects.bulk_create(
            Talker(talk=made, member_id=member, leads=member == post.member_id)
            for member in (post.member_id or 0, *others)
        )


def _on(day: date) -> datetime:
    return datetime.combine(day, time(17, 10), SHANGHAI)
