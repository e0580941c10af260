"""Changes of terms with what follows from them: the duties of an ending term move along (R03-02, R01-34)."""

from collections.abc import Iterable
from datetime import date, datetime

from heli.duties.actions.occurrences import follow_terms
from heli.kernel.action import Doer, action
from heli.orgs.actions import elections as org_actions
from heli.orgs.catalogue import TermChange
from heli.orgs.models import CommitteeTerm, Organisation, TermDecision


@action
def decide(
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
    """延期 or 提前 as `orgs.actions.elections.decide_term`; the duties of the years concerned follow."""
    decision = org_actions.decide_term(
        term=term,
        kind=kind,
        until=until,
        approved_on=approved_on,
        document_number=document_number,
        reason=reason,
        why=why,
        by=by,
        at=at,
    )
    _follow({decision.was_until.year, until.year, at.year})
    return decision


@action
def begin(
    *,
    organisation: Organisation,
    elected_on: date,
    by: Doer,
    at: datetime,
    ends_on: date | None = None,
    why: str = "",
) -> CommitteeTerm:
    """A new term as `orgs.actions.elections.begin_term`; the duty of the term before it is no more."""
    term = org_actions.begin_term(
        organisation=organisation, elected_on=elected_on, ends_on=ends_on, why=why, by=by, at=at
    )
    _follow({elected_on.year, at.year})
    return term


def _follow(years: Iterable[int]) -> None:
    for year in sorted(years):
        follow_terms(year)
