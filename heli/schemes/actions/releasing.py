"""Publishing results, objections against them, answers, corrections beside them, and making them final."""

from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.models import Account
from heli.accounts.rules import may
from heli.figures import actions as figure_actions
from heli.figures.catalogue import PublicationKind
from heli.figures.models import Publication
from heli.kernel.action import Doer, action, note
from heli.kernel.bulk import insert_rows
from heli.kernel.errors import WrongState
from heli.kernel.periods import Period
from heli.kernel.workdays import add_workdays
from heli.orgs.models import Organisation
from heli.schemes.catalogue import MOST_WHY, PARAMETERS, Outcome, ReleaseState
from heli.schemes.models import Objection, Release, ReleasedLine, ReleasedScore, Version
from heli.schemes.queries.organisers import serves
from heli.schemes.queries.results import corrected_figures, figures_of, released_rows, title_of
from heli.schemes.queries.standing import Reckoned, reckoned
from heli.schemes.rules import keeping


@action
def publish(
    *,
    version: Version,
    period: Period,
    shown_until: date,
    document_number: str,
    answerer: Account,
    by: Doer,
    at: datetime,
) -> Release:
    """Freeze the scores of a period as known at `at`, with the version that made them, and show them.

    `answerer` is the person who answers objections. Results of the 工委 close their days for the city (ADR
    13); those of a 机关党委 close nothing, and their title names it (ADR 33).

    NotAllowed without `scheme.adopt`, for the 工委 `statistics.publish` too; WrongState for a draft, or where
    the results of this version and period were published; Invalid for 公示 that is too short, or an answerer
    who does not serve at the organiser.
    """
    held = (
        Version.objects.select_for_update(of=("self",)).select_related("scheme__organiser").get(pk=version.pk)
    )
    today = localdate(at)
    keeping.may_adopt(by, held.scheme.organiser).require()
    keeping.is_adopted(held.state).require()
    keeping.can_be_shown(shown_until, today, PARAMETERS().get("shown_days", today).value).require()
    keeping.can_be_answerer(serves=serves(answerer, held.scheme.organiser, today)).require()
    if held.releases.filter(period=period.code).exists():
        raise WrongState("already-published", f"{period.name}的结果已经发布。查明有误的，在结果页面更正。")
    found = reckoned(held, period, min(period.end, today), full=True)
    publication = _figures(found, document_number, by, at)
    release = Release.objects.create(
        version=held,
        period=period.code,
        publication=publication,
        shown_until=shown_until,
        answerer=answerer,
    )
    _freeze(release, found)
    note(period=period.code, version=held.number, organisations=len(found.scores))
    return release


def _figures(found: Reckoned, document_number: str, by: Doer, at: datetime) -> Publication:
    """The totals as figures: those of the 工委 close their days."""
    scheme, period = found.version.scheme, found.period
    return figure_actions.publish(
        kind=PublicationKind.SCORES,
        title=title_of(scheme, period),
        publisher=scheme.organiser,
        period_start=period.start,
        period=period.code,
        as_of=found.on,
        rows=list(figures_of(found)),
        document_number=document_number,
        closes=scheme.is_citys,
        by=by,
        at=at,
    )


def _freeze(release: Release, found: Reckoned) -> None:
    rows = released_rows(found)
    insert_rows(
        ReleasedScore,
        ["release_id", "organisation_id", "class_code", "total", "tier", "place", "open", "barred"],
        ((release.pk, *row) for row in rows),
    )
    lines = (
        (release.pk, one.organisation, line.indicator.code, line.weight, line.a, line.b, line.u, line.points)
        for one in found.scores
        for line in one.lines
        if line.weight is not None
    )
    columns = ["release_id", "organisation_id", "code", "weight", "a", "b", "u", "points"]
    insert_rows(ReleasedLine, columns, lines)


@action
def object_to(
    *, release: Release, organisation: Organisation, code: str, text: str, by: Doer, at: datetime
) -> Objection:
    """An organisation objects to its own published score, to one line of it or (empty `code`) to the whole.

    It is for whoever published to answer, by a day. NotAllowed without `score.object` there; WrongState after
    公示, or where the same is open already; Invalid without words.
    """
    may(by, Permission.SCORE_OBJECT, organisation).require()
    today = localdate(at)
    keeping.can_object(release.state, release.shown_until, today, text).require()
    if release.objections.filter(organisation=organisation, code=code, answered_at=None).exists():
        raise WrongState("objection-open", "这一项的异议已经提出，正在等待答复。")
    if not release.scores.filter(organisation=organisation).exists():
        raise WrongState("not-scored", f"{organisation.short_name}不在这次公布的结果里。")
    days = PARAMETERS().get("answer_days", today).value
    note(organisation=organisation.pk, indicator=code)
    return Objection.objects.create(
        release=release,
        organisation=organisation,
        code=code,
        text=text.strip()[:MOST_WHY],
        raised_at=at,
        raised_by=by.label[:120],
        answerer=release.answerer,
        due_on=add_workdays(today, days)[0],
    )


@action
def answer(*, objection: Objection, upheld: bool, words: str, by: Doer, at: datetime) -> Objection:
    """The named person answers; where it is upheld the score is worked out anew from what is known now, and
    set as a correction beside what was published.

    WrongState for anybody else, where it was answered, or where upheld and nothing differs: the records or
    marks behind it are to be put right first; Invalid without words.
    """
    rows = Objection.objects.select_for_update(of=("self",)).select_related(
        "release__version__scheme__organiser", "release__publication__publisher", "organisation"
    )
    held: Objection = rows.get(pk=objection.pk)
    keeping.may_answer(by, held.answerer_id, held.answered_at is not None, words).require()
    if upheld:
        held.correction = figure_actions.correct(
            publication=held.release.publication,
            values=corrected_figures(held.release, held.organisation),
            reason=f"{held.organisation.short_name}的异议成立：{words.strip()}",
            by=by,
            at=at,
        )
        if held.correction is None:
            raise WrongState(
                "nothing-differs",
                "按现在的记录重新计算，得分没有变化。异议成立的，请先更正相应的记录、评分或登记事项，再答复。",
            )
    held.outcome = Outcome.UPHELD if upheld else Outcome.REJECTED
    held.answer, held.answered_at, held.answered_by = words.strip()[:MOST_WHY], at, by.label[:120]
    held.save(update_fields=["correction", "outcome", "answer", "answered_at", "answered_by"])
    note(outcome=held.outcome, organisation=held.organisation_id)
    return held


@action
def finalise(*, release: Release, by: Doer, at: datetime) -> Release:
    """Make results final after 公示, when every objection is answered.

    NotAllowed without `scheme.adopt`; WrongState before that.
    """
    rows = Release.objects.select_for_update(of=("self",)).select_related("version__scheme__organiser")
    held: Release = rows.get(pk=release.pk)
    keeping.may_adopt(by, held.version.scheme.organiser).require()
    waiting = held.objections.filter(answered_at=None).count()
    keeping.can_be_final(held.state, held.shown_until, localdate(at), waiting).require()
    held.state, held.finalised_at, held.finalised_by = ReleaseState.FINAL, at, by.label[:120]
    held.save(update_fields=["state", "finalised_at", "finalised_by"])
    note(period=held.period)
    return held
