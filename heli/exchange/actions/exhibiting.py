"""晒: handing in results and problems with the figures that Heli knows; problems of a 集中检视 pasted in."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties import actions as duty_actions
from heli.duties.models import Record
from heli.exchange.actions.arranging import lock
from heli.exchange.catalogue import CATEGORIES, FIGURES, RUNNING, Source, State
from heli.exchange.models import Exhibit, Gathering, Problem
from heli.exchange.queries import exhibiting, lists
from heli.exchange.rules import acts, problems
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.members import queries as member_queries


@action
def hand_in(*, exhibit: Exhibit, results: str, shortcomings: str, by: Doer, at: datetime) -> Exhibit:
    """Show what one's organisation did and falls short of; its figures are read from the ledger (S001-03).

    `shortcomings` holds one problem a line. Handing in again replaces text and own problems, but those that
    a promise answers stay. NotAllowed without RECORD_ENTER there, WrongState outside 晒, Invalid where
    one of the two sides is missing or says nothing.
    """
    held, today = _mine(exhibit, by), localdate(at)
    acts.is_at(held.gathering.state, (State.SHOWING,), "报送材料").require()
    written = problems.problem_lines(shortcomings, today)
    problems.can_be_shown(results, written, today).require()
    measured = exhibiting.filled_in(held.gathering, held.organisation_id)
    for name in (*FIGURES, "class_code"):
        setattr(held, name, getattr(measured, name))
    held.results = results.strip()[: acts.MOST_RESULTS]
    held.handed_in_at, held.handed_in_by = at, by.label[:120]
    held.entered_for = member_queries.entered_for(by, held.organisation, today)[:120]
    held.save()
    _name(held, written, by, at)
    note(problems=len(written), figures={name: str(getattr(measured, name)) for name in FIGURES})
    return held


def _name(held: Exhibit, written: Sequence[problems.ProblemLine], by: Doer, at: datetime) -> None:
    """The own problems as they are written now; those that a promise answers are kept."""
    texts = {one.text for one in written}
    old = Problem.objects.filter(exhibit=held, source=Source.OWN).exclude(text__in=texts)
    old.filter(promises=None).delete()
    there = set(Problem.objects.filter(exhibit=held).values_list("text", flat=True))
    Problem.objects.bulk_create(
        Problem(
            exhibit=held,
            category=one.category,
            text=one.text,
            source=Source.OWN,
            entered_at=at,
            entered_by=by.label[:120],
        )
        for one in written
        if one.text not in there
    )


@action
def enter_problems(*, gathering: Gathering, text: str, lines: int, by: Doer, at: datetime) -> int:
    """大检视: take in the problems of pasted lines that have no fault; returns how many (S001-04).

    `lines` is the number that the preview showed as good. NotAllowed without GATHERING_HOLD, WrongState
    outside 晒, 比, 评 or where another number is good by now, Invalid where none is.
    """
    held, today = lock(gathering, by), localdate(at)
    acts.is_at(held.state, RUNNING, "录入问题").require()
    read = problems.pasted(text, lists.names_of(held), lists.known_problems(held), today)
    good = [(one.exhibit, one.problem) for one in read if not one.fault and one.exhibit is not None]
    if not good:
        raise Invalid("nothing-to-enter", "没有可以录入的行。请按“组织｜类别｜问题”一行一条填写。")
    if len(good) != lines:
        raise WrongState(
            "preview-changed", f"预览时可录入 {lines} 条，现在是 {len(good)} 条。请重新预览后再录入。"
        )
    Problem.objects.bulk_create(
        Problem(
            exhibit_id=exhibit,
            category=one.category,
            text=one.text,
            source=Source.FOUND,
            entered_at=at,
            entered_by=by.label[:120],
        )
        for exhibit, one in good
    )
    note(problems=len(good), left_out=len(read) - len(good))
    return len(good)


@action
def classify(*, problem: Problem, category: str, by: Doer, at: datetime) -> Problem:
    """Say what a problem is about. NotAllowed without GATHERING_HOLD, Invalid for a category unknown."""
    held: Problem = (
        Problem.objects.select_for_update(of=("self",))
        .select_related("exhibit__gathering")
        .get(pk=problem.pk)
    )
    lock(held.exhibit.gathering, by)
    if category not in {one.id for one in CATEGORIES().on(localdate(at))}:
        raise Invalid("category-unknown", "没有这一类，请从列表中选择。", fields={"category": "请选择类别。"})
    held.category = category
    held.save(update_fields=["category"])
    note(category=category)
    return held


@action
def record_taking_part(*, exhibit: Exhibit, by: Doer, at: datetime) -> Record:
    """Enter once that the organisation exchanged how it does its duties: it fulfils what asks it (S001-14).

    NotAllowed without RECORD_ENTER there, WrongState before the day, twice, or for a kind of organisation
    that records no such thing.
    """
    held = _mine(exhibit, by)
    if not exhibiting.can_record(held, localdate(at)):
        raise WrongState(
            "cannot-record", "现在不能记入：材料没有报送、日期未到、已经记过，或这类组织不记“履职情况交流”。"
        )
    made = duty_actions.record(
        organisation=held.organisation,
        kind=exhibiting.EXCHANGE,
        happened_on=held.gathering.held_on,
        topic=held.gathering.title,
        text="参加晒比评，报送做法成绩和问题不足。",
        by=by,
        at=at,
    )
    held.record = made
    held.save(update_fields=["record"])
    return made


def _mine(exhibit: Exhibit, by: Doer) -> Exhibit:
    held: Exhibit = (
        Exhibit.objects.select_for_update(of=("self",))
        .select_related("gathering", "organisation")
        .get(pk=exhibit.pk)
    )
    may(by, Permission.RECORD_ENTER, held.organisation).require()
    return held
