"""组织关系: every change of where a member belongs, as what, from which day on; written many at once.

Steps of other actions, which have asked whether it may be. A change that begins on the very day on which
the present row began replaces it, and so does one of an earlier day where the paper reached the office
late: what was before the day of the change never moves (S000-18).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, Value, When

from heli.kernel.action import Doer
from heli.kernel.bulk import insert_from
from heli.members.actions.counting import count
from heli.members.actions.lives import Lives, Turn
from heli.members.catalogue import Change
from heli.members.models import Belonging, Member
from heli.orgs.models import Event

__all__ = ["Lives", "Turn", "begin_loaded", "move", "turn"]


def turn(*, turns: Sequence[Turn], by: Doer, at: datetime, event: Event | None = None) -> int:
    """Write the turns, each member's in the order given, his copy of today and the counts; how many members.

    WrongState for a day before another change of the same member, or for leaving on the day of joining.
    """
    lives = Lives.of({one.member_id for one in turns})
    touched = _present_at(lives)
    for one in turns:
        lives.turn(one, event)
    written = lives.save(by=by, at=at)
    lives.copy_to_members()
    count(organisations=touched | _present_at(lives), by=by, at=at)
    return written


def move(
    *,
    moves: Mapping[int, int],
    origins: Collection[int],
    on: date,
    event: Event | None,
    began: Change,
    ended: Change,
    by: Doer,
    at: datetime,
) -> int:
    """Move members (primary key → organisation) out of `origins` from a day on; how many were written.

    A day in the past is met in their history: who was at one of `origins` on it, or came there since, is in
    the new organisation for that time. Where he was before that or has gone meanwhile stays, and so do all
    days before `on`.
    """
    lives = Lives.of(moves)
    touched = set(moves.values())
    for member_id, to in moves.items():
        touched |= lives.move(member_id, to, on, began=began, ended=ended, event=event, origins=origins)
    written = lives.save(by=by, at=at)
    lives.copy_to_members()
    count(organisations=touched, by=by, at=at)
    return written


def begin_loaded(*, after: int, closed_until: date | None, by: Doer, at: datetime) -> int:
    """Begin the history of members whom a roster brought (primary keys past `after`): one statement.

    They have belonged since 1 January of the year of loading, or since they joined where that was later:
    whoever is loaded in June was there before June. Days for which figures were published stay as they are.
    """
    day = at.date()
    first_open = closed_until + timedelta(days=1) if closed_until else date.min
    new_year = min(max(date(day.year, 1, 1), first_open), day)
    known = Belonging.objects.filter(member=OuterRef("pk"))
    start = Case(
        When(Q(joined_on__gt=day), then=Value(day)),
        When(Q(joined_on__gt=new_year), then=F("joined_on")),
        default=Value(new_year),
        output_field=DateField(),
    )
    loaded = (
        Member.objects.filter(~Exists(known), pk__gt=after, left_on=None)
        .annotate(start=start, began=Value(str(Change.LOADED)), nothing=Value(""))
        .annotate(recorded_at=Value(at), recorded_by=Value(by.label[:120]))
        .order_by("pk")
    )
    columns = ("pk", "organisation_id", "standing", "serving", "start", "began", *["nothing"] * 4)
    return insert_from(
        Belonging,
        (
            *("member_id", "organisation_id", "standing", "serving", "valid_from", "began", "ended"),
            *("pointer", "end_pointer", "removed_pointer", "recorded_at", "recorded_by"),
        ),
        loaded.values_list(*columns, "recorded_at", "recorded_by"),
    )


def _present_at(lives: Lives) -> set[int]:
    """Where members belong as the rows stand."""
    return {rows[-1].organisation_id for rows in lives.rows.values() if rows}
