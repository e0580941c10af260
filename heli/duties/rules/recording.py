"""May a record be entered, and may one be withdrawn: what is refused on a page, with its reason.

What a ledger brings is never refused for these reasons: it happened.
"""

from datetime import date, datetime
from typing import NamedTuple, Protocol

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.accounts.scope import Target
from heli.duties.catalogue import RECORD_KINDS, Checked, RecordKind, RecordSource
from heli.duties.rules.readings import Holder
from heli.kernel.action import Doer
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.orgs.catalogue import Kind

TOPIC_LENGTH = 200


class Whole(Protocol):
    """A record that others may be parts of."""

    @property
    def organisation_id(self) -> int: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


class Entry(NamedTuple):
    """What somebody enters: kind, day, topic, and how many were due and present (None: not asked)."""

    kind: RecordKind
    happened_on: date
    topic: str
    due: int | None = None
    present: int | None = None


def can_be_entered(entry: Entry, organisation: Holder, today: date) -> Verdict:
    """Whether the fact can be one of this organisation, seen from today."""
    return all_of(
        is_of_this_class(entry.kind, organisation.kind),
        _in_its_life(entry.happened_on, organisation, today),
        _has_a_topic(entry.topic),
        _adds_up(entry),
    )


def is_of_this_class(kind: RecordKind, org_kind: str) -> Verdict:
    """Whether organisations of this kind do such a thing at all."""
    if org_kind in kind.org_kinds:
        return Verdict.yes()
    return Verdict.no(
        f"{Kind(org_kind).label}不记录“{kind.name}”，请核对组织或类型。",
        source=kind.source,
        code="kind-not-here",
    )


def can_count_for(entry: Entry, counts_on: date, *, answers: int) -> Verdict:
    """Whether it may count for the earlier period that `counts_on` lies in: a window or an extension says so.

    `answers`: how many duties of that period it would answer.
    """
    if counts_on < entry.happened_on and answers:
        return Verdict.yes()
    return Verdict.no(
        f"{entry.happened_on} 的“{entry.kind.name}”不能计入 {counts_on} 所在的那一期："
        "没有相应的开展时限或延期，或者时限已过。请按当天所在的期次记录；需要延期的，请上级组织办理。",
        source="年度通知确定的开展时限（R01-19）；延期以批准文件为准",
        code="counts-for-no-earlier",
    )


def is_new(known: bool) -> Verdict:
    """Whether no standing record says the same: organisation, day, kind and topic."""
    if not known:
        return Verdict.yes()
    return Verdict.no(
        "同一天、同一类型、同一主题的记录已经有了，一件事只记一次。如确是另一次会议，请把主题写得不同。",
        error=WrongState,
        code="record-known",
    )


def is_late_entry(happened_on: date, today: date, after_days: int) -> bool:
    """Whether it is entered so late after it happened that it is marked 补录."""
    return (today - happened_on).days > after_days


def can_be_part(day: date, organisation: int, whole: Whole | None) -> Verdict:
    """Whether a record may be a part of another: same organisation, same day (主题党日, R01-17)."""
    if whole is None:
        return Verdict.yes()
    if whole.withdrawn_at is None and (whole.happened_on, whole.organisation_id) == (day, organisation):
        return Verdict.yes()
    return Verdict.no("只有同一组织、同一天的记录才能归入同一次活动。", code="part-elsewhere")


def may_withdraw(by: Doer, source: str, organisation: Target) -> Verdict:
    """Whoever may enter records there; and whoever loads ledgers, for what a ledger brought."""
    entering = may(by, Permission.RECORD_ENTER, organisation)
    if entering or source != RecordSource.IMPORT:
        return entering
    return may(by, Permission.INTAKE_LOAD, organisation)


def can_be_withdrawn(*, withdrawn: bool, parts: int, reason: str) -> Verdict:
    """Whether a record may be declared void: once, with a reason, and not before its parts."""
    if withdrawn:
        return Verdict.no("这条记录已经作废。", error=WrongState, code="record-withdrawn")
    if parts:
        return Verdict.no(
            f"这次活动还有 {parts} 条记录归入其中，请先作废那些记录。",
            error=WrongState,
            code="record-has-parts",
        )
    if not reason.strip():
        return Verdict.no("请写明作废原因。", code="reason-missing")
    return Verdict.yes()


def can_be_corrected(source: str, checked: str, *, withdrawn: bool) -> Verdict:
    """Whether a record may be put right on a page: not one that is void, verified, or a ledger's."""
    if withdrawn:
        return Verdict.no("这条记录已经作废，不能更正。", error=WrongState, code="record-withdrawn")
    if source == RecordSource.IMPORT:
        return Verdict.no(
            "这条记录来自组织生活台账。请在台账里改好，再导入一次；页面上不改，免得两边不一致。",
            error=WrongState,
            code="record-of-ledger",
        )
    if checked == Checked.VERIFIED:
        return Verdict.no(
            "这条记录上级已经核实。确需更正的，请上级先撤回核实。", error=WrongState, code="record-verified"
        )
    return Verdict.yes()


def is_explained(why: str) -> Verdict:
    """A correction says why."""
    if not why.strip():
        return Verdict.no("请写明为什么更正。", code="reason-missing")
    fits = len(why.strip()) <= TOPIC_LENGTH
    return (
        Verdict.yes() if fits else Verdict.no(f"理由超过 {TOPIC_LENGTH} 个字，请缩短。", code="reason-long")
    )


def kind_of(code: str, on: date) -> RecordKind:
    """The kind of record as in force on a day; NotFound (`catalogue-entry`) for any other."""
    return RECORD_KINDS().get(code, on)


def _in_its_life(day: date, organisation: Holder, today: date) -> Verdict:
    if day > today:
        return Verdict.no(f"{day} 还没有到，只能记录已经发生的事。", code="date-in-future")
    if organisation.founded_on is not None and day < organisation.founded_on:
        return Verdict.no(
            f"该组织 {organisation.founded_on} 才批准成立，{day} 还没有这个组织。", code="before-founding"
        )
    if organisation.closed_on is not None and day >= organisation.closed_on:
        return Verdict.no(f"该组织已于 {organisation.closed_on} 撤销。", code="after-closing")
    return Verdict.yes()


def _has_a_topic(topic: str) -> Verdict:
    if not topic.strip():
        return Verdict.no("请填写主题。", code="topic-missing")
    if len(topic) > TOPIC_LENGTH:
        return Verdict.no(f"主题最多 {TOPIC_LENGTH} 个字，其余请写入主要内容。", code="topic-too-long")
    return Verdict.yes()


def _adds_up(entry: Entry) -> Verdict:
    if entry.due is None or entry.present is None or 0 <= entry.present <= entry.due:
        return Verdict.yes()
    return Verdict.no(f"实到 {entry.present} 人多于应到 {entry.due} 人，请核对。", code="came-more-than-due")
