"""Loading a ledger: idempotent, correcting, never removing, and equal to entering one record at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heli.duties import actions as duty_actions
from heli.duties.actions import RecordRow
from heli.duties.catalogue import RecordSource
from heli.duties.models import Fulfilment, Occurrence, Record, Source, Standing, Tally
from heli.duties.queries import counters as counter_queries
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed
from heli.kernel.models import AuditEntry
from heli.orgs.models import Organisation
from heli.sheets.taken import TakenIn
from tests.duties.planned import Planned, counters, enter
from tests.people import NOW, City, People, building

DAY = date(2026, 3, 12)


def row(organisation: Organisation, **said: Any) -> RecordRow:
    told = {"kind": "theme_day", "happened_on": DAY, "topic": "学习", "due": 9, "present": 8, **said}
    return RecordRow(organisation_id=organisation.pk, **told)


def load(rows: Sequence[RecordRow]) -> TakenIn:
    return duty_actions.take_in_records(rows=rows, by=SYSTEM, at=NOW)


def test_a_ledger_becomes_records_that_fulfil(city: City, planned: Planned) -> None:
    taken = load([row(city.first_branch, text="学了"), row(city.school_branch, kind="assembly")])
    assert (taken.created, taken.updated, taken.unchanged, list(taken.vanished)) == (2, 0, 0, [])
    made = Record.objects.get(kind="theme_day")
    assert (made.source, made.late_entry, made.text) == (RecordSource.IMPORT, False, "学了")
    assert (made.organ, made.leader) == (city.first_branch.organ, city.education_group)
    found = Fulfilment.objects.values_list("requirement_id", "organisation_id", "period", "on_time")
    assert set(found) == {
        (planned.theme_day.pk, city.first_branch.pk, 2, True),
        (planned.assembly.pk, city.school_branch.pk, 0, True),
    }
    assert Standing.objects.count() == 2
    assert set(Tally.objects.values_list("requirement_id", "period", "done")) == {
        (planned.theme_day.pk, 2, 1),
        (planned.assembly.pk, 0, 1),
    }
    assert Source.objects.get(record_kind="assembly").since == DAY


def test_loading_twice_changes_nothing(city: City, planned: Planned) -> None:
    rows = [row(city.first_branch), row(city.first_branch, kind="lecture", chair="林书远")]
    load(rows)
    before = (counters(), set(Record.objects.values_list("pk", "entered_at")), Fulfilment.objects.count())
    taken = load(rows)
    assert (taken.created, taken.updated, taken.unchanged, list(taken.vanished)) == (0, 0, 2, [])
    assert (
        counters(),
        set(Record.objects.values_list("pk", "entered_at")),
        Fulfilment.objects.count(),
    ) == before


def test_a_corrected_row_corrects_the_record(city: City, planned: Planned) -> None:
    first = row(city.first_branch, kind="lecture", chair="周组韬")
    load([first])
    assert not Fulfilment.objects.exists()
    taken = load([replace(first, chair="林书远", present=7)])
    assert (taken.created, taken.updated, taken.unchanged) == (0, 1, 0)
    assert (Record.objects.get().chair, Record.objects.get().present) == ("林书远", 7)
    assert Fulfilment.objects.get().requirement == planned.lecture
    assert Tally.objects.get().done == 1
    load([first])
    assert not Fulfilment.objects.exists()
    assert not Tally.objects.exclude(done=0).exists()


def test_rows_that_vanished_are_named_and_stay(city: City, planned: Planned) -> None:
    gone = row(city.first_branch, happened_on=date(2026, 3, 30), topic="廉政")
    load(
        [row(city.first_branch), gone, row(city.press), row(city.first_branch, happened_on=date(2026, 5, 6))]
    )
    taken = load([row(city.first_branch)])
    (vanished,) = taken.vanished
    made = Record.objects.get(topic="廉政")
    assert vanished.key == f"record:{made.pk}"
    assert vanished.label == "2026-03-30 市教育局机关第一党支部 主题党日“廉政”"
    assert Record.objects.standing().count() == 4


def test_equals_in_one_ledger_are_numbered_and_met_again(city: City, planned: Planned) -> None:
    rows = [row(city.first_branch, present=5), row(city.first_branch, present=6)]
    assert load(rows).created == 2
    assert list(Record.objects.order_by("pk").values_list("ordinal", "present")) == [(1, 5), (2, 6)]
    assert load(rows).unchanged == 2


def test_what_was_entered_on_a_page_is_not_entered_again(city: City, planned: Planned) -> None:
    made = enter(city.first_branch, "theme_day", DAY)
    taken = load([row(city.first_branch, present=5)])
    assert (taken.created, taken.updated, taken.unchanged) == (0, 0, 1)
    made.refresh_from_db()
    assert (made.source, made.present) == (RecordSource.PAGE, None)


def test_a_record_declared_void_comes_back_only_corrected(city: City, planned: Planned) -> None:
    said = row(city.first_branch)
    load([said])
    duty_actions.withdraw(record=Record.objects.get(), reason="没有开过", by=SYSTEM, at=NOW)
    assert load([said]).unchanged == 1
    assert not Record.objects.standing().exists()
    assert load([replace(said, present=7)]).created == 1
    assert Record.objects.standing().get().present == 7


def test_what_happened_is_not_refused(city: City, planned: Planned) -> None:
    early = row(city.first_branch, happened_on=date(2023, 1, 5), remarks="早于批准成立日期")
    load([early, row(city.education_group, kind="theme_day")])
    assert Record.objects.count() == 2
    assert not Fulfilment.objects.exists()
    assert Record.objects.get(happened_on=date(2023, 1, 5)).remarks == "早于批准成立日期"


def test_a_text_longer_than_its_column_is_refused_by_name(city: City, planned: Planned) -> None:
    with pytest.raises(Invalid, match="主题超过 200 个字"):
        load([row(city.first_branch, topic="长" * 201)])


def test_it_is_one_action(city: City, planned: Planned) -> None:
    before = AuditEntry.objects.count()
    load([row(city.first_branch)])
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.latest("pk").detail == '{"corrected":0,"created":1,"vanished":0}'


def test_only_those_who_load_may_load(city: City, planned: Planned, people: People) -> None:
    allowed = (people.administrator, people.staff)
    for person in people:
        if person not in allowed:
            with pytest.raises(NotAllowed):
                duty_actions.take_in_records(rows=[row(city.first_branch)], by=person.actor, at=NOW)
    assert not Record.objects.exists()
    for person in allowed:
        duty_actions.take_in_records(rows=[row(city.first_branch)], by=person.actor, at=NOW)


def test_an_empty_ledger_is_nothing(city: City, planned: Planned) -> None:
    assert load([]) == TakenIn()


def test_the_queries_do_not_grow_with_the_rows(city: City, planned: Planned) -> None:
    def queries(days: int, month: int) -> int:
        rows = [
            row(branch, happened_on=date(2026, month, day))
            for branch in (city.first_branch, city.press)
            for day in range(1, days + 1)
        ]
        with CaptureQueriesContext(connection) as captured:
            load(rows)
        statements = [query for query in captured if not query["sql"].startswith("INSERT INTO")]
        return len(statements)

    queries(1, 1)
    assert queries(1, 2) == queries(28, 3)


KINDS = ["theme_day", "committee", "assembly", "lecture", "election_result"]
BRANCHES = ["first_branch", "small_branch", "school_branch", "exam_centre", "publicity_joint"]
CHAIRS = ["", "林书远", "陈望舒", "杨景行"]
FACTS = st.tuples(
    st.sampled_from(BRANCHES),
    st.sampled_from(KINDS),
    st.dates(date(2026, 1, 1), date(2026, 6, 30)),
    st.sampled_from(CHAIRS),
)


def _prepare(city: City, planned: Planned) -> None:
    """A branch founded this year, one that closes, a term that ends: what makes owing particular."""
    with building():
        Organisation.objects.filter(pk=city.exam_centre.pk).update(founded_on=date(2026, 2, 10))
        Organisation.objects.filter(pk=city.small_branch.pk).update(closed_on=date(2026, 5, 20))
        Occurrence.objects.create(
            requirement=planned.election,
            organisation=city.first_branch,
            due_on=date(2026, 4, 1),
            reason="届满",
        )


def _derived() -> set[tuple[Any, ...]]:
    return set(
        Fulfilment.objects.values_list(
            "organisation_id", "requirement_id", "year", "period", "on_time", "record__happened_on"
        )
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.lists(FACTS, max_size=12, unique=True))
def test_a_loaded_ledger_equals_the_same_records_entered_one_at_a_time(
    city: City, planned: Planned, facts: list[tuple[str, str, date, str]]
) -> None:
    def entered() -> None:
        for place, (branch, kind, day, chair) in enumerate(facts):
            organisation = Organisation.objects.get(pk=getattr(city, branch).pk)
            if organisation.founded_on and organisation.founded_on > day:
                continue
            if organisation.closed_on and organisation.closed_on <= day:
                continue
            enter(organisation, kind, day, chair=chair, topic=f"第{place}项")

    def loaded() -> None:
        load(
            [
                row(getattr(city, branch), kind=kind, happened_on=day, chair=chair, topic=f"第{place}项")
                for place, (branch, kind, day, chair) in enumerate(facts)
                if _lives(getattr(city, branch), day)
            ]
        )

    seen = []
    for way in (entered, loaded):
        with transaction.atomic():
            _prepare(city, planned)
            way()
            seen.append((_derived(), counters()))
            assert list(counter_queries.differences()) == []
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


def _lives(organisation: Organisation, day: date) -> bool:
    held = Organisation.objects.get(pk=organisation.pk)
    return (held.founded_on or day) <= day and (held.closed_on is None or day < held.closed_on)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), FACTS),
        st.tuples(st.just("load"), st.lists(FACTS, max_size=4)),
        st.tuples(st.just("withdraw"), st.integers(min_value=0, max_value=30)),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_entered_loaded_and_withdrawn_the_counters_equal_a_rebuild(
    city: City, planned: Planned, steps: list[tuple[str, Any]]
) -> None:
    with transaction.atomic():
        _prepare(city, planned)
        for number, (what, told) in enumerate(steps):
            _step(city, number, what, told)
        moved = counters()
        assert list(counter_queries.differences()) == []
        duty_actions.count_anew(by=SYSTEM, at=NOW)
        assert counters() == moved
        duty_actions.derive_anew(by=SYSTEM, at=NOW, years=[2026])
        assert counters() == moved
        transaction.set_rollback(True)


def _step(city: City, number: int, what: str, told: Any) -> None:
    if what == "enter":
        branch, kind, day, chair = told
        if _lives(getattr(city, branch), day):
            enter(getattr(city, branch), kind, day, chair=chair, topic=f"第{number}项")
    elif what == "load":
        load([row(getattr(city, b), kind=k, happened_on=d, chair=c, topic="台账") for b, k, d, c in told])
    else:
        standing = list(Record.objects.standing().order_by("pk"))
        if standing:
            duty_actions.withdraw(record=standing[told % len(standing)], reason="有误", by=SYSTEM, at=NOW)
