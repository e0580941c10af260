"""What else waits for the reader: tasks, notices, minutes, measures, study, gatherings, reviews, talks,
records.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from django.urls import reverse

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.burden import queries as burden_queries
from heli.circulation import queries as circulation_queries
from heli.debriefing.queries import waiting as debriefing_queries
from heli.decomposition import queries as task_queries
from heli.duties.catalogue import Checked, RecordSource
from heli.duties.models import Record
from heli.duties.queries.judging import to_verify
from heli.duties.queries.readings import due_soon_days
from heli.duties.rules.kinds import kind_name
from heli.exchange.queries import waiting as exchange_queries
from heli.home import rules
from heli.home.catalogue import Line, Turn
from heli.kernel.periods import PeriodKind, period_on
from heli.mandates.queries import keeping
from heli.orglife.queries import waiting as life_queries
from heli.reviews.catalogue import Step
from heli.reviews.queries import waiting
from heli.schemes.queries import waiting as score_queries
from heli.stars.queries import waiting as star_queries
from heli.study.queries import pending as study_queries
from heli.talks import queries as talk_queries
from heli.ui.catalogue import State
from heli.weak.queries import waiting as weak_queries

MOST_LINES = 5
"""Things of one kind told one by one; where there are more, their list has all."""

SOON = 60
"""Days before its last day from which a review waits on this page."""


def lines(actor: Actor, today: date) -> dict[Turn, list[Line]]:
    """The lines by turn: at most forty-nine queries, none for what the reader has no right to."""
    now = [*_returned(actor), *_tasks(actor, today), *_minutes(actor), *_notices(actor, today)]
    now += [*_reviews(actor, today), *_debriefings(actor, today)]
    dated = [*_measures(actor, today), *_study(actor, today), *_gatherings(actor, today)]
    dated += _weak(actor, today)
    soon = today + timedelta(days=due_soon_days(today))
    now += [*_lists(actor, today), *(one for one in dated if one.due_on is None or one.due_on <= soon)]
    later = [one for one in dated if one not in now]
    now += [*_repeats(actor), *_objections(actor, today), *_stars(actor, today)]
    later += _results(actor, today)
    return {Turn.NOW: [*now, *_to_verify(actor)], Turn.MONTH: [*later, *_talks(actor, today)]}


def _objections(actor: Actor, today: date) -> Iterator[Line]:
    """Objections against published scores that the reader is named to answer."""
    for one in score_queries.to_answer(actor)[:MOST_LINES]:
        state = State.OVERDUE if one.due_on < today else State.OPEN
        yield Line(
            what="答复对考核得分的异议",
            whom=one.organisation.short_name,
            when=rules.days_said(one.due_on, today),
            label="去答复",
            url=reverse("schemes:objection", args=[one.pk]),
            state=state.value,
            due_on=one.due_on,
        )


def _results(actor: Actor, today: date) -> Iterator[Line]:
    """Own results that are shown: one looks, and objects within the days."""
    for one in score_queries.shown(actor)[:MOST_LINES]:
        if one.release.shown_until >= today:
            yield Line(
                what=f"公示中的考核得分：{one.release.publication.title}",
                whom=one.organisation.short_name,
                when=f"公示期{rules.days_said(one.release.shown_until, today)}",
                label="查看",
                url=reverse("schemes:result", args=[one.release_id, one.organisation_id]),
                due_on=one.release.shown_until,
            )


def _stars(actor: Actor, today: date) -> Iterator[Line]:
    """星级: 自评, opinions, objections, own stars that are shown, applications (S001-54, S001-55)."""
    for one in star_queries.open_items(actor, today)[:MOST_LINES]:
        yield Line(
            what=one.what,
            whom=one.whom,
            when=rules.days_said(one.due_on, today) if one.due_on is not None else "等待办理",
            label=one.label,
            url=reverse(f"stars:{one.page}", args=[one.pk]),
            state=State.OVERDUE.value if one.due_on is not None and one.due_on < today else "",
            due_on=one.due_on,
        )


def _weak(actor: Actor, today: date) -> Iterator[Line]:
    """软弱落后: own plan, tasks and 验收, whom the reader helps, 验收 that he answers (S001-49)."""
    for one in weak_queries.open_items(actor, today)[:MOST_LINES]:
        yield Line(
            what=one.what,
            whom=one.whom,
            when=rules.days_said(one.due_on, today),
            label=one.label,
            url=reverse(f"weak:{one.page}", args=[one.pk]),
            state=State.OVERDUE.value if one.due_on < today else "",
            due_on=one.due_on,
        )


def _returned(actor: Actor) -> Iterator[Line]:
    """Records of the own organisations that a superior returned: they fulfil nothing until put right."""
    own = actor.scope(Permission.RECORD_ENTER)
    if own.is_empty or own.everything:
        return
    found = Record.objects.standing().visible_to(own).filter(checked=Checked.RETURNED)
    for one in found.select_related("organisation").order_by("happened_on", "pk")[:MOST_LINES]:
        yield Line(
            what=f"补正退回的记录：{one.topic}",
            whom=one.organisation.short_name,
            when=f"{one.happened_on:%Y-%m-%d} 的记录",
            label="去补正",
            url=reverse("duties:record", args=[one.pk]),
            state=State.OVERDUE.value,
            note="补正以前不计入应办",
        )


def _tasks(actor: Actor, today: date) -> Iterator[Line]:
    """Tasks handed down that wait to be taken up, those returned, deadlines to answer (S000-24)."""
    for one in task_queries.open_items(actor, today)[:MOST_LINES]:
        state = State.OVERDUE if one.due_on < today else State.OPEN
        when = rules.days_said(one.due_on, today)
        yield Line(one.what, one.whom, when, one.label, one.url, state.value, one.due_on)


def _minutes(actor: Actor) -> Iterator[Line]:
    """Minutes that the reader signs; by kind and day, since a topic may name somebody."""
    for one in life_queries.to_sign(actor)[:MOST_LINES]:
        held = one.record
        yield Line(
            what=f"审签会议记录：{kind_name(held.kind, held.happened_on)}",
            whom=held.organisation.short_name,
            when=f"{held.happened_on:%Y-%m-%d} 的会议",
            label="去审签",
            url=reverse("orglife:minutes", args=[held.pk]),
        )


def _measures(actor: Actor, today: date) -> Iterator[Line]:
    """整改措施 of 组织生活会 that are late or fall due this month, until they are ticked as done."""
    until = period_on(PeriodKind.MONTH, today).end
    for one in life_queries.to_put_right(actor, until)[:MOST_LINES]:
        where = reverse("orglife:org_life", args=[one.life.organisation_id])
        yield Line(
            what=f"落实整改措施：{one.measure}",
            whom=one.life.organisation.short_name,
            when=rules.days_said(one.due_on, today),
            label="去办结",
            url=f"{where}?year={one.life.year}",
            state=(State.OVERDUE if one.due_on < today else State.DUE_SOON).value,
            due_on=one.due_on,
        )


def _study(actor: Actor, today: date) -> Iterator[Line]:
    for one in study_queries.open_items(actor, today)[:MOST_LINES]:
        yield Line(
            what=one.what,
            whom=one.organisation.short_name,
            when=rules.days_said(one.due_on, today),
            label="去办理",
            url=reverse(one.page, args=[one.organisation.pk]),
            state=State.OVERDUE.value if one.due_on < today else "",
            due_on=one.due_on,
        )


def _notices(actor: Actor, today: date) -> Iterator[Line]:
    for one in circulation_queries.open_items(actor, today)[:MOST_LINES]:
        when = rules.days_said(one.due_on, today)
        yield Line(one.what, one.whom, when, one.label, one.url, one.state.value, one.due_on)


def _gatherings(actor: Actor, today: date) -> Iterator[Line]:
    """晒比评: material to hand in, a comment to enter, objections to answer, promises due (S001-01)."""
    for one in exchange_queries.open_items(actor, today)[:MOST_LINES]:
        yield Line(
            what=one.what,
            whom=one.whom,
            when=rules.days_said(one.due_on, today),
            label=one.label,
            url=one.url,
            state=State.OVERDUE.value if one.due_on < today else "",
            due_on=one.due_on,
        )


def _repeats(actor: Actor) -> Iterator[Line]:
    """Requests of the reader that somebody reported as asked twice, a line each."""
    for one in burden_queries.open_items(actor)[:MOST_LINES]:
        yield Line(f"答复“又要报一遍”：{one.what}", one.whom, f"{one.number} 件待答复", "去答复", one.url)


def _reviews(actor: Actor, today: date) -> Iterator[Line]:
    """Own votes, and the next step of each review that the reader holds and that ends soon."""
    soon = today + timedelta(days=SOON)
    found = (one for one in waiting.open_items(actor, today) if one.voting or one.due_on <= soon)
    for one in islice(found, MOST_LINES):
        name = "vote" if one.voting else "tell" if one.step is Step.TELL else "review"
        yield Line(
            what=f"民主评议：{one.step.label}",
            whom=one.review.organisation.short_name,
            when=rules.days_said(one.due_on, today),
            label="去投票" if one.voting else "去办理",
            url=reverse(f"reviews:{name}", args=[one.review.pk]),
            due_on=one.due_on,
        )


def _debriefings(actor: Actor, today: date) -> Iterator[Line]:
    """Own reports, votes, confirmations and rectification of 述职评议; the next step of rounds (S000-05)."""
    soon = today + timedelta(days=SOON)
    found = (one for one in debriefing_queries.open_items(actor, today) if one.due_on <= soon)
    for one in islice(found, MOST_LINES):
        state = State.OVERDUE.value if one.due_on < today else ""
        url = reverse(f"debriefing:{one.page}", args=[one.pk])
        yield Line(one.what, one.whom, rules.days_said(one.due_on, today), one.label, url, state, one.due_on)


def _lists(actor: Actor, today: date) -> Iterator[Line]:
    """Drafts of lists of responsibility that wait to be adopted; a list that is missing is a duty itself."""
    for one in keeping.open_items(actor, today)[:MOST_LINES]:
        if one.draft is not None:
            url = reverse("mandates:edit", args=[one.draft.pk])
            what = f"通过责任清单（{one.bearer.label}）"
            yield Line(what, one.organisation.short_name, "已起草，还没有通过", "去办理", url)


def _to_verify(actor: Actor) -> Iterator[Line]:
    """How many records entered on pages wait for the reader; the whole city's are on their page."""
    scope = actor.scope(Permission.RECORD_VERIFY)
    if scope.is_empty or scope.everything:
        return
    count = to_verify(actor, Record.objects.filter(source=RecordSource.PAGE)).count()
    if count:
        yield Line("核实下级的履职记录", "下级组织", f"{count} 条", "去核实", reverse("duties:verify"))


def _talks(actor: Actor, today: date) -> Iterator[Line]:
    for one in talk_queries.open_items(actor, today)[:MOST_LINES]:
        yield Line(
            what="谈心谈话",
            whom=one.organisation.short_name,
            when=f"还有 {one.untalked} 名党员没有谈过",
            label="去登记",
            url=reverse("talks:branch", args=[one.organisation.pk]),
            due_on=one.due_on,
        )
