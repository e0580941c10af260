"""One reporter with all that belongs to him; whether he is the reader himself; his state for the rules."""

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.debriefing.models import Chapter, Feedback, Mending, Remark, Reporter
from heli.debriefing.rules import reports
from heli.kernel.action import SYSTEM, Doer
from heli.kernel.errors import NotFound

_WITH = ("debriefing__organiser", "organisation", "member", "record", "requirement", "mended")


def reporter(pk: int, scope: Scope) -> Reporter:
    """One reporter of a round in the scope; NotFound otherwise, whether there is one or not."""
    found: Reporter | None = Reporter.objects.visible_to(scope).select_related(*_WITH).filter(pk=pk).first()
    if found is None:
        raise _unknown()
    return found


def reporter_of(pk: int, actor: Actor) -> Reporter:
    """The reader's own, else one of a round in his sight; NotFound for any other (S000-76).

    NotAllowed where he may neither see rounds nor report anywhere.
    """
    found: Reporter | None = Reporter.objects.select_related(*_WITH).filter(pk=pk).first()
    giving = actor.may_at_all(Permission.DEBRIEFING_GIVE)
    if giving and found is not None and is_own(found, actor):
        return found
    if giving and not actor.may_at_all(Permission.DEBRIEFING_SEE):
        raise _unknown()
    return reporter(pk, actor.require(Permission.DEBRIEFING_SEE))


def own_reporter(pk: int, actor: Actor) -> Reporter:
    """The reader's own; NotAllowed where he reports nowhere, NotFound for another's."""
    actor.require(Permission.DEBRIEFING_GIVE)
    found: Reporter | None = Reporter.objects.select_related(*_WITH).filter(pk=pk).first()
    if found is None or not is_own(found, actor):
        raise _unknown()
    return found


def own_reporters(actor: Actor) -> list[Reporter]:
    """The reader's own of all years, the latest first: one query, none for who reports nowhere."""
    scope = actor.scope(Permission.DEBRIEFING_GIVE)
    if scope.is_empty:
        return []
    at = {post.organisation_id for post in actor.posts}
    rows = Reporter.objects.filter(organisation__in=at).select_related(*_WITH, "remark", "feedback")
    return [one for one in rows.order_by("-debriefing__year", "pk") if is_own(one, actor)]


def is_own(held: Reporter, by: Doer) -> bool:
    """Whether somebody is the reporter: by the post under his name, or as the member; SYSTEM is everybody."""
    if by is SYSTEM:
        return True
    if not isinstance(by, Actor):
        return False
    if held.member_id is not None and by.member_id == held.member_id:
        return True
    return any(
        (post.organisation_id, post.office, post.name) == (held.organisation_id, held.office, held.name)
        for post in by.posts
    )


def is_giver(held: Reporter, giver: str, by: Doer) -> bool:
    """Whether somebody gave the feedback: he holds a post at the organiser under that name."""
    if by is SYSTEM:
        return True
    return isinstance(by, Actor) and giver in by.names_at(held.debriefing.organiser_id)


def remark_of(held: Reporter) -> Remark | None:
    found: Remark | None = Remark.objects.filter(reporter=held).first()
    return found


def feedback_of(held: Reporter) -> Feedback | None:
    found: Feedback | None = Feedback.objects.filter(reporter=held).first()
    return found


def mendings(held: Reporter) -> list[Mending]:
    return list(held.mendings.order_by("due_on", "pk"))


def texts(held: Reporter) -> dict[str, str]:
    """The report as it was written so far, by chapter."""
    return dict(Chapter.objects.filter(reporter=held).values_list("kind", "text"))


def state(held: Reporter) -> reports.State:
    """Where he stands: three queries."""
    feedback = feedback_of(held)
    items = mendings(held)
    return state_with(held, remark_of(held), feedback, items)


def state_with(
    held: Reporter, remark: Remark | None, feedback: Feedback | None, items: list[Mending]
) -> reports.State:
    """The same from what was read already."""
    round_ = held.debriefing
    return reports.State(
        issued=round_.issued_at is not None,
        handed_in=held.has_handed_in,
        remarked=remark is not None,
        decided=round_.decided_at is not None,
        closed=round_.is_closed,
        giver_signed=feedback is not None and feedback.giver_signed_at is not None,
        reporter_signed=feedback is not None and feedback.reporter_signed_at is not None,
        fed_back=feedback is not None,
        listed=len(items),
        handed_down=held.handed_down_at is not None,
        undone=sum(one.done_on is None for one in items),
    )


def mending(pk: int, actor: Actor) -> Mending:
    """One item of the reader's own list; NotFound for another's."""
    actor.require(Permission.DEBRIEFING_GIVE)
    found = Mending.objects.filter(pk=pk).select_related(
        *(f"reporter__{name}" for name in ("debriefing__organiser", "organisation", "requirement"))
    )
    one: Mending | None = found.first()
    if one is None or not is_own(one.reporter, actor):
        raise NotFound("mending-not-found", "没有这一项整改，或它不是您的。请从“我的述职”进入。")
    return one


def _unknown() -> NotFound:
    return NotFound("reporter-not-found", "没有这名述职人，或不在您的范围内。述职人请从“我的述职”进入。")


def next_problem(held: Reporter) -> str:
    """The first problem of the feedback, or else of the remark, that is not on the list yet; a line each."""
    known = {one.problem for one in mendings(held)}
    said = feedback_of(held) or remark_of(held)
    lines = said.problems.splitlines() if said is not None else []
    found = (line.strip().lstrip("0123456789.、 ").strip() for line in lines)
    return next((line for line in found if line and line not in known), "")
