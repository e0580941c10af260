"""The minutes of one meeting with all that stands beside them, and which minutes are thin."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, ExpressionWrapper, Func, IntegerField, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.catalogue import RECORD_KINDS, RecordForm, RecordKind
from heli.duties.models import Record, RecordVersion
from heli.duties.models.records import without_blanks
from heli.duties.rules.recording import can_be_corrected
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict, all_of
from heli.members.models import Member
from heli.orglife.catalogue import MAJORITIES, THINNESS, Absence, Majority, MinutesMove, Thinness
from heli.orglife.models import Attendance, Minutes, MinutesNote, VotedMatter
from heli.orglife.queries.due import kind_of_record, turnout_of
from heli.orglife.rules import Turnout, rule_for
from heli.orglife.rules import minutes as minutes_rules


class _DayNumber(Func):
    """A day as a number, so that the database itself counts the days between two."""

    function = "JULIANDAY"
    arity = 1
    output_field = IntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="(%(expressions)s - DATE '2000-01-01')")


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier version; `away` are names with reasons, for those who may see members."""

    row: RecordVersion
    away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """`minutes` is None where none were drafted here; `thin` is advice; names for who may see members."""

    record: Record
    kind: RecordKind
    minutes: Minutes | None
    present: tuple[str, ...]
    away: tuple[str, ...]
    versions: tuple[Version, ...]
    notes: tuple[MinutesNote, ...]
    matters: tuple[VotedMatter, ...]
    thin: tuple[str, ...]
    turnout: Turnout
    majority: Majority | None
    may_begin: Verdict
    may_correct: Verdict
    may_sign: Verdict
    may_lock: Verdict
    may_note: Verdict
    may_vote: Verdict

    @property
    def is_begun(self) -> bool:
        return self.minutes is not None


def meeting(pk: int, scope: Scope) -> Record:
    """The record of a meeting in `scope`; NotFound for any other."""
    found: Record | None = (
        Record.objects.visible_to(scope).select_related("organisation", "part_of").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("record-not-found", "没有这条记录，或它不在您的范围内。")
    if kind_of_record(found).form is not RecordForm.MEETING:
        raise NotFound("no-meeting", "这条记录是材料，没有会议记录。请从履责列表打开。")
    return found


def any_record(pk: int, actor: Actor) -> Record:
    """Any record that the actor may see; NotFound for any other."""
    scope = actor.require(Permission.RECORD_SEE)
    found: Record | None = Record.objects.visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("record-not-found", "没有这条记录，或它不在您的范围内。")
    return found


def voted_matter(pk: int, scope: Scope) -> VotedMatter:
    """One matter that was voted on, in `scope`; NotFound for any other."""
    found: VotedMatter | None = (
        VotedMatter.objects.visible_to(scope)
        .select_related("minutes__record__organisation")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("vote-unknown", "没有这项表决，或它不在您的范围内。")
    return found


def minutes_page(pk: int, actor: Actor) -> MinutesPage:
    """Everything that the page of a meeting's minutes shows. NotFound outside RECORD_SEE. 11 queries."""
    record = meeting(pk, actor.require(Permission.RECORD_SEE))
    minutes = Minutes.objects.filter(record=record).first()
    kind, organisation = kind_of_record(record), record.organisation
    named = bool(actor.may(Permission.MEMBER_SEE, organisation))
    present, away = attendance(record) if named else ((), ())
    majority = rule_for(MAJORITIES(), kind.id, record.happened_on)
    return MinutesPage(
        record=record,
        kind=kind,
        minutes=minutes,
        present=present,
        away=away,
        versions=tuple(_versions(record, named=named)),
        notes=tuple(MinutesNote.objects.filter(minutes=minutes).order_by("pk")) if minutes else (),
        matters=tuple(VotedMatter.objects.filter(minutes=minutes).order_by("pk")) if minutes else (),
        thin=thin_remarks(record),
        turnout=turnout_of(record),
        majority=majority,
        **_verdicts(record, kind, minutes, majority, actor),
    )


def _verdicts(
    record: Record, kind: RecordKind, minutes: Minutes | None, majority: Majority | None, actor: Actor
) -> dict[str, Verdict]:
    state, organisation = (minutes.state if minutes else None), record.organisation
    withdrawn = record.withdrawn_at is not None
    kept = minutes_rules.can_be_drafted(kind, record.source, withdrawn=withdrawn)
    entering = all_of(may(actor, Permission.RECORD_ENTER, organisation), kept)
    signing = all_of(may(actor, Permission.MINUTES_SIGN, organisation), kept)
    correcting = all_of(
        entering,
        minutes_rules.may_move(state, MinutesMove.CORRECT),
        can_be_corrected(record.source, record.checked, withdrawn=withdrawn),
    )
    by_chair = minutes_rules.is_chair_or_secretary(actor, record.chair, record.organisation_id)
    enough = minutes_rules.says_enough_to_sign(record.text)
    return {
        "may_begin": all_of(entering, minutes_rules.is_not_begun(state)),
        "may_correct": correcting,
        "may_sign": all_of(signing, minutes_rules.may_move(state, MinutesMove.SIGN), by_chair, enough),
        "may_lock": all_of(signing, minutes_rules.may_move(state, MinutesMove.LOCK)),
        "may_note": signing,
        "may_vote": all_of(
            entering,
            minutes_rules.may_move(state, MinutesMove.CORRECT),
            minutes_rules.has_majority_rule(majority, kind),
        ),
    }


def attendance(record: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of those who came, and of those away with their reasons, by pinyin."""
    rows = (
        Attendance.objects.filter(record=record)
        .select_related("member")
        .order_by("member__initials", "member")
    )
    present, away = [], []
    for row in rows:
        if row.absence == Absence.PRESENT:
            present.append(row.member.name)
        else:
            away.append(f"{row.member.name}（{row.get_absence_display()}）")
    return tuple(present), tuple(away)


def _versions(record: Record, *, named: bool) -> Iterator[Version]:
    rows = list(RecordVersion.objects.filter(record=record).order_by("-number"))
    beside = {row.pk: json.loads(row.beside) if row.beside and named else [] for row in rows}
    names = Member.objects.in_bulk({member for pairs in beside.values() for member, _ in pairs})
    for row in rows:
        gone = ((names[member].name, Absence(absence)) for member, absence in beside[row.pk] if absence)
        yield Version(row, tuple(f"{name}（{absence.label}）" for name, absence in gone))


def thin_remarks(record: Record) -> tuple[str, ...]:
    """What is thin about the minutes of one meeting: advice; no query."""
    rule = rule_for(THINNESS(), "minutes", record.happened_on)
    if rule is None:
        return ()
    repeated = minutes_rules.is_repeated(record.happened_on, record.repeats_on, rule)
    return minutes_rules.thin_remarks(record.text, [record.text] if repeated else [], rule)


def thin_records(scope: Scope, first: date, last: date) -> QuerySet[Record]:
    """Meetings between two days whose minutes are thin, the latest first; one query, counted by an index."""
    rule = rule_for(THINNESS(), "minutes", last)
    held = Record.objects.standing().visible_to(scope).filter(happened_on__gte=first, happened_on__lte=last)
    if rule is None:
        return held.none()
    kinds = [kind.id for kind in RECORD_KINDS().on(last) if kind.form is RecordForm.MEETING]
    thin = Q(signs__lt=rule.least) | _repeats(rule, first, last)
    found = held.filter(kind__in=kinds).alias(days=_DayNumber("happened_on") - _DayNumber("repeats_on"))
    nothing = [f"{word}{end}" for word in rule.says_nothing for end in ("", "。", ".")]
    if max(map(len, nothing), default=0) >= rule.least:  # else what says nothing is short anyway
        found = found.alias(bare=ExpressionWrapper(without_blanks("text"), output_field=CharField()))
        thin |= Q(bare__in=nothing)
    return found.filter(thin).select_related("organisation").order_by("-happened_on", "-pk")


def read(records: Sequence[int]) -> list[Record]:
    """Records by primary keys, in the order of `thin_records`: an index finds those of a page."""
    rows = Record.objects.filter(pk__in=records).select_related("organisation")
    return list(rows.order_by("-happened_on", "-pk"))


def remarked(rows: Sequence[Record]) -> list[tuple[Record, RecordKind, tuple[str, ...]]]:
    """Rows of `thin_records`, each with its kind and what is thin about it; no query."""
    return [(row, kind_of_record(row), thin_remarks(row)) for row in rows]


def _repeats(rule: Thinness, first: date, last: date) -> Q:
    """Whether a record between two days repeats one of the days before it, `days` being how many lie between.

    These are counted for few: what most repeat is near enough to each of the days, or to none of them.
    """
    within = timedelta(days=rule.within_days)
    return Q(repeats_on__gte=last - within) | Q(repeats_on__gte=first - within, days__lte=rule.within_days)


def states_of(records: Sequence[Record]) -> Mapping[int, str]:
    """How far the minutes of some records are, by record: one query."""
    rows = Minutes.objects.filter(record__in=[one.pk for one in records])
    return {row.record_id: row.get_state_display() for row in rows}
