"""A sheet of events, checked by doing it and taking it back, and done together: all or none (S004-20)."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import DomainError, Invalid
from heli.orgs.models import Event, EventBatch, Organisation
from heli.reorganisation.actions.carrying import Work
from heli.reorganisation.actions.meaning import meaning_of
from heli.reorganisation.queries.effects import Effects
from heli.reorganisation.queries.lines import Line, Sheet
from heli.reorganisation.queries.naming import Names
from heli.sheets.faults import Fault
from heli.sheets.faults import Kind as FaultKind

MOST_NAMED = 3
_COLUMN_OF = {
    "reason-needed": "why",
    "in-future": "happened_on",
    "no-document": "document_number",
    "name-taken": "new_name",
    "no-new-name": "new_name",
    "same-kind": "new_kind",
    "own-descendant": "parent",
    "parent-is-branch": "parent",
    "leader-cannot-lead": "leader",
    "no-unit": "unit",
    "body-without-unit": "unit",
    "members-left-over": "successor",
    "no-successor": "successor",
    "successor-not-yet": "successor",
    "left-behind": "parent",
    "parent-is-leading-body": "parent",
    "not-sent-out": "leader",
    "R01-03": "covered",
    "covers-nothing": "covered",
    "covers-itself": "covered",
    "R01-04": "ends_on",
    "R01-05": "ends_on",
    "never-ends": "ends_on",
    "ends-before-founding": "ends_on",
}
"""The column in which a refusal is mended, by its code; others concern the row as a whole."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A row that can be carried out: what it says, and what it does."""

    line: Line
    effects: Effects


@dataclass(slots=True)
class BatchCheck:
    """What a sheet would do, row upon row; `faults` are what stands against it, at their cells."""

    passed: list[Passed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def total(self) -> Effects:
        return sum((one.effects for one in self.passed), Effects())

    @property
    def refused(self) -> int:
        return sum(one.kind is FaultKind.REFUSE for one in self.faults)


class _TakenBack(Exception):
    pass


def check_batch(*, title: str, document_number: str, sheet: Sheet, by: Doer, at: datetime) -> BatchCheck:
    """What the sheet would do: carried out row upon row and taken back, its audit too; nothing remains.

    A row that is refused is named and left out; rows after it are tried without it. NotAllowed for who may
    change no organisation at all.
    """
    check = BatchCheck()
    try:
        with transaction.atomic():
            carry_out_batch(
                title=title,
                document_number=document_number,
                sheet=sheet,
                file_name="",
                check=check,
                by=by,
                at=at,
            )
            raise _TakenBack
    except _TakenBack:
        return check


@action
def carry_out_batch(
    *,
    title: str,
    document_number: str,
    sheet: Sheet,
    file_name: str,
    by: Doer,
    at: datetime,
    check: BatchCheck | None = None,
) -> EventBatch:
    """Carry out every row of a sheet in its order, in one transaction: all or none.

    Invalid where a row is refused or could not be read; the message names the first of them. With `check`
    faults are put there instead: for `check_batch`, which takes everything back.
    """
    may_somewhere(by, Permission.ORGANISATION_CHANGE).require()
    batch = EventBatch.objects.create(
        title=title.strip()[:120],
        document_number=document_number.strip()[:60],
        file_name=file_name[:200],
        carried_out_at=at,
        carried_out_by=by.label[:120],
    )
    told = check if check is not None else BatchCheck()
    told.faults += sheet.faults
    _Rows(told, sheet, batch, by, at).work()
    if check is None and told.refused:
        raise Invalid("sheet-refused", _in_one(told))
    note(events=len(told.passed), **_numbers(told.total))
    return batch


def _in_one(check: BatchCheck) -> str:
    """The first faults in one sentence, for whom a list cannot be shown."""
    faults = [one for one in check.faults if one.kind is FaultKind.REFUSE]
    told = "".join(f"第 {one.row} 行：{one.message}" for one in faults[:MOST_NAMED])
    return f"有 {len(faults)} 处不能办理，整张表都没有办理。{told}"


def _numbers(effects: Effects) -> dict[str, int]:
    return {name: value for name, value in effects.as_dict().items() if isinstance(value, int) and value}


class _Rows:
    """Rows carried out one upon the other; names are learnt as organisations come and go."""

    def __init__(self, check: BatchCheck, sheet: Sheet, batch: EventBatch, by: Doer, at: datetime) -> None:
        self.check, self.sheet, self.batch = check, sheet, batch
        self.work_of = Work(by=by, at=at)
        self.names = Names(at.date())
        self.done: list[tuple[Line, Event]] = []

    def work(self) -> None:
        lines = self.sheet.lines
        if not lines:
            return
        self.work_of.begin(min(line.happened_on for line in lines))
        for line in lines:
            self._carry_out(line)
        if not self.done:
            return
        if not self.check.refused:
            correcting = next((event for _, event in self.done if event.is_correction), self.done[-1][1])
            reason = f"{self.batch.title}（{self.batch.document_number}）"
            self.work_of.end(correcting, reason)
        self.check.passed += [Passed(line, self.work_of.of[event.pk]) for line, event in self.done]

    def _carry_out(self, line: Line) -> None:
        asked, faults = meaning_of(line, self.sheet.goings, self.names, self.batch.title)
        self.check.faults += faults
        if asked is None:
            return
        try:
            with transaction.atomic():
                event = self.work_of.do(asked.change, assigned=asked.assigned, batch=self.batch, why=line.why)
        except DomainError as error:
            told = f"{error.message}{_cited(error.source)}"
            self.check.faults.append(line.fault(error.code, told, _COLUMN_OF.get(error.code, "")))
            return
        self.done.append((line, event))
        self._remind(line, event)
        parts = Organisation.objects.filter(event_parts__event=event).distinct()
        self.names.learn(parts.order_by("pk"))

    def _remind(self, line: Line, event: Event) -> None:
        """What the rules tell of the row without standing against it (M, P)."""
        for code, reason, source in json.loads(event.effects)["told"]:
            column = _COLUMN_OF.get(code, "")
            self.check.faults.append(
                line.fault(code, f"提醒：{reason}{_cited(source)}", column, FaultKind.WARN)
            )


def _cited(source: str) -> str:
    return f"（{source}）" if source else ""
