"""The minutes of one meeting with all that stands beside them, and which minutes are thin."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Length, Replace

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.catalogue import RECORD_KINDS, RecordForm, RecordKind
from heli.duties.models import Record, RecordVersion
from heli.duties.rules.recording import can_be_corrected
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict, all_of
from heli.members.models import Member
from heli.orglife.catalogue import MAJORITIES, THINNESS, Absence, Majority, MinutesMove, Thinness
from heli.orglife.models import Attendance, Minutes, MinutesNote, VotedMatter
from heli.orglife.queries.due import kind_of_record, turnout_of
from heli.orglife.rules import Turnout, rule_for
from heli.orglife.rules import minutes as minutes_rules

_BLANKS = (" ", "\n", "\r", "\t", "\u3000")


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
    """Everything that the page of a meeting's minutes shows. NotFound outside RECORD_SEE. 12 queries."""
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
    """What is thin about the minutes of one meeting: advice."""
    rule = rule_for(THINNESS(), "minutes", record.happened_on)
    if rule is None:
        return ()
    repeated = Record.objects.filter(pk=record.pk).filter(_repeats(rule)).exists()
    return minutes_rules.thin_remarks(record.text, [record.text] if repeated else [], rule)


def thin_records(scope: Scope, first: date, last: date) -> QuerySet[Record]:
    """Meetings between two days whose minutes are thin, the latest first; `repeated` says of what kind."""
    rule = rule_for(THINNESS(), "minutes", last)
    held = Record.objects.standing().visible_to(scope).filter(happened_on__gte=first, happened_on__lte=last)
    if rule is None:
        return held.none()
    kinds = [kind.id for kind in RECORD_KINDS().on(last) if kind.form is RecordForm.MEETING]
    bare: F | Replace = F("text")
    for blank in _BLANKS:
        bare = Replace(bare, Value(blank), Value(""))
    nothing = [f"{word}{end}" for word in rule.says_nothing for end in ("", "。", ".")]
    return (
        held.filter(kind__in=kinds)
        .annotate(bare=ExpressionWrapper(bare, output_field=CharField()), repeated=_repeats(rule))
        .annotate(signs=Length("bare"))
        .filter(Q(signs__lt=rule.least) | Q(bare__in=nothing) | Q(repeated=True))
        .select_related("organisation")
        .order_by("-happened_on", "-pk")
    )


def remarked(rows: Sequence[Record]) -> list[tuple[Record, RecordKind, tuple[str, ...]]]:
    """Rows of `thin_records`, each with its kind and what is thin about it; no query."""
    found = []
    for row in rows:
        rule = rule_for(THINNESS(), "minutes", row.happened_on)
        before = [row.text] if getattr(row, "repeated", False) else []
        remarks = minutes_rules.thin_remarks(row.text, before, rule) if rule is not None else ()
        found.append((row, kind_of_record(row), remarks))
    return found


def _repeats(rule: Thinness) -> Exists:
    """Whether the same text stands in an earlier record of the organisation and kind, within the days."""
    since = ExpressionWrapper(
        OuterRef("happened_on") - timedelta(days=rule.within_days + 1), output_field=DateField()
    )
    return Exists(
        Record.objects.standing()
        .filter(
            organisation=OuterRef("organisation"),
            kind=OuterRef("kind"),
            text=OuterRef("text"),
            happened_on__lt=OuterRef("happened_on"),
            happened_on__gt=since,
        )
        .exclude(text="")
    )


def states_of(records: Sequence[Record]) -> Mapping[int, str]:
    """How far the minutes of some records are, by record: one query."""
    rows = Minutes.objects.filter(record__in=[one.pk for one in records])
    return {row.record_id: row.get_state_display() for row in rows}
