"""What follows from a grade: feedback that both sides confirm, rectification owed (S000-35, R10-07)."""

from datetime import date, datetime

from django.utils.timezone import localdate

from heli.debriefing import queries
from heli.debriefing.actions.locking import lock_own, lock_reporter
from heli.debriefing.catalogue import MENDED_KIND, MENDING_TITLE
from heli.debriefing.models import Feedback, Mending, Reporter
from heli.debriefing.queries import reporters as reporter_queries
from heli.debriefing.rules import reports
from heli.duties import actions as duty_actions
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import all_of


@action
def feed_back(
    *, reporter: Reporter, given_on: date, giver: str, problems: str, by: Doer, at: datetime
) -> Feedback:
    """面对面反馈: entered by the organiser, then confirmed by who gave and who got it (S000-35)."""
    held, today = lock_reporter(reporter, by), localdate(at)
    reports.can_feed_back(queries.state(held)).require()
    reports.feedback_fits(
        given_on, held.debriefing.met_on or held.debriefing.first_on, today, giver, problems
    ).require()
    made: Feedback
    made, _ = Feedback.objects.update_or_create(
        reporter=held,
        defaults={
            "given_on": given_on,
            "giver": giver.strip()[:60],
            "problems": problems.strip(),
            "entered_at": at,
            "entered_by": by.label[:120],
        },
    )
    return made


@action
def sign_feedback(*, reporter: Reporter, as_giver: bool, by: Doer, at: datetime) -> Feedback:
    """Confirm a feedback: who gave it at the organiser, or who got it; each for himself alone."""
    held = lock_reporter(reporter, by) if as_giver else lock_own(reporter, by)
    made = _feedback(held)
    side = "giver" if as_giver else "reporter"
    signed = getattr(made, f"{side}_signed_at") is not None
    reports.can_sign(queries.state(held), signed=signed).require()
    if as_giver:
        same = reporter_queries.is_giver(held, made.giver, by)
        reports.is_the_giver(same=same, giver=made.giver).require()
    setattr(made, f"{side}_signed_at", at)
    setattr(made, f"{side}_signed_by", by.label[:120])
    made.save(update_fields=[f"{side}_signed_at", f"{side}_signed_by"])
    note(side=side)
    return made


@action
def sign_on_paper(*, reporter: Reporter, by: Doer, at: datetime) -> Feedback:
    """Note that both signed a feedback on paper, where one of them has no account (R14-07)."""
    held = lock_reporter(reporter, by)
    made = _feedback(held)
    reports.can_sign(queries.state(held), signed=made.is_signed).require()
    made.on_paper = True
    for side, name in (("giver", made.giver), ("reporter", held.name)):
        if getattr(made, f"{side}_signed_at") is None:
            setattr(made, f"{side}_signed_at", at)
            setattr(made, f"{side}_signed_by", f"{name}（纸质，{by.label}登记）"[:120])
    made.save()
    return made


@action
def list_item(
    *, reporter: Reporter, problem: str, measure: str, due_on: date, office: str, by: Doer, at: datetime
) -> Mending:
    """Put one problem on the list of rectification, with its measure, day and post (R10-07)."""
    held, today = lock_own(reporter, by), localdate(at)
    all_of(
        reports.can_list(queries.state(held)),
        reports.item_fits(problem, measure, due_on, held.debriefing.met_on or today, today),
    ).require()
    made: Mending = Mending.objects.create(
        reporter=held,
        problem=problem.strip(),
        measure=measure.strip(),
        due_on=due_on,
        office=office,
        entered_at=at,
        entered_by=by.label[:120],
    )
    return made


@action
def drop_item(*, item: Mending, by: Doer, at: datetime) -> None:
    """Take an item off the list again, before the list was approved."""
    held = lock_own(item.reporter, by)
    reports.can_list(queries.state(held)).require()
    note(problem=item.problem)
    Mending.objects.filter(pk=item.pk, reporter=held).delete()


@action
def hand_down(*, reporter: Reporter, by: Doer, at: datetime) -> Reporter:
    """批准下达: the list stands, and its organisation owes it by the last of its days (应办).

    WrongState where it was approved, Invalid for an empty list.
    """
    held = lock_reporter(reporter, by)
    reports.can_hand_down(queries.state(held)).require()
    items = reporter_queries.mendings(held)
    held.requirement = duty_actions.lay_once(
        organisation=held.organisation,
        issuer=held.debriefing.organiser,
        measure=MENDING_TITLE,
        record_kind=MENDED_KIND,
        due_on=max(one.due_on for one in items),
        reason=f"{held.debriefing.title}整改清单{len(items)}项",
        by=by,
        at=at,
    )
    held.handed_down_at, held.handed_down_by = at, by.label[:120]
    held.save(update_fields=["requirement", "handed_down_at", "handed_down_by"])
    return held


@action
def finish_item(*, item: Mending, done_on: date, how: str, by: Doer, at: datetime) -> Mending:
    """Say what came of an item; the last one makes the 履职记录 of the list, which fulfils the duty."""
    held, today = lock_own(item.reporter, by), localdate(at)
    found = Mending.objects.select_for_update().get(pk=item.pk)
    state = queries.state(held)
    done = found.done_on is not None
    reports.can_finish(state, done=done, done_on=done_on, how=how, today=today).require()
    found.done_on, found.how = done_on, how.strip()
    found.save(update_fields=["done_on", "how"])
    if state.undone == 1:
        _record(held, today, by, at)
    return found


def _record(held: Reporter, today: date, by: Doer, at: datetime) -> None:
    """The record of a list worked off; it counts in the year in which the duty stands."""
    year = held.requirement.plan.year if held.requirement is not None else today.year
    if today.year < year:
        raise Invalid("too-early", f"整改清单的期限在 {year} 年，最后一项请在 {year}-01-01 以后登记完成。")
    items = reporter_queries.mendings(held)
    told = "\n".join(f"{number}. {one.problem}：{one.how}" for number, one in enumerate(items, start=1))
    held.mended = _known(held) or duty_actions.record(
        organisation=held.organisation,
        kind=MENDED_KIND,
        happened_on=today,
        topic=f"{held.debriefing.title}整改情况",
        recorder=held.name,
        text=told,
        by=by,
        at=at,
    )
    held.save(update_fields=["mended"])


def _known(held: Reporter) -> Record | None:
    """A record that says already that the list is worked off: entered once."""
    since = localdate(held.handed_down_at) if held.handed_down_at is not None else held.debriefing.first_on
    found: Record | None = (
        Record.objects.standing()
        .filter(organisation=held.organisation, kind=MENDED_KIND, happened_on__gte=since)
        .order_by("pk")
        .first()
    )
    return found


def _feedback(held: Reporter) -> Feedback:
    found = reporter_queries.feedback_of(held)
    if found is None:
        raise WrongState("not-fed-back", "还没有登记反馈。请组织方先登记面对面反馈。")
    return found
