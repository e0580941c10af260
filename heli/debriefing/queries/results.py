"""What the groups said of each reporter, once their votes are counted, and the proposal that comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heli.accounts.actor import Scope
from heli.ballots import queries as ballot_queries
from heli.ballots.catalogue import ABSTENTION
from heli.ballots.models import Poll
from heli.debriefing.catalogue import Grade
from heli.debriefing.models import Debriefing, RaterGroup, Rating, Reporter
from heli.debriefing.queries.rounds import scale
from heli.debriefing.rules.proposals import Marks, Proposal, Scale, work_out
from heli.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Result:
    """One reporter with the marks of each group and the proposal; never sorted by a figure."""

    reporter: Reporter
    marks: Sequence[Marks]
    abstained: int
    proposal: Proposal

    @property
    def votes(self) -> list[tuple[str, int]]:
        """All marks in sum: what the reporter himself sees, so that no small group is known by its marks."""
        counted = [one.votes for one in self.marks if one.votes is not None]
        return [(grade.label, sum(votes[grade] for votes in counted)) for grade in Grade]


def results(held: Debriefing, only: Sequence[Reporter] | None = None) -> list[Result]:
    """The reporters of a round, by the list: five queries."""
    reporters = reporters_of(held) if only is None else list(only)
    groups = groups_of(held)
    asked = {
        (reporter, group): question
        for reporter, group, question in Rating.objects.filter(
            reporter__in=[one.pk for one in reporters], group__in=[one.pk for one in groups]
        ).values_list("reporter_id", "group_id", "question_id")
    }
    counted = ballot_queries.marks_by_question([one.poll_id for one in groups if one.poll_id is not None])
    lines = scale(held)
    return [_result(one, groups, asked, counted, held.rating_share, lines) for one in reporters]


def reporters_of(held: Debriefing) -> list[Reporter]:
    """In the order of the tree, leading bodies first as the relations stand."""
    rows = held.reporters.select_related("organisation", "member", "remark", "feedback", "record")
    found = list(rows.order_by("organisation__path", "pk"))
    for one in found:
        one.debriefing = held
    return sorted(found, key=lambda one: one.level)


def groups_of(held: Debriefing) -> list[RaterGroup]:
    return list(held.groups.select_related("poll").order_by("place", "pk"))


def group(pk: int, scope: Scope) -> RaterGroup:
    """One group of a round in the scope; NotFound otherwise."""
    found: RaterGroup | None = (
        RaterGroup.objects.visible_to(scope)
        .select_related("poll", "debriefing__organiser")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("group-not-found", "没有这个测评主体，或它不在您的范围内。请从述职评议进入。")
    return found


def poll_of(held: RaterGroup) -> Poll:
    """The vote of a group; NotFound before there is one."""
    if held.poll is None:
        raise NotFound("poll-not-found", "还没有确定投票人。请先确定投票人，再测评。")
    poll: Poll = held.poll
    return poll


def _result(
    one: Reporter,
    groups: Sequence[RaterGroup],
    asked: Mapping[tuple[int, int], int],
    counted: Mapping[int, Mapping[str, int]],
    share: int,
    lines: Scale,
) -> Result:
    marks: list[Marks] = []
    abstained = 0
    for held in groups:
        votes = counted.get(asked.get((one.pk, held.pk), 0))
        abstained += votes.get(ABSTENTION, 0) if votes is not None else 0
        by_grade = None if votes is None else {grade: votes.get(grade.label, 0) for grade in Grade}
        marks.append(Marks(held.name, held.weight, by_grade))
    return Result(one, marks, abstained, work_out(marks, one.work_mark, share, lines))
