"""Checking the rows of a 组织生活台账: what can be loaded, and what is met on the way.

What happened is not refused: a meeting that broke a rule is loaded, and named (R01-12, R01-13).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from heli.duties.catalogue import RecordKind
from heli.duties.rules.kinds import kind_called
from heli.orglife.actions.rows import MeetingRow, Named
from heli.orglife.queries import known_organisations
from heli.orglife.rules import Known, is_thin, least_text, past_remarks, roster_remarks
from heli.orglife.sheets import reading
from heli.orglife.sheets.table import TABLE
from heli.orgs.rules.index import NameIndex, OrgRef
from heli.sheets.faults import Kind
from heli.sheets.rows import Row

_SAYS_NOTHING = frozenset({"略", "无", "同上", "见附件", "见记录本"})
_ROOM = {"topic": 200, "chair": 60, "recorder": 60}
_MOST_PERSONS = 99_999
_KEYS = tuple(column.key for column in TABLE.columns)


@dataclass(frozen=True, slots=True)
class CheckedMeetings:
    """What `check` found. `rows` are ready for `actions.take_in_ledger`.

    `named` are records that refused rows speak of: for `take_in_ledger`, they have not vanished.
    """

    rows: tuple[MeetingRow, ...]
    named: frozenset[Named]


def check(rows: Sequence[Row], *, index: NameIndex, today: date) -> CheckedMeetings:
    """Prepare the rows for loading; what is met is added to them as faults. One query, nothing written.

    `index` resolves 党组织, among the organisations loaded together with this ledger too. Refused:
    organisation-unknown, organisation-ambiguous, organisation-missing, date-missing, date-in-future,
    kind-unknown, kind-missing, came-more-than-due, duplicate-row (equal in every column), depends-on-refused,
    and what the readers refuse. Warned: quorum-not-met, no-committee, kind-not-here, before-founding,
    record-too-thin, topic-missing, number-unlikely, text-cut.
    """
    checking = _Checking(index, today, known_organisations())
    loaded = [checking.read(row) for row in rows]
    return CheckedMeetings(tuple(row for row in loaded if row is not None), frozenset(checking.named))


@dataclass(slots=True)
class _Checking:
    """The check of one ledger, row after row."""

    index: NameIndex
    today: date
    known: Mapping[int, Known]
    named: set[Named] = field(default_factory=set)
    _first: dict[Hashable, Row] = field(default_factory=dict)

    def read(self, row: Row) -> MeetingRow | None:
        """The row as it is loaded, None where it is refused; its faults are added to it."""
        happened_on = reading.day(row, self.today)
        kind = self._kind(row, happened_on)
        organisation = reading.organisation(row, self.index)
        due, present = self._numbers(row)
        self._refuse_repeated(row)
        topic = self._text(row, "topic") or (kind.name if kind else "")
        if organisation is None or happened_on is None or kind is None:
            return None
        if row.refused:
            self.named.add(Named(organisation.key, happened_on, kind.id, topic))
            return None
        if not row.values.get("topic"):
            row.fault(Kind.WARN, "topic-missing", f"没有填主题，暂以“{topic}”为主题。", "topic")
        self._warn_of_thin_text(row, happened_on)
        meeting = MeetingRow(
            organisation=organisation.key,
            kind=kind.id,
            happened_on=happened_on,
            topic=topic,
            due=due,
            present=present,
            chair=self._text(row, "chair"),
            recorder=self._text(row, "recorder"),
            text=row.values.get("text") or "",
        )
        self._warn_of_the_past(row, meeting, kind, organisation)
        return meeting

    def _kind(self, row: Row, happened_on: date | None) -> RecordKind | None:
        text = row.values.get("kind")
        if not text:
            reading.refuse_missing(row, "kind", "kind-missing", "没有填会议类型。请补填。")
            return None
        day = happened_on or self.today
        kind = kind_called(text, day) or kind_called(reading.without_notes(text), day)
        if kind is None:
            known = "支部党员大会、支部委员会会议、党小组会、党课、主题党日"
            message = f"“{text}”不是可以记录的会议类型。一行填一种，如{known}。"
            row.fault(Kind.REFUSE, "kind-unknown", message, "kind")
        return kind

    def _numbers(self, row: Row) -> tuple[int | None, int | None]:
        due, present = (self._number(row, key) for key in ("due", "present"))
        if due is not None and present is not None and present > due:
            message = f"实到 {present} 人，多于应到 {due} 人。请核对两个人数。"
            row.fault(Kind.REFUSE, "came-more-than-due", message, "present")
        return due, present

    def _number(self, row: Row, key: str) -> int | None:
        number: int | None = row.values.get(key)
        if number is None or 0 <= number <= _MOST_PERSONS:
            return number
        row.fault(Kind.WARN, "number-unlikely", f"人数 {number} 不合常理，这一项未导入。请核对。", key)
        return None

    def _refuse_repeated(self, row: Row) -> None:
        """Refuse a row equal to an earlier one in every column; what differs is another meeting."""
        if row.refused:
            return
        first = self._first.setdefault(tuple(map(row.values.get, _KEYS)), row)
        if first is not row:
            message = (
                f"与{reading.place(first, row)}各列完全相同，只导入一次。如确是两次会议，请写明不同之处。"
            )
            row.fault(Kind.REFUSE, "duplicate-row", message)

    def _text(self, row: Row, key: str) -> str:
        text = " ".join((row.values.get(key) or "").split())
        most = _ROOM[key]
        if len(text) > most and not row.refused:
            row.fault(Kind.WARN, "text-cut", f"这一项最多保存 {most} 个字，其余未导入。", key)
        return text[:most]

    def _warn_of_thin_text(self, row: Row, on: date) -> None:
        text = "".join((row.values.get("text") or "").split())
        if not is_thin(text, on) or "text" not in row.values:
            return
        shown = f"“{text}”" if text else "空白"
        said = "没有写明内容" if text in _SAYS_NOTHING or not text else f"不足 {least_text(on)} 个字"
        message = f"主要内容为{shown}，{said}。记录已导入，请补充主要内容。"
        row.fault(Kind.WARN, "record-too-thin", message, "text")

    def _warn_of_the_past(
        self, row: Row, meeting: MeetingRow, kind: RecordKind, organisation: OrgRef
    ) -> None:
        """Name what breaks a rule about this meeting: it happened, and somebody should look at it."""
        known = self.known.get(organisation.pk) if organisation.pk is not None else None
        met = past_remarks(kind, meeting.happened_on, organisation.kind, meeting.due, meeting.present)
        if known is not None:
            met += roster_remarks(kind, meeting.happened_on, known)
        for remark in met:
            row.fault(Kind.WARN, remark.code, f"{remark.text}。记录已导入，请核实。", remark.column)
