"""A round: opened, its terms, worked out, decided on, adopted and shown, settled."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from heli.accounts.models import Account
from heli.kernel.action import Doer, action, note
from heli.kernel.bulk import insert_rows
from heli.kernel.periods import Period
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.schemes.catalogue import ReleaseState
from heli.schemes.models import Release
from heli.stars.catalogue import (
    MOST_DOCUMENT,
    MOST_WORDS,
    ROUNDS,
    TERMS,
    Given,
    Move,
    RoundState,
    Star,
    Terms,
)
from heli.stars.models import Assessed, Round, StarHeld
from heli.stars.queries.facts import facts_of, previous_of, reviewers_of, scored
from heli.stars.rules import keeping, working_out

_PROPOSED = ("score", "is_barred", "previous", "proposed", "reasons", "is_tied")
_JUDGED = ("advised", "advised_why", "advised_at", "advised_by", "decided", "decided_why")
_NOT_YET: dict[str, Any] = {
    "advised": None,
    "advised_why": "",
    "advised_at": None,
    "advised_by": "",
    "decided": None,
    "decided_why": "",
}


@action
def open_round(*, release: Release, claim_until: date, by: Doer, at: datetime) -> Round:
    """Begin a round by a published result, with the terms of the day as example; everybody scored takes part.

    NotAllowed without `star.keep`; WrongState for the result of a 机关党委's own scheme, or where kind and
    year have a round; Invalid for a past day.
    """
    organiser, today = release.version.scheme.organiser, localdate(at)
    keeping.may_keep(by, organiser).require()
    keeping.is_of_the_city(citys=release.version.scheme.is_citys).require()
    year, kinds = Period.parse(release.period).year, list(release.version.kinds)
    same = {kind for one in Round.objects.filter(year=year) for kind in one.kinds if kind in kinds}
    keeping.can_open(claim_until, today, sorted(Kind(one).label for one in same)).require()
    held = Round.objects.create(
        organiser=organiser,
        release=release,
        year=year,
        kinds=kinds,
        terms=TERMS().get("stars", today).terms.kept(),
        claim_until=claim_until,
        made_at=at,
        made_by=by.label[:120],
    )
    number = _enlist(held)
    note(year=year, organisations=number)
    return held


def _enlist(held: Round) -> int:
    found = scored(held.release)
    bodies = Organisation.objects.in_bulk([one.organisation for one in found])
    above = reviewers_of(bodies.values())
    made = Assessed.objects.bulk_create(
        [
            Assessed(
                round=held,
                organisation_id=one.organisation,
                reviewer_id=above[one.organisation],
                pool=one.pool,
                score=one.score,
                is_barred=one.is_barred,
                is_new=_is_new(bodies[one.organisation], held.year),
            )
            for one in found
        ],
        batch_size=500,
    )
    return len(made)


def _is_new(body: Organisation, year: int) -> bool:
    return body.founded_on is not None and body.founded_on.year >= year


@action
def set_terms(*, round: Round, terms: Terms, by: Doer, at: datetime) -> Round:  # noqa: A002 - a round is one
    """Keep the terms of a round; where it was worked out already, it is worked out anew.

    NotAllowed without `star.keep`; WrongState once adopted; Invalid for terms that do not hold together.
    """
    held = lock(round, by)
    keeping.can_change(held.state).require()
    keeping.are_terms(terms).require()
    held.terms = terms.kept()
    held.save(update_fields=["terms"])
    if held.state == RoundState.REVIEWING:
        _work_out(held)
    note(lines=len(terms.lines), quotas=len(terms.quotas))
    return held


@action
def propose(*, round: Round, by: Doer, at: datetime) -> Round:  # noqa: A002
    """Work out (测算) every star from what is known at `at`; anew as often as facts change.

    An opinion or a decision on a proposal that changes falls away. NotAllowed without `star.keep`; WrongState
    before 自评 is over, while the result is shown, or once adopted.
    """
    held = lock(round, by)
    is_final = held.release.state == ReleaseState.FINAL
    keeping.can_propose(held.state, held.claim_until, localdate(at), is_final).require()
    held.state = ROUNDS.next(RoundState(held.state), Move.PROPOSE)
    held.save(update_fields=["state"])
    changed = _work_out(held)
    note(organisations=held.assessed.count(), changed=changed)
    return held


def _work_out(held: Round) -> int:
    """Keep every proposal; returns how many changed."""
    rows: list[Assessed] = list(held.assessed.select_related("organisation"))
    now = {one.organisation: one for one in scored(held.release)}
    previous = previous_of([one.organisation_id for one in rows])
    for one in rows:
        known = now.get(one.organisation_id)
        one.score = known.score if known is not None else None
        one.is_barred = known.is_barred if known is not None else one.is_barred
        one.previous = previous.get(one.organisation_id)
    found = working_out.work_out([facts_of(one) for one in rows], held.said)
    changed = 0
    for one in rows:
        made = found[one.pk]
        if (one.proposed, one.is_tied) != (made.star, made.is_tied):
            changed += 1
            for name, value in _NOT_YET.items():
                setattr(one, name, value)
        one.proposed, one.reasons, one.is_tied = made.star, made.reasons, made.is_tied
    Assessed.objects.bulk_update(rows, [*_PROPOSED, *_JUDGED], batch_size=200)
    return changed


@action
def decide(*, assessed: Assessed, star: Star, why: str, by: Doer, at: datetime) -> Assessed:
    """Enter what the adopting body decides otherwise than proposed, or on a tie at a quota.

    NotAllowed without `star.keep`; WrongState unless under review; Invalid without a reason, or above
    what the terms leave the organisation.
    """
    held = lock(assessed.round, by)
    one: Assessed = held.assessed.select_related("organisation").get(pk=assessed.pk)
    most = working_out.most_for(facts_of(one), held.said)
    keeping.can_decide(held.state, star, why, most).require()
    one.decided, one.decided_why = star, why.strip()[:MOST_WORDS]
    one.save(update_fields=["decided", "decided_why"])
    note(organisation=one.organisation_id, proposed=one.proposed, decided=int(star))
    return one


@action
def adopt(
    *,
    round: Round,  # noqa: A002
    met_on: date,
    met_as: str,
    shown_until: date,
    answerer: Account,
    by: Doer,
    at: datetime,
) -> Round:
    """Enter that a meeting adopted the stars, and show them; `answerer` answers objections.

    NotAllowed without `star.keep`; WrongState while ties or opinions are open or a quota is exceeded; Invalid
    without a meeting, or for 公示 that is too short.
    """
    held = lock(round, by)
    rows = list(held.assessed.select_related("organisation"))
    stars = {one.pk: one.standing or Star.NONE for one in rows}
    tied = [one.organisation.short_name for one in rows if one.is_tied and one.decided is None]
    over = working_out.over_quota([facts_of(one) for one in rows], stars, held.said)
    waiting = sum(one.reviewer_id is not None and one.advised is None for one in rows)
    keeping.can_adopt(held.state, tied, over, waiting).require()
    begun = localdate(held.made_at)
    keeping.is_adoption(met_on, met_as, begun, shown_until, localdate(at), held.said).require()
    for one in rows:
        one.star = one.standing
    Assessed.objects.bulk_update(rows, ["star"], batch_size=500)
    held.state = ROUNDS.next(RoundState(held.state), Move.ADOPT)
    held.met_on, held.met_as, held.shown_until = met_on, met_as.strip()[:120], shown_until
    held.answerer, held.adopted_at, held.adopted_by = answerer, at, by.label[:120]
    held.save()
    note(organisations=len(rows), departures=sum(one.decided is not None for one in rows))
    return held


@action
def settle(*, round: Round, document: str, by: Doer, at: datetime) -> Round:  # noqa: A002
    """定星: after 公示 the stars are given from today, for the years that the terms say.

    NotAllowed without `star.keep`; WrongState before that or with open objections; Invalid without document.
    """
    held, today = lock(round, by), localdate(at)
    waiting = held.assessed.filter(objections__isnull=False, objections__answered_at=None).count()
    keeping.can_settle(held.state, held.shown_until, today, waiting, document).require()
    words = document.strip()[:MOST_DOCUMENT]
    until = keeping.ends_on(today, held.said.years)
    rows = (
        (one.organisation_id, one.star, held.year, Given.ASSESSED.value, today,
         until if one.star >= Star.ONE else None, "", words, one.pk, at, by.label[:120])
        for one in held.assessed.order_by("organisation__path")
    )  # fmt: skip
    columns = ["organisation_id", "star", "year", "given", "begins_on", "ends_on", "why", "document"]
    number = insert_rows(StarHeld, [*columns, "assessed_id", "entered_at", "entered_by"], rows)
    held.state = ROUNDS.next(RoundState(held.state), Move.SETTLE)
    held.document, held.settled_at, held.settled_by = words, at, by.label[:120]
    held.save(update_fields=["state", "document", "settled_at", "settled_by"])
    note(organisations=number, document=words)
    return held


def lock(held: Round, by: Doer) -> Round:
    """The round as it is now, for whoever keeps it; NotAllowed without `star.keep`."""
    keeping.may_keep(by, held.organiser).require()
    rows = Round.objects.select_for_update(of=("self",)).select_related(
        "organiser", "release__version__scheme", "release__publication"
    )
    found: Round = rows.get(pk=held.pk)
    return found
