"""Votes that were counted, by organisation: their weighted mean, as the scheme says what each mark is worth.

A 述职测评 counts once its round is decided, in the year of the round (in a shorter period by the day of the
decision); the 评议 of a gathering once it is counted, by the gathering's day. 弃权 counts nowhere.
"""

from collections.abc import Iterable, Sequence

from heli.ballots.catalogue import PollState
from heli.ballots.models import Option, Poll
from heli.debriefing.catalogue import Grade
from heli.debriefing.models import Debriefing, RaterGroup, Rating, Reporter
from heli.exchange.catalogue import Mark, State
from heli.exchange.models import Exhibit, Gathering, HandCount
from heli.kernel.periods import Period, PeriodKind
from heli.schemes.catalogue import FULL, Measure
from heli.schemes.queries.statement.asked import Asked, Layers, summed, table, vote_sets

Sql = tuple[str, list[object]]
"""A part of the text with its parameters."""


def votes(layers: Layers, asked: Asked) -> None:
    """`voted0`, `voted1`, …: a of b (a full mean each) of an organisation's counts, by the set asked for."""
    for n, (measure, worths) in enumerate(vote_sets(asked.definition)):
        means = _debriefed(asked, worths) if measure is Measure.DEBRIEFED else _judged(asked, worths)
        layers.add(
            f"voted{n}",
            f"SELECT id, {summed('value')} AS a, {FULL} * COUNT(*) AS b FROM ({means[0]}) v GROUP BY id",
            *means[1],
        )


def _debriefed(asked: Asked, worths: Sequence[int]) -> Sql:
    """Each reporter's mean: of the groups by their weights, of a group by what its marks are worth."""
    worth, texts = _worth("o.text", (grade.label for grade in Grade), worths)
    when, days = in_time(asked.ground.period, asked.ground.last)
    groups = (
        f"SELECT r.id AS reporter, r.organisation_id AS id, g.weight, {_mean('o.votes', worth)} AS value "
        f"FROM {table(Reporter)} r JOIN {table(Debriefing)} d ON d.id = r.debriefing_id "
        f"JOIN {table(Rating)} t ON t.reporter_id = r.id JOIN {table(RaterGroup)} g ON g.id = t.group_id "
        f"JOIN {table(Poll)} p ON p.id = g.poll_id AND p.state = '{PollState.CLOSED.value}' "
        f"JOIN {table(Option)} o ON o.question_id = t.question_id AND NOT o.is_abstention "
        f"WHERE d.decided_at IS NOT NULL AND {when} "
        "GROUP BY r.id, r.organisation_id, g.id, g.weight HAVING SUM(o.votes) > 0"
    )
    return (
        f"SELECT reporter, id, (2 * {summed('weight * value')} + {summed('weight')}) "
        f"/ (2 * {summed('weight')}) AS value FROM ({groups}) s GROUP BY reporter, id",
        [*texts, *days],
    )


def in_time(period: Period, last: object) -> Sql:
    """When a decided round `d` counts."""
    if period.kind is PeriodKind.YEAR:
        return "d.year = %s", [period.year]
    return "d.met_on >= %s AND d.met_on <= %s", [period.start, last]


def _judged(asked: Asked, worths: Sequence[int]) -> Sql:
    """Each exhibit's mean, by ballot or by hands."""
    by_text, texts = _worth("o.text", (mark.label for mark in Mark), worths)
    by_mark, marks = _worth("h.mark", (mark.value for mark in Mark), worths)
    held = f"g.state <> '{State.CALLED_OFF.value}' AND g.held_on >= %s AND g.held_on <= %s"
    days = [asked.ground.period.start, asked.ground.last]
    ballots = (
        f"SELECT e.id AS exhibit, e.organisation_id AS id, {_mean('o.votes', by_text)} AS value "
        f"FROM {table(Exhibit)} e JOIN {table(Gathering)} g ON g.id = e.gathering_id "
        f"JOIN {table(Poll)} p ON p.id = g.poll_id AND p.state = '{PollState.CLOSED.value}' "
        f"JOIN {table(Option)} o ON o.question_id = e.question_id AND NOT o.is_abstention "
        f"WHERE g.hands_present IS NULL AND {held} GROUP BY e.id, e.organisation_id HAVING SUM(o.votes) > 0"
    )
    hands = (
        f"SELECT e.id, e.organisation_id, {_mean('h.number', by_mark)} "
        f"FROM {table(Exhibit)} e JOIN {table(Gathering)} g ON g.id = e.gathering_id "
        f"JOIN {table(HandCount)} h ON h.exhibit_id = e.id WHERE g.hands_present IS NOT NULL AND {held} "
        "GROUP BY e.id, e.organisation_id HAVING SUM(h.number) > 0"
    )
    return f"{ballots} UNION ALL {hands}", [*texts, *days, *marks, *days]


def _worth(column: str, marks: Iterable[str], worths: Sequence[int]) -> Sql:
    pairs = list(zip(marks, worths, strict=False))
    cases = [f"WHEN %s THEN {worth}" for _, worth in pairs]
    parameters: list[object] = [mark for mark, _ in pairs]
    return (f"CASE {column} {' '.join(cases)} ELSE 0 END" if cases else "0"), parameters


def _mean(number: str, worth: str) -> str:
    """The mean worth of a count, in hundredths of a percent, rounded half up."""
    return f"(2 * {summed(f'{number} * {worth}')} + {summed(number)}) / (2 * {summed(number)})"
