"""Writing the members of a roster: who is new, who differs, who stays as he is."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Max

from heli.kernel.action import Doer
from heli.kernel.bulk import insert_rows, update_rows
from heli.kernel.secrets import decrypt, encrypt
from heli.members.actions import belongings
from heli.members.actions.belongings import Lives, Turn
from heli.members.actions.rows import MemberRow
from heli.members.catalogue import PHONE_FIELD, WAGE_FIELD, Change, Serving, Standing
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.orgs.rules.names import person_initials

CHUNK = 1000


class State(NamedTuple):
    """A member as far as a roster states him, in the order of the table's columns; secrets are plain."""

    organisation_id: int
    name: str
    initials: str
    sex: str
    born_on: date | None
    education: str
    joined_on: date | None
    full_on: date | None
    standing: str
    serving: str
    phone: str
    wage_base: str
    note: str
    left_on: date | None


_IDENTITY = ("id_hash", "id_last4")
_PHONE, _WAGE = map(State._fields.index, ("phone", "wage_base"))


@dataclass(slots=True)
class Written:
    """By ID hash: primary keys of members that were there, who is new, whose state changed; and who moved."""

    known: dict[str, int] = field(default_factory=dict)
    created: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)  # member → the branch that he left
    turns: list[Turn] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)


def write(
    rows: Sequence[MemberRow],
    branches: Mapping[str, Organisation],
    *,
    gone: Container[str],
    closed_until: date | None,
    by: Doer,
    at: datetime,
) -> Written:
    """Insert members that are new and update those that differ; a constant number of statements a chunk.

    Their belongings follow. `gone` are the ID hashes of members whom no roster brings back: they stay.
    """
    written, placed = Written(), {key: one.pk for key, one in branches.items()}
    newest = Member.objects.aggregate(newest=Max("pk"))["newest"] or 0
    for chunk in _chunks(rows):
        held = _held([row.id_hash for row in chunk]) if newest else {}
        new: list[tuple[Any, ...]] = []
        changed: list[tuple[Any, ...]] = []
        for row in chunk:
            if row.id_hash in gone:
                written.gone.add(row.id_hash)
                continue
            pk, before = held.get(row.id_hash, (None, None))
            after = _state(row, placed[row.branch], before)
            if pk is None or before is None:
                new.append((*_sealed(after), row.id_hash, row.id_last4))
                written.created.add(row.id_hash)
                continue
            written.known[row.id_hash] = pk
            if after != before:
                changed.append((*_sealed(after), pk))
                written.updated.add(row.id_hash)
            if after.organisation_id != before.organisation_id:
                written.moved[pk] = before.organisation_id
            written.turns.extend(turns(pk, before, after, on=at.date(), closed_until=closed_until))
        insert_rows(Member, (*State._fields, *_IDENTITY), new)
        update_rows(Member, State._fields, changed)
    _follow(written, newest, closed_until, by=by, at=at)
    return written


def turns(pk: int, before: State, after: State, *, on: date, closed_until: date | None) -> Iterator[Turn]:
    """How his belonging changes, in order: 转正 from its own day where that lies open, the rest from `on`."""
    if (*before[:1], *_category(before), before.left_on) == (*after[:1], *_category(after), after.left_on):
        return
    standing = before.standing
    full_on = after.full_on if before.standing != after.standing == Standing.FULL else None
    if (
        full_on
        and before.left_on is None
        and full_on <= on
        and not (closed_until and full_on <= closed_until)
    ):
        standing = after.standing
        confirmed = (Change.CONFIRMED, Change.CONFIRMED)
        yield Turn(pk, full_on, before.organisation_id, standing, before.serving, *confirmed)
    if (before.organisation_id, standing, before.serving, before.left_on) != (
        after.organisation_id,
        *_category(after),
        None,
    ):
        began, ended = _kinds(before, after)
        yield Turn(pk, on, after.organisation_id, after.standing, after.serving, began, ended)


def _category(state: State) -> tuple[str, str]:
    return state.standing, state.serving


def _kinds(before: State, after: State) -> tuple[Change, Change]:
    """By what the present row begins and the one before ends; the weightier where several things changed."""
    if before.left_on is not None or before.organisation_id != after.organisation_id:
        return Change.TRANSFER_IN, Change.TRANSFER_OUT
    if before.standing != after.standing == Standing.FULL:
        return Change.CONFIRMED, Change.CONFIRMED
    if before.standing == after.standing and after.serving == Serving.RETIRED:
        return Change.RETIRED, Change.RETIRED
    return Change.CORRECTED, Change.CORRECTED


def _follow(written: Written, newest: int, closed_until: date | None, *, by: Doer, at: datetime) -> None:
    if written.created:
        belongings.begin_loaded(after=newest, closed_until=closed_until, by=by, at=at)
    if written.turns:
        lives = Lives.of({turn.member_id for turn in written.turns})
        for turn in written.turns:
            lives.turn_or_next(turn)
        lives.save(by=by, at=at)


def primary_keys(hashes: Iterable[str]) -> dict[str, int]:
    """The members who have these ID hashes."""
    found: dict[str, int] = {}
    for chunk in _chunks(list(hashes)):
        found.update(Member.objects.filter(id_hash__in=chunk).values_list("id_hash", "pk"))
    return found


def _held(hashes: Sequence[str]) -> dict[str, tuple[int, State]]:
    columns = ("id_hash", "pk", *State._fields)
    found: dict[str, tuple[int, State]] = {}
    for id_hash, pk, *values in Member.objects.filter(id_hash__in=hashes).values_list(*columns):
        values[_PHONE] = decrypt(values[_PHONE] or None, field=PHONE_FIELD) or ""
        values[_WAGE] = decrypt(values[_WAGE] or None, field=WAGE_FIELD) or ""
        found[id_hash] = pk, State(*values)
    return found


def _state(row: MemberRow, organisation_id: int, before: State | None) -> State:
    """The row's word where it says something, Heli's where it does not; nobody is full without proof."""
    held = before or _NOBODY
    joined_on, full_on = _dates(row, held)
    return State(
        organisation_id=organisation_id,
        name=row.name,
        initials=person_initials(row.name),
        sex=row.sex or held.sex,
        born_on=row.born_on or held.born_on,
        education=row.education or held.education,
        joined_on=joined_on,
        full_on=full_on,
        standing=str(row.standing or held.standing),
        serving=str(row.serving or held.serving),
        phone=row.phone or held.phone,
        wage_base=row.wage_base or held.wage_base,
        note=row.note or held.note,
        left_on=None,
    )


def _dates(row: MemberRow, held: State) -> tuple[date | None, date | None]:
    """Joining and 转正; a held date that the row's other date makes impossible does not stand."""
    joined_on, full_on = row.joined_on or held.joined_on, row.full_on or held.full_on
    if joined_on and full_on and full_on < joined_on:
        return row.joined_on, row.full_on
    return joined_on, full_on


_NOBODY = State(0, "", "", "", None, "", None, None, Standing.PROBATIONARY, Serving.SERVING, "", "", "", None)


def _sealed(state: State) -> list[Any]:
    """The state as the table holds it, in the order of its columns."""
    values = list(state)
    values[_PHONE] = encrypt(state.phone or None, field=PHONE_FIELD) or ""
    values[_WAGE] = encrypt(state.wage_base or None, field=WAGE_FIELD) or ""
    return values


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
