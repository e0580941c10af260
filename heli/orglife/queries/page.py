"""All that the page 记录会议 knows before anything is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Actor
from heli.accounts.catalogue import SECRETARIES, Office, Permission
from heli.accounts.rules import may
from heli.duties.catalogue import RecordForm, RecordKind, Roster
from heli.duties.models import Record
from heli.duties.queries import Answered
from heli.duties.queries.later import Later, later
from heli.duties.rules.kinds import kinds_recorded_by
from heli.kernel.errors import NotAllowed, NotFound
from heli.members.models import Post
from heli.orglife import rules
from heli.orglife.catalogue import OUTLINES, Outline
from heli.orglife.queries.answering import Answering, answering
from heli.orglife.queries.due import Officers, officers, posts_held, roster
from heli.orglife.rules import Person
from heli.orgs.models import Organisation
from heli.orgs.queries.timeline import as_of_day

THEME_DAY = "theme_day"
LECTURE = "lecture"
SHOWN_KINDS = 6
"""How many kinds stand in sight at least; the rest is folded."""
MOST_DIGITS = 18
SHORT_ROSTER = 30
"""Persons up to whom a roster lies open; a longer one is folded while everyone is there."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of record that may be chosen; `owed` are the duties that it would do for the first time."""

    kind: RecordKind
    owed: tuple[Answered, ...]

    @property
    def due_on(self) -> date | None:
        """The earliest day by which it is owed."""
        return min((one.due_on for one in self.owed if one.due_on is not None), default=None)


@dataclass(frozen=True, slots=True)
class Setting:
    """One organisation, kind of record and day, with what follows from them.

    `people` is empty where only numbers are asked. `chair`, `recorder` and `due` are filled in; `theme_day`
    is the 主题党日 of that day, which this record can be a part of. `records` are those of that day.
    `organisation` has the class of the day. `later` are earlier periods that it may count for instead.
    """

    organisation: Organisation
    kind: RecordKind
    on: date
    today: date
    offers: tuple[Offer, ...]
    people: tuple[Person, ...]
    officers: Officers
    chair: str
    recorder: str
    due: int | None
    theme_day: Record | None
    records: tuple[Record, ...]
    outline: Outline | None
    answering: Answering
    later: tuple[Later, ...] = ()

    @property
    def in_sight(self) -> tuple[Offer, ...]:
        """The kinds that stand in sight: those owed, and some more where few are; the rest is folded."""
        owed = sum(offer.due_on is not None for offer in self.offers)
        return self.offers[: max(owed, SHOWN_KINDS)]

    @property
    def is_short(self) -> bool:
        """Whether the roster is short enough to lie open."""
        return len(self.people) <= SHORT_ROSTER

    @property
    def is_meeting(self) -> bool:
        return self.kind.form is RecordForm.MEETING

    @property
    def is_group(self) -> bool:
        return self.kind.roster is Roster.GROUP

    @property
    def chair_label(self) -> str:
        return "主讲人" if self.kind.id == LECTURE else "主持人"

    @property
    def recorder_label(self) -> str:
        return "记录人" if self.is_meeting else "经办人"

    @property
    def names(self) -> list[str]:
        """Names to choose from when a chair or recorder is typed."""
        return list(dict.fromkeys([*self.officers, *(person.name for person in self.people)]))


def places(actor: Actor, today: date) -> list[Organisation]:
    """What the actor may record for, in the order of the tree. NotAllowed without the right.

    NotFound where none of them is of a kind that records here: the 工委 is not.
    """
    if not actor.may_at_all(Permission.RECORD_ENTER):
        raise NotAllowed("no-place", "您没有可以记录会议的党组织。书记、委员和工作人员可以为本组织记录。")
    scope = actor.scope(Permission.RECORD_ENTER)
    among = Organisation.objects.visible_to(scope).filter(closed_on=None).order_by("path")
    found = [one for one in among if kinds_recorded_by(one.kind, today)]
    if not found:
        raise NotFound("nothing-to-record", "您所在的党组织没有在这里记录的会议和文件。")
    return found


def place(actor: Actor, among: Sequence[Organisation], asked: str) -> Organisation:
    """The organisation asked for by its primary key, the first of `among` for none. NotFound, NotAllowed."""
    if not asked:
        return among[0]
    is_key = asked.isdecimal() and len(asked) <= MOST_DIGITS
    found = Organisation.objects.filter(pk=int(asked)).first() if is_key else None
    if found is None or not actor.may(Permission.ORGANISATION_SEE, found):
        raise NotFound("organisation-not-found", "没有这个党组织，或它不在您的范围内。")
    may(actor, Permission.RECORD_ENTER, found).require()
    return found


def setting(organisation: Organisation, kind: str, on: date, today: date) -> Setting:
    """The setting for a kind (by its id; the one owed first for any other) and a day. Fourteen queries."""
    organisation = as_of_day(organisation, on)
    posts = posts_held(organisation, on)
    held = officers(posts)
    answers = answering(organisation, on)
    offers = _offers(organisation, on, today, answers, _sole(posts, SECRETARIES))
    if not offers:
        raise NotFound("nothing-to-record", f"{organisation.get_kind_display()}没有在这里记录的会议和文件。")
    chosen = next((one.kind for one in offers if one.kind.id == kind), offers[0].kind)
    records = tuple(
        Record.objects.standing().filter(organisation=organisation, happened_on=on).order_by("pk")
    )
    last = (
        Record.objects.standing()
        .filter(organisation=organisation, kind=chosen.id)
        .order_by("-happened_on", "-pk")
        .first()
    )
    return Setting(
        organisation=organisation,
        kind=chosen,
        on=on,
        today=today,
        offers=offers,
        people=roster(organisation, chosen, on, posts),
        officers=held,
        chair=_chair(chosen, posts),
        recorder=last.recorder if last else "",
        due=last.due if last else None,
        theme_day=_theme_day(chosen, records),
        records=records,
        outline=rules.rule_for(OUTLINES(), chosen.id, on),
        answering=answers,
        later=tuple(later(organisation, chosen.id, on)),
    )


def _offers(
    organisation: Organisation, on: date, today: date, answers: Answering, secretary: str
) -> tuple[Offer, ...]:
    """The kinds that the organisation may record: what is owed first by its day, then as in the catalogue.

    Of a day before the catalogue begins those of today, so that the page can say what is wrong with the day.
    """
    offers = [
        Offer(kind, tuple(one for one in answers.of(kind.id, secretary) if not one.already))
        for kind in kinds_recorded_by(organisation.kind, on) or kinds_recorded_by(organisation.kind, today)
        if rules.has_committee(kind, organisation.kind, there=organisation.has_committee)
    ]
    return tuple(sorted(offers, key=lambda offer: offer.due_on or date.max))


def _chair(kind: RecordKind, posts: Sequence[Post]) -> str:
    """Who chairs as a rule. A lecture is given by anyone, so nobody is filled in for it."""
    if kind.form is not RecordForm.MEETING or kind.id == LECTURE:
        return ""
    offices = {Office.GROUP_LEADER} if kind.roster is Roster.GROUP else SECRETARIES
    return _sole(posts, offices)


def _sole(posts: Sequence[Post], offices: frozenset[Office] | set[Office]) -> str:
    names = {post.name for post in posts if post.office in offices}
    return names.pop() if len(names) == 1 else ""


def _theme_day(kind: RecordKind, records: Sequence[Record]) -> Record | None:
    if kind.id == THEME_DAY or kind.form is not RecordForm.MEETING:
        return None
    return next((record for record in records if record.kind == THEME_DAY), None)
