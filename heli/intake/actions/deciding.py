"""Decisions: raised by a load, settled by the office with words."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.intake.catalogue import DecisionKind
from heli.intake.models import Decision
from heli.intake.queries import decisions
from heli.intake.queries.tables import LEDGER, MEMBERS, ORGANISATIONS, PLAN
from heli.intake.queries.tallying import Doubt
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.sheets.taken import TakenIn

CHUNK = 500
LONGEST_KEY, LONGEST_SUBJECT, LONGEST_QUESTION, LONGEST_OUTCOME = 60, 200, 300, 300

_VANISHED = {
    ORGANISATIONS.key: (
        DecisionKind.ORGANISATION_VANISHED,
        "不在这次导入的党组织名册里。是撤销、合并、划转，还是名册漏填？",
    ),
    MEMBERS.key: (
        DecisionKind.MEMBER_VANISHED,
        "不在这次导入的党员花名册里。是转出、停止党籍、去世，还是花名册漏填？",
    ),
    PLAN.key: (DecisionKind.REQUIREMENT_VANISHED, "不在这次导入的年度任务分解表里。是不再执行，还是漏列？"),
    LEDGER.key: (DecisionKind.RECORD_VANISHED, "不在这次导入的组织生活台账里。是记录有误，还是台账漏列？"),
}


class _Question(NamedTuple):
    kind: DecisionKind
    key: str
    subject: str
    words: str


def raise_decisions(*, taken: Mapping[str, TakenIn], doubts: Iterable[Doubt], by: Doer, at: datetime) -> int:
    """Write down what a load leaves for the office to decide; how many are new. The caller is an action.

    `taken` is by table: what vanished from it is a question each, and so is every doubt. A question that is
    open already, or that was settled before, is not asked again. What a plan leaves open is no question here:
    its requirements say so themselves (`queries.decisions`).
    """
    questions = {(one.kind, one.key): one for one in (*_of_vanished(taken), *map(_of_doubt, doubts))}
    known = decisions.known_keys({kind for kind, _ in questions})
    new = [one for place, one in questions.items() if place not in known]
    Decision.objects.bulk_create(
        (
            Decision(
                kind=one.kind,
                subject=one.subject[:LONGEST_SUBJECT],
                subject_key=one.key,
                question=one.words[:LONGEST_QUESTION],
                raised_at=at,
                raised_by=by.label[:120],
            )
            for one in new
        ),
        batch_size=CHUNK,
    )
    note(decisions=len(new))
    return len(new)


def _of_vanished(taken: Mapping[str, TakenIn]) -> Iterable[_Question]:
    for table, one in taken.items():
        kind, words = _VANISHED[table]
        for gone in one.vanished:
            yield _Question(kind, _key(gone.key), gone.label, words)


def _of_doubt(doubt: Doubt) -> _Question:
    """The same doubt about the same thing is the same question, in whatever row it stands the next time."""
    fault = doubt.fault
    key = _key("\n".join((doubt.table, doubt.subject, fault.code, fault.column, fault.value)))
    place = f"（《{fault.workbook}》第 {fault.row} 行）"
    words = fault.message[: LONGEST_QUESTION - len(place)] + place
    return _Question(DecisionKind.ROW_DOUBTFUL, key, doubt.subject, words)


def _key(text: str) -> str:
    """Short keys as they are, long ones by their digest."""
    return text if len(text) <= LONGEST_KEY else hashlib.sha256(text.encode()).hexdigest()[:LONGEST_KEY]


@action
def settle_decision(*, decision: Decision, outcome: str, by: Doer, at: datetime) -> Decision:
    """Write down what the office decided. Invalid without words, WrongState when it is settled already.

    Words only: what the decision is about is changed by whoever keeps it, never by its absence from a table.
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    outcome = outcome.strip()
    if not outcome or len(outcome) > LONGEST_OUTCOME:
        words = f"请填写处理结果，不超过 {LONGEST_OUTCOME} 字。"
        raise Invalid("outcome-missing", words, fields={"note": words})
    settled = Decision.objects.filter(pk=decision.pk, settled_at=None).update(
        settled_at=at, settled_by=by.label[:120], outcome=outcome
    )
    if not settled:
        raise WrongState("decision-settled", "这一事项已经处理过了。")
    note(outcome=outcome)
    decision.refresh_from_db()
    return decision
