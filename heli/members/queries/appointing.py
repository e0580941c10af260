"""What the rules of appointing ask: who holds what at an organisation, and what else a person holds."""

from datetime import date

from django.db.models import Q

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import ASSISTANTS, SECRETARIES, Office, Permission
from heli.accounts.models import Account
from heli.kernel.action import Doer
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict, all_of
from heli.members.catalogue import office_words
from heli.members.models import Member, Post
from heli.members.rules import posts as rules
from heli.members.rules.posts import Appointed
from heli.orgs.models import Organisation, beneath


def appointed(post: Post) -> Appointed:
    """A post as the rules see it."""
    return Appointed(
        Office(post.office), post.name, post.organisation.short_name, post.valid_from, post.valid_to
    )


def appointed_at(organisation: Organisation) -> list[Appointed]:
    """Every post ever held there."""
    return [appointed(post) for post in organisation.posts.select_related("organisation").order_by("pk")]


def appointed_elsewhere(
    name: str, organisation: Organisation, member: Member | None, account: Account | None
) -> list[Appointed]:
    """Every post of the same person: by roster line, by account, or by name at the same organisation."""
    same = Q(name=name, organisation=organisation)
    if member is not None:
        same |= Q(member=member)
        if member.account_id is not None:
            same |= Q(account=member.account_id)
    if account is not None:
        same |= Q(account=account) | Q(member__account=account)
    posts = Post.objects.filter(same).select_related("organisation").order_by("pk")
    return [appointed(post) for post in posts]


def against_appointment(
    new: Appointed, organisation: Organisation, member: Member | None, account: Account | None = None
) -> tuple[Verdict, list[Verdict]]:
    """What forbids an appointment (H), and what a regulation generally asks instead (G)."""
    there = appointed_at(organisation)
    forbids = all_of(
        rules.can_have(organisation, new.office),
        rules.fits_the_life(new, organisation),
        rules.fits_the_size(new, organisation.kind, organisation.member_count, organisation.full_count),
        rules.is_held_once(new, there),
        rules.has_one_secretary(new, there),
        rules.is_separate(new, appointed_elsewhere(new.name, organisation, member, account)),
    )
    joined = (member is not None, member.joined_on if member is not None else None)
    return forbids, rules.against_custom(new, organisation, there, joined)


def only_member(name: str, organisation: Organisation) -> Member | None:
    """The present member beneath it, or led by it, who alone has the name."""
    where = beneath(organisation.path, "organisation__path") | Q(organisation__leader=organisation)
    found = list(Member.objects.present().filter(where, name=name).order_by("pk")[:2])
    return found[0] if len(found) == 1 else None


def entered_for(by: Doer, organisation: Organisation, on: date) -> str:
    """For whom whoever acts enters there (代录): a deputy for the holder, an assistant for the 书记."""
    if not isinstance(by, Actor):
        return ""
    deputed = by.passed_on_by(Permission.RECORD_ENTER, organisation)
    if deputed is not None:
        return f"{deputed.delegated_from}（{deputed.words}）"
    offices = set(by.offices_at(organisation.pk))
    if not offices or offices - ASSISTANTS:
        return ""
    office = Office.LEAD_SECRETARY if Office.GROUP_CLERK in offices else Office.SECRETARY
    name = organisation.posts.held(on).filter(office=office).values_list("name", flat=True).first()
    words = office_words(organisation.kind, office)
    return f"{name}（{words}）" if name else words


def post_to_end(pk: int, scope: Scope, on: date) -> Post:
    """One post within `scope` that has not ended; NotFound otherwise."""
    post: Post | None = (
        Post.objects.visible_to(scope)
        .filter(Q(valid_to=None) | Q(valid_to__gt=on))
        .select_related("organisation", "member", "account")
        .filter(pk=pk)
        .first()
    )
    if post is None:
        raise NotFound("post-not-found", "没有这个任职，或已卸任。")
    return post


def has_secretary(organisation: Organisation, on: date) -> bool:
    """Whether somebody is its 书记 on that day (R01-33)."""
    held: bool = organisation.posts.held(on).filter(office__in=SECRETARIES).exists()
    return held


def eligible(organisation: Organisation) -> list[Member]:
    """The roster that an appointment offers: the members of a branch."""
    return list(Member.objects.present().filter(organisation=organisation).order_by("initials", "pk"))
