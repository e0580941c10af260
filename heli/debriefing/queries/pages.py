"""What the page of a round and the page of one reporter show, and what may be done there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.ballots import queries as ballot_queries
from heli.ballots.catalogue import PollState
from heli.debriefing.catalogue import Grade, Step
from heli.debriefing.models import (
    Debriefing,
    Feedback,
    GradeLine,
    Mending,
    RaterGroup,
    Remark,
    Reporter,
)
from heli.debriefing.queries import filling, reporters, results
from heli.debriefing.queries.filling import Report
from heli.debriefing.queries.results import Result
from heli.debriefing.queries.rounds import standing
from heli.debriefing.rules import reports, rounds
from heli.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Group:
    """A group with where its vote stands; `cast` is a number, without names, of an electronic vote."""

    held: RaterGroup
    cast: int
    may: Mapping[str, Verdict]

    @property
    def is_polling(self) -> bool:
        return self.held.poll is not None and self.held.poll.state != PollState.VOID


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page of one round shows; `holds`: the reader organises it."""

    held: Debriefing
    standing: rounds.Standing
    step: Step
    reporters: Sequence[Reporter]
    groups: Sequence[Group]
    lines: Sequence[GradeLine]
    items: tuple[int, int]
    grades: Sequence[tuple[str, int]]
    holds: Verdict
    may: Mapping[str, Verdict]


def page(held: Debriefing, actor: Actor, today: date) -> Page:
    """Eight queries, and one for each electronic vote that is on."""
    found = standing(held)
    listed = results.reporters_of(held)
    items = Mending.objects.filter(reporter__debriefing=held).order_by().values_list("done_on", flat=True)
    done = list(items)
    return Page(
        held=held,
        standing=found,
        step=rounds.next_step(found),
        reporters=listed,
        groups=[_group(one, found, today) for one in results.groups_of(held)],
        lines=sorted(held.lines.all(), key=lambda one: list(Grade).index(Grade(one.grade))),
        items=(sum(one is not None for one in done), len(done)),
        grades=[
            (grade.label, number) for grade, number in rounds.grades_of([one.grade for one in listed]).items()
        ]
        if found.decided
        else [],
        holds=actor.may(Permission.DEBRIEFING_HOLD, held.organiser),
        may={
            "plan": rounds.can_change_plan(found),
            "decide": rounds.can_decide(found),
            "close": rounds.can_close(found),
        },
    )


def _group(one: RaterGroup, found: rounds.Standing, today: date) -> Group:
    poll = one.poll
    polling = poll is not None and poll.state != PollState.VOID
    may = {"hold": rounds.can_hold_vote(found, polling=polling)}
    cast = 0
    if poll is not None and poll.is_open:
        may["count"] = ballot_queries.may_count(poll, today)
        may["close"] = ballot_queries.may_close(poll, today)
        cast = ballot_queries.cast(poll) if poll.is_electronic else 0
    return Group(one, cast, may)


@dataclass(frozen=True, slots=True)
class ReporterPage:
    """One reporter as his superior or he himself sees him. `result` only once the votes were counted, to the
    superior by group, to himself after the adoption and in sum."""

    held: Reporter
    state: reports.State
    report: Report
    remark: Remark | None
    feedback: Feedback | None
    items: Sequence[Mending]
    result: Result | None
    is_own: bool
    is_giver: bool
    holds: Verdict
    may: Mapping[str, Verdict]

    @property
    def shows_report(self) -> bool:
        """A draft is the reporter's own until he hands it in."""
        return self.is_own or (self.state.handed_in and not self.held.on_paper)

    @property
    def shows_grade(self) -> bool:
        return self.state.decided


def reporter_page(held: Reporter, actor: Actor, today: date) -> ReporterPage:
    """Some twenty-four queries, whatever the size."""
    remark, feedback = reporters.remark_of(held), reporters.feedback_of(held)
    items = reporters.mendings(held)
    state = reporters.state_with(held, remark, feedback, items)
    own = reporters.is_own(held, actor)
    holds = actor.may(Permission.DEBRIEFING_HOLD, held.debriefing.organiser)
    seen = standing(held.debriefing).all_counted and (not own or state.decided)
    found = results.results(held.debriefing, [held])[0] if seen else None
    report = filling.report(held, today)
    written = {one.rule.id: one.text for one in report.parts}
    ready = reports.can_hand_in(state)
    return ReporterPage(
        held=held,
        state=state,
        report=report,
        remark=remark,
        feedback=feedback,
        items=items,
        result=found,
        is_own=own,
        is_giver=feedback is not None and reporters.is_giver(held, feedback.giver, actor),
        holds=holds,
        may={
            "write": reports.can_write(state),
            "hand_in": ready and reports.is_whole(report.chapters, written),
            "receive": reports.can_hand_in(state),
            "give_back": reports.can_give_back(state),
            "remark": reports.can_remark(state),
            "feed_back": reports.can_feed_back(state),
            "sign_own": reports.can_sign(state, signed=state.reporter_signed),
            "sign_giver": reports.can_sign(state, signed=state.giver_signed),
            "list": reports.can_list(state),
            "hand_down": reports.can_hand_down(state),
        },
    )
