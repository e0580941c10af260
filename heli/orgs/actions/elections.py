"""What is done about a term: 延期 and 提前, the notice, the request, and the term that an election begins."""

from collections.abc import Iterable
from datetime import date, datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import Strength, Verdict
from heli.orgs.catalogue import TermChange, TermStepKind
from heli.orgs.models import CommitteeTerm, Organisation, TermDecision, TermStep
from heli.orgs.rules.terms import decision_faults, election_faults, step_faults, usual_end


@action
def decide_term(
    *,
    term: CommitteeTerm,
    kind: TermChange,
    until: date,
    approved_on: date,
    document_number: str,
    reason: str,
    by: Doer,
    at: datetime,
    why: str = "",
) -> TermDecision:
    """Extend or advance a term as its superior approved; the term's end moves, the decision keeps both.

    NotAllowed without TERM_KEEP over the superior. Invalid for a day that cannot be, for no document or
    reason, and past a year without `why` (R03-02).
    """
    approver = superior_of(term.organisation)
    may(by, Permission.TERM_KEEP, approver).require()
    _latest(term)
    _said(document_number, "请填写批复的文号：延期或提前换届须报上级党组织批准。")
    _said(reason, "请填写延期或提前的理由。")
    decided = list(term.decisions.order_by("pk").values_list("was_until", flat=True))
    ends = [*decided[:1], term.ends_on]
    _require(decision_faults(kind, ends, until, term.begins_on, approved_on, at.date()), why)
    if term.organisation.terms.filter(ends_on=until).exclude(pk=term.pk).exists():
        raise Invalid("term-once", f"这个党组织已有一届在 {until} 届满，请核对日期。")
    decision = TermDecision.objects.create(
        term=term,
        kind=kind,
        was_until=term.ends_on,
        until=until,
        approver=approver,
        approved_on=approved_on,
        document_number=document_number.strip()[:60],
        reason="；".join(filter(None, [reason.strip(), why.strip()]))[:300],
        decided_at=at,
        decided_by=by.label[:120],
    )
    term.ends_on = until
    term.save(update_fields=["ends_on"])
    note(organisation=term.organisation.name, until=str(until))
    return decision


@action
def remind_of_election(
    *,
    term: CommitteeTerm,
    done_on: date,
    manner: str,
    document_number: str,
    remark: str,
    by: Doer,
    at: datetime,
) -> TermStep:
    """The superior's 换届提醒 by letter or telephone (R01-34). NotAllowed without TERM_KEEP over it."""
    superior = superior_of(term.organisation)
    may(by, Permission.TERM_KEEP, superior).require()
    return _step(term, TermStepKind.NOTICE, superior, done_on, manner, document_number, remark, by, at)


@action
def request_election(
    *, term: CommitteeTerm, done_on: date, document_number: str, remark: str, by: Doer, at: datetime
) -> TermStep:
    """The organisation's own 换届请示 (R03-12), entered by itself or by who keeps terms over it."""
    _may_enter(by, term.organisation)
    return _step(term, TermStepKind.REQUEST, term.organisation, done_on, "", document_number, remark, by, at)


@action
def begin_term(
    *,
    organisation: Organisation,
    elected_on: date,
    by: Doer,
    at: datetime,
    ends_on: date | None = None,
    why: str = "",
) -> CommitteeTerm:
    """A new term from an election on; it ends after the years of its kind, or earlier as given (R02-05).

    Entered by the organisation itself or by who keeps terms over it. Invalid for a day that cannot be.
    """
    _may_enter(by, organisation)
    last = organisation.terms.order_by("-ends_on").values_list("begins_on", "ends_on").first()
    faults = election_faults(
        organisation.kind,
        last,
        elected_on,
        at.date(),
        founded_on=organisation.founded_on,
        ends_on=ends_on,
    )
    _require(faults, why)
    until = ends_on or usual_end(organisation.kind, elected_on)
    return CommitteeTerm.objects.create(organisation=organisation, begins_on=elected_on, ends_on=until)


def superior_of(organisation: Organisation) -> Organisation:
    """Who approves and reminds: the superior of 隶属, of the topmost 工委 the committee that sends it out.

    WrongState where Heli knows neither.
    """
    superior: Organisation | None = organisation.parent or organisation.leader
    if superior is None:
        raise WrongState("no-superior", "还没有填写上级党组织，不能登记批准或提醒。请先补上隶属关系。")
    return superior


def _step(
    term: CommitteeTerm,
    kind: TermStepKind,
    organisation: Organisation,
    done_on: date,
    manner: str,
    document_number: str,
    remark: str,
    by: Doer,
    at: datetime,
) -> TermStep:
    _latest(term)
    done = term.steps.filter(kind=kind).exists()
    _require(step_faults(kind, (term.begins_on, term.ends_on), done_on, at.date(), done=done), remark)
    return TermStep.objects.create(
        term=term,
        kind=kind,
        done_on=done_on,
        by_organisation=organisation,
        manner=manner[:20],
        document_number=document_number.strip()[:60],
        note=remark.strip()[:300],
        entered_at=at,
        entered_by=by.label[:120],
    )


def _latest(term: CommitteeTerm) -> None:
    """Only the present term can still be changed."""
    if term.organisation.closed_on is not None:
        raise WrongState("organisation-closed", f"这个党组织已于 {term.organisation.closed_on} 撤销。")
    if term.organisation.terms.filter(ends_on__gt=term.ends_on).exists():
        raise WrongState("term-followed", "这一届之后已有新的一届，不能再改。请在新的一届上登记。")


def _may_enter(by: Doer, organisation: Organisation) -> None:
    own = may(by, Permission.RECORD_ENTER, organisation)
    if not own:
        may(by, Permission.TERM_KEEP, organisation).require()


def _require(verdicts: Iterable[Verdict], why: str) -> None:
    for verdict in verdicts:
        if verdict.strength is not Strength.GENERAL or not why.strip():
            verdict.require()


def _said(text: str, reason: str) -> None:
    if not text.strip():
        raise Invalid("text-missing", reason)
