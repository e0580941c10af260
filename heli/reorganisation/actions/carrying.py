"""Carrying out one event with all that follows from it, and undoing it by another: whole, or not at all."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from heli.duties.actions import follow
from heli.figures.models import Publication
from heli.figures.queries import closed_until, reaching
from heli.kernel.action import Doer, action, note
from heli.members.actions.belongings import move
from heli.members.actions.closing import end_posts, end_second_memberships
from heli.members.actions.counting import count
from heli.members.actions.rerouting import reroute
from heli.members.catalogue import Change as MemberChange
from heli.orgs.actions import events as organisation_events
from heli.orgs.models import Event, EventBatch, EventPart, OrganisationVersion
from heli.orgs.queries.changes import inverse
from heli.orgs.queries.held import Held
from heli.orgs.rules.change import Change
from heli.reorganisation import rules
from heli.reorganisation.actions.correcting import correct_published
from heli.reorganisation.queries import moving, sizes
from heli.reorganisation.queries.effects import FOLLOWED, Effects
from heli.reorganisation.queries.ending import ending_posts, ending_second, open_duties
from heli.reorganisation.queries.moving import Moves
from heli.reorganisation.queries.published import worked_out


@action
def carry_out(
    *, change: Change, by: Doer, at: datetime, assigned: Mapping[int, int] | None = None, why: str = ""
) -> Event:
    """Carry out one event: organisations, then members, posts, second memberships, duties and corrections.

    `assigned`: for 拆分, which member goes to which founding (its place in the change). `why` is the written
    reason where a rule of strength G speaks against it. Raises what `orgs.actions.events.carry_out` raises,
    and Invalid where a member would be left without an organisation or a new branch be too small.
    """
    work = Work(by=by, at=at)
    work.begin(change.happened_on)
    event = work.do(change, assigned=assigned or {}, why=why)
    work.end(event)
    note(**event_facts(event, work.of[event.pk]))
    return event


@action
def undo(
    *,
    event: Event,
    happened_on: date,
    document_number: str,
    reason: str,
    by: Doer,
    at: datetime,
    why: str = "",
) -> Event:
    """Undo an event by another one: the past keeps both, members who are still there go back.

    Posts that it ended are not held again: who is to hold them is to be decided anew. WrongState where it was
    undone before or is an undoing itself; else as `carry_out`.
    """
    undone = Event.objects.filter(undoes=event).exists()
    rules.may_undo(undone=undone, is_undoing=event.undoes_id is not None).require()
    change = inverse(event, happened_on=happened_on, document_number=document_number, reason=reason)
    work = Work(by=by, at=at)
    work.begin(happened_on)
    undoing = work.do(change, undoes=event, why=why)
    work.end(undoing)
    note(**event_facts(undoing, work.of[undoing.pk]))
    return undoing


def event_facts(event: Event, effects: Effects) -> dict[str, object]:
    """What the audit is told of an event."""
    numbers = {name: value for name, value in effects.as_dict().items() if isinstance(value, int) and value}
    return {"event": event.pk, "kind": event.kind, "happened_on": event.happened_on.isoformat(), **numbers}


@dataclass
class Work:
    """One event, or a sheet of them, being carried out inside an action.

    Duties and published figures follow once for all of them: `begin`, `do` for each, `end`.
    """

    by: Doer
    at: datetime
    of: dict[int, Effects] = field(default_factory=dict)
    _events: dict[int, Event] = field(default_factory=dict)
    _publications: list[Publication] = field(default_factory=list)
    _before: dict[int, dict[str, Decimal | None]] = field(default_factory=dict)
    _closed_until: date | None = None
    _held: Held = field(default_factory=Held)
    _following: dict[date, tuple[set[int], dict[int, int], int]] = field(default_factory=dict)

    def begin(self, since: date) -> None:
        """Work out what was published of days on or after `since`, before anything is changed."""
        self._closed_until = closed_until()
        self._publications = reaching(since)
        self._before = worked_out(self._publications)

    def forget(self) -> None:
        """After an event that was taken back: what is kept of organisations may have it still."""
        self._held = Held()

    def do(
        self,
        change: Change,
        *,
        assigned: Mapping[int, int] | None = None,
        batch: EventBatch | None = None,
        undoes: Event | None = None,
        why: str = "",
    ) -> Event:
        """Organisations, members, posts and second memberships of one event."""
        event = organisation_events.carry_out(
            change=change,
            by=self.by,
            at=self.at,
            correction=self._closed_until is not None and change.happened_on <= self._closed_until,
            batch=batch,
            undoes=undoes,
            why=why,
            held=self._held,
        )
        if undoes is not None:
            moves = moving.moves_back(undoes, change)
        else:
            moves = moving.moves_of(change, event, assigned or {})
        rules.have_somewhere_to_go(moves.left_over, change).require()
        heirs = {*moves.destinations.values(), *moving.successions(change, event).values()}
        rules.stand_by_then(moving.not_yet(heirs, change.happened_on), change).require()
        effects = self._follow_members(change, event, moves)
        sizes.of_the_parts(change, event).require()
        self._events[event.pk], self.of[event.pk] = event, effects
        self._remember(change, event, moves)
        return event

    def _follow_members(self, change: Change, event: Event, moves: Moves) -> Effects:
        closing, day = change.closing, change.happened_on
        posts, second = ending_posts(closing, day), ending_second(closing, day)
        if closing:
            end_posts(closing, day)
            end_second_memberships(closing, day)
        moved = 0
        if moves.destinations:
            moved = move(
                moves=moves.destinations,
                origins={*closing, *moves.origins},
                on=day,
                event=event,
                began=MemberChange.REORGANISED_IN,
                ended=MemberChange.REORGANISED_OUT,
                by=self.by,
                at=self.at,
            )
        elif closing:
            count(organisations=set(closing), by=self.by, at=self.at)
        heirs = moving.successions(change, event)
        rerouted = reroute(closed=set(closing), heirs=heirs, on=day, by=self.by, at=self.at)
        return replace(
            _organisations(event),
            transfers=len(rerouted),
            rerouted=rerouted,
            members=moved,
            posts=len(posts),
            second=len(second),
            ended_posts=posts,
            ended_second=second,
            moved=moves.grouped,
        )

    def _remember(self, change: Change, event: Event, moves: Moves) -> None:
        """What duties have to follow, by the day: events of one day follow together."""
        concerned = set(EventPart.objects.filter(event=event).values_list("organisation", flat=True))
        concerned |= set(moves.destinations.values())
        nothing_yet: tuple[set[int], dict[int, int], int] = (set(), {}, event.pk)
        organisations, heirs, _ = self._following.setdefault(change.happened_on, nothing_yet)
        organisations |= concerned
        heirs |= moving.successions(change, event)

    def end(self, event: Event, reason: str = "") -> None:
        """Let duties and published figures follow; corrections hang on `event`."""
        for day, (organisations, heirs, pk) in sorted(self._following.items()):
            handed = open_duties(list(heirs), day)
            followed = follow(
                organisations=organisations, since=day, successions=heirs, by=self.by, at=self.at
            )
            duties = followed.handed + followed.returned
            self.of[pk] = replace(self.of[pk], duties=duties, handed=handed)
        corrected = correct_published(
            publications=self._publications,
            before=self._before,
            event=event,
            reason=reason,
            by=self.by,
            at=self.at,
        )
        self.of[event.pk] += corrected
        for pk, one in self._events.items():
            followed_it = {FOLLOWED: self.of[pk].as_dict()}
            organisation_events.record_effects(event=one, effects=followed_it, by=self.by, at=self.at)


def _organisations(event: Event) -> Effects:
    """How many organisations an event changed, founded and closed."""
    done = json.loads(event.effects)
    changed = OrganisationVersion.objects.filter(event=event).exclude(
        organisation__in=[*done["founded"], *done["reopened"]]
    )
    return Effects(
        organisations=changed.values("organisation").distinct().count(),
        founded=len(done["founded"]),
        reopened=len(done["reopened"]),
        closed=len(done["closed"]),
    )
