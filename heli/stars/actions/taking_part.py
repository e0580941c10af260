"""What organisations and superiors do in a round: 自评, facts, opinions, objections and their answers."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState
from heli.kernel.workdays import add_workdays
from heli.orgs.models import Organisation
from heli.schemes.catalogue import PARAMETERS, Outcome
from heli.schemes.rules import keeping as score_keeping
from heli.stars.actions.rounds import lock
from heli.stars.catalogue import MOST_DOCUMENT, MOST_WORDS, RoundState, Star
from heli.stars.models import Assessed, Round, StarObjection
from heli.stars.queries.facts import facts_of
from heli.stars.rules import keeping, working_out


@dataclass(frozen=True, slots=True)
class Entered:
    """Facts that no record of Heli holds: satisfaction (hundredths of a percent), pairs (why, document)."""

    satisfaction: int | None = None
    satisfaction_source: str = ""
    exception: tuple[str, str] = ("", "")
    bar: tuple[str, str] = ("", "")


@action
def claim(*, assessed: Assessed, star: Star, words: str, by: Doer, at: datetime) -> Assessed:
    """自评: the organisation names the star that it claims, with a sentence; again until its day.

    NotAllowed without `star.claim` there; WrongState after the day; Invalid without star or sentence.
    """
    held = _locked(assessed)
    keeping.may_claim(by, held.organisation).require()
    keeping.can_claim(held.round.state, held.round.claim_until, localdate(at), star, words).require()
    held.claim, held.claim_words = star, words.strip()[:MOST_WORDS]
    held.claimed_at, held.claimed_by = at, by.label[:120]
    held.save(update_fields=["claim", "claim_words", "claimed_at", "claimed_by"])
    note(star=int(star))
    return held


@action
def keep_facts(*, assessed: Assessed, entered: Entered, by: Doer, at: datetime) -> Assessed:
    """Keep satisfaction with its source, 破格 and 一票否决 with reason and document; empty takes back.

    They count from the next 测算. NotAllowed without `star.keep`; WrongState once adopted; Invalid where a
    part is missing.
    """
    lock(assessed.round, by)
    held = _locked(assessed)
    keeping.can_change(held.round.state).require()
    keeping.are_facts(
        entered.satisfaction, entered.satisfaction_source, entered.exception, entered.bar
    ).require()
    held.satisfaction = entered.satisfaction
    held.satisfaction_source = entered.satisfaction_source.strip()[:MOST_DOCUMENT]
    held.exception_why, held.exception_document = _pair(entered.exception)
    held.bar_why, held.bar_document = _pair(entered.bar)
    held.save(
        update_fields=[
            "satisfaction",
            "satisfaction_source",
            "exception_why",
            "exception_document",
            "bar_why",
            "bar_document",
        ]
    )
    note(satisfaction=held.satisfaction, exceptional=held.exceptional, barred=bool(held.bar_why))
    return held


def _pair(said: tuple[str, str]) -> tuple[str, str]:
    why, document = said
    return why.strip()[:MOST_WORDS], document.strip()[:MOST_DOCUMENT]


@action
def give_opinion(*, assessed: Assessed, star: Star, words: str, by: Doer, at: datetime) -> Assessed:
    """The 机关党委 says which star it holds right; another than the proposed one with its reason.

    NotAllowed without `star.review` there; WrongState unless under review; Invalid without the reason.
    """
    held = _locked(assessed)
    keeping.may_review(by, held.reviewer).require()
    keeping.can_give_opinion(held.round.state, held.proposed, star, words).require()
    held.advised, held.advised_why = star, words.strip()[:MOST_WORDS]
    held.advised_at, held.advised_by = at, by.label[:120]
    held.save(update_fields=["advised", "advised_why", "advised_at", "advised_by"])
    note(star=int(star), proposed=held.proposed)
    return held


@action
def agree_all(*, round: Round, reviewer: Organisation, by: Doer, at: datetime) -> int:  # noqa: A002
    """The 机关党委 agrees to the proposals that it has given no opinion of; returns how many.

    NotAllowed without `star.review` there; WrongState unless under review, or where nothing waits.
    """
    held = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    keeping.may_review(by, reviewer).require()
    rows = list(held.assessed.filter(reviewer=reviewer, advised=None))
    if held.state != RoundState.REVIEWING or not rows:
        raise WrongState("nothing-to-review", "现在没有等待审核的党组织。")
    for one in rows:
        one.advised, one.advised_at, one.advised_by = one.proposed, at, by.label[:120]
    Assessed.objects.bulk_update(rows, ["advised", "advised_at", "advised_by"], batch_size=200)
    note(reviewer=reviewer.pk, organisations=len(rows))
    return len(rows)


@action
def object_to(*, assessed: Assessed, text: str, by: Doer, at: datetime) -> StarObjection:
    """An organisation objects to its own star while it is shown.

    NotAllowed without `star.claim` there; WrongState after 公示 or where one is open; Invalid without words.
    """
    held, today = _locked(assessed), localdate(at)
    keeping.may_claim(by, held.organisation).require()
    until, answerer = held.round.shown_until or today, held.round.answerer
    score_keeping.can_object(held.round.state, until, today, text).require()
    assert answerer is not None  # noqa: S101 - what is shown has one, by constraint
    if held.objections.filter(answered_at=None).exists():
        raise WrongState("objection-open", "异议已经提出，正在等待答复。")
    return StarObjection.objects.create(
        assessed=held,
        organisation=held.organisation,
        text=text.strip()[:MOST_WORDS],
        raised_at=at,
        raised_by=by.label[:120],
        answerer=answerer,
        due_on=add_workdays(today, PARAMETERS().get("answer_days", today).value)[0],
    )


@action
def answer(
    *, objection: StarObjection, star: Star | None, words: str, by: Doer, at: datetime
) -> StarObjection:
    """The named person answers; `star` is what an upheld objection corrects it to, None rejects.

    The star before and after stay with the objection. WrongState for anybody else or a second answer; Invalid
    without words, for the same star, or one above what the terms leave the organisation.
    """
    rows = StarObjection.objects.select_for_update(of=("self",))
    held: StarObjection = rows.get(pk=objection.pk)
    score_keeping.may_answer(by, held.answerer_id, held.answered_at is not None, words).require()
    held.outcome = Outcome.REJECTED
    if star is not None:
        _correct(held, star)
    held.answer, held.answered_at, held.answered_by = words.strip()[:MOST_WORDS], at, by.label[:120]
    held.save()
    note(outcome=held.outcome, before=held.before, after=held.after)
    return held


def _correct(held: StarObjection, star: Star) -> None:
    one = _locked(held.assessed)
    most = working_out.most_for(facts_of(one), one.round.said)
    keeping.fits(star, most).require()
    if star == one.star:
        raise WrongState(
            "nothing-differs", "更正后的星级和审定的一样。异议成立的请选择更正后的星级，否则选“不成立”。"
        )
    held.outcome, held.before, held.after = Outcome.UPHELD, one.star, star
    one.star = star
    one.save(update_fields=["star"])


def _locked(assessed: Assessed) -> Assessed:
    rows = Assessed.objects.select_for_update(of=("self",)).select_related(
        "round__organiser", "round__answerer", "organisation", "reviewer"
    )
    found: Assessed = rows.get(pk=assessed.pk)
    return found
