"""Which day a record repeats: kept by every write, derived again by the doctor, filled by the migration."""

from collections.abc import Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heli.duties import actions as duty_actions
from heli.duties.actions import Corrected, RecordRow
from heli.duties.actions.repeating import write_anew
from heli.duties.models import Record
from heli.duties.queries import counters as counter_queries
from heli.kernel.action import SYSTEM
from heli.kernel.clock import SHANGHAI
from heli.kernel.errors import DomainError
from heli.orgs.models import Organisation
from tests.people import NOW, City, building

SAME = "学习文件，交流体会，作出安排。"
OTHER = "讨论上半年工作，议定三项事项。"
MARCH, APRIL, MAY, JUNE = (date(2026, month, 12) for month in (3, 4, 5, 6))
LATER = datetime(2026, 12, 21, 9, 0, tzinfo=SHANGHAI)


def enter(
    branch: Organisation, day: date, text: str = SAME, kind: str = "theme_day", topic: str = ""
) -> Record:
    return duty_actions.record(
        organisation=branch, kind=kind, happened_on=day, topic=topic or f"{day}", text=text, by=SYSTEM, at=NOW
    )


def correct(record: Record, day: date | None = None, text: str | None = None) -> Record:
    said = Corrected(
        happened_on=day or record.happened_on,
        topic=record.topic,
        text=record.text if text is None else text,
    )
    return duty_actions.correct(record=record, said=said, why="核对原始记录", by=SYSTEM, at=NOW)


def withdraw(record: Record) -> None:
    duty_actions.withdraw(record=record, reason="没有开过", by=SYSTEM, at=NOW)


def row(branch: Organisation, day: date, text: str = SAME, **said: Any) -> RecordRow:
    told = {"kind": "theme_day", "topic": f"{day}", **said}
    return RecordRow(organisation_id=branch.pk, happened_on=day, text=text, **told)


def load(*rows: RecordRow) -> None:
    duty_actions.take_in_records(rows=rows, by=SYSTEM, at=NOW)


def kept(*records: Record) -> list[date | None]:
    """What stands in the database, of some records or of all by day."""
    if records:
        return [Record.objects.get(pk=one.pk).repeats_on for one in records]
    return list(Record.objects.order_by("happened_on", "pk").values_list("repeats_on", flat=True))


def by_definition(records: Sequence[Record]) -> dict[int, date | None]:
    """The latest earlier day on which a standing record of organisation and kind has the same text."""
    return {
        one.pk: max(
            (
                other.happened_on
                for other in records
                if one.text
                and other.withdrawn_at is None
                and other.happened_on < one.happened_on
                and (other.organisation_id, other.kind, other.text)
                == (one.organisation_id, one.kind, one.text)
            ),
            default=None,
        )
        for one in records
    }


def is_sound() -> bool:
    records = list(Record.objects.all())
    return {one.pk: one.repeats_on for one in records} == by_definition(records)


# --- each write


def test_a_record_repeats_the_latest_day_with_its_text(city: City) -> None:
    branch = city.first_branch
    enter(branch, MARCH)
    enter(branch, APRIL)
    made = enter(branch, JUNE)
    assert made.repeats_on == APRIL
    assert kept() == [None, MARCH, APRIL]


def test_only_the_organisations_own_of_the_kind_of_earlier_days_count(city: City) -> None:
    enter(city.first_branch, MARCH)
    assert (
        kept(
            enter(city.small_branch, APRIL),
            enter(city.first_branch, APRIL, kind="assembly"),
            enter(city.first_branch, APRIL, OTHER),
            enter(city.first_branch, MARCH, topic="当天另一次"),
        )
        == [None] * 4
    )


def test_nothing_is_repeated_by_an_empty_text(city: City) -> None:
    enter(city.first_branch, MARCH, " ")
    assert kept(enter(city.first_branch, APRIL, "")) == [None]


def test_one_entered_later_for_an_earlier_day_becomes_what_the_next_repeats(city: City) -> None:
    branch = city.first_branch
    first, last = enter(branch, MARCH), enter(branch, JUNE)
    between = enter(branch, MAY)
    assert kept(first, between, last) == [None, MARCH, MAY]
    assert kept(enter(branch, APRIL), between, last) == [MARCH, APRIL, MAY]


def test_a_corrected_text_is_repeated_no_longer_and_repeats_another(city: City) -> None:
    branch = city.first_branch
    first, other = enter(branch, MARCH), enter(branch, APRIL, OTHER)
    middle, last, last_other = (
        enter(branch, MAY),
        enter(branch, JUNE),
        enter(branch, JUNE, OTHER, topic="另一次"),
    )
    corrected = correct(middle, text=OTHER)
    assert corrected.repeats_on == APRIL
    assert kept(first, other, middle, last, last_other) == [None, None, APRIL, MARCH, MAY]
    correct(corrected, text="")
    assert kept(middle, last, last_other) == [None, MARCH, APRIL]
    correct(corrected, text=SAME)
    assert kept(middle, last, last_other) == [MARCH, MAY, APRIL]


def test_a_corrected_day_is_repeated_from_where_it_is(city: City) -> None:
    branch = city.first_branch
    early, late = enter(branch, MARCH), enter(branch, MAY)
    moved = correct(early, day=JUNE)
    assert kept(late, moved) == [None, MAY]
    assert kept(correct(moved, day=APRIL), late) == [None, APRIL]


def test_a_void_record_is_repeated_no_longer_and_says_what_it_repeated(city: City) -> None:
    branch = city.first_branch
    first, middle, last = enter(branch, MARCH), enter(branch, APRIL), enter(branch, MAY)
    withdraw(middle)
    assert kept(first, middle, last) == [None, MARCH, MARCH]
    withdraw(first)
    assert kept(first, middle, last) == [None, None, None]


def test_a_ledger_repeats_itself_and_what_was_there(city: City) -> None:
    branch = city.first_branch
    entered = enter(branch, APRIL)
    load(
        row(branch, MARCH),
        row(branch, JUNE),
        row(branch, JUNE, topic="当天另一次"),
        row(city.small_branch, MAY),
    )
    assert kept(entered) == [MARCH]
    assert kept() == [None, MARCH, None, APRIL, APRIL]
    load(row(branch, MAY))
    assert kept() == [None, MARCH, None, APRIL, MAY, MAY]


def test_a_ledger_loaded_again_corrects_what_is_repeated(city: City) -> None:
    branch = city.first_branch
    load(row(branch, MARCH), row(branch, APRIL), row(branch, MAY))
    load(row(branch, APRIL, OTHER))
    assert kept() == [None, None, MARCH]
    load(row(branch, APRIL))
    assert kept() == [None, MARCH, APRIL]


# --- what it costs


def test_a_ledger_is_put_right_in_one_statement_however_long(city: City) -> None:
    few, many = [], [row(city.first_branch, date(2026, 1, day)) for day in range(1, 29)]
    for rows, told in ((many[:2], few), (many, [])):
        with CaptureQueriesContext(
            connection,
        ) as met:
            load(*rows)
        told += [one for one in met.captured_queries if 'SET "repeats_on"' in one["sql"]]
        assert len(told) == 1


def test_a_record_is_entered_and_withdrawn_with_few_statements_however_many_repeat(city: City) -> None:
    load(*(row(city.first_branch, date(2026, 1, day)) for day in range(1, 29)))
    with CaptureQueriesContext(connection) as met:
        made = enter(city.first_branch, MARCH)
        withdraw(made)
    assert len([one for one in met.captured_queries if 'SET "repeats_on"' in one["sql"]]) == 2
    with CaptureQueriesContext(connection) as met:
        correct(enter(city.first_branch, APRIL, ""), text="")
    assert not [one for one in met.captured_queries if 'SET "repeats_on"' in one["sql"]]


# --- any history

BRANCHES = ("first_branch", "small_branch")
DAYS = st.dates(date(2026, 2, 1), date(2026, 2, 12))
TEXTS = st.sampled_from(["", SAME, OTHER])
KINDS = st.sampled_from(["theme_day", "assembly"])
ROWS = st.lists(st.tuples(st.sampled_from(BRANCHES), DAYS, KINDS, TEXTS), min_size=1, max_size=6)
PLACE = st.integers(0, 30)
WRITES = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), st.sampled_from(BRANCHES), DAYS, KINDS, TEXTS),
        st.tuples(st.just("correct"), PLACE, DAYS, TEXTS),
        st.tuples(st.just("withdraw"), PLACE),
        st.tuples(st.just("load"), ROWS),
    ),
    max_size=10,
)


def _write(city: City, number: int, what: str, *told: Any) -> None:
    records = list(Record.objects.order_by("pk"))
    if what == "enter":
        branch, day, kind, text = told
        enter(getattr(city, branch), day, text, kind, topic=f"{number}")
    elif what == "load":
        load(
            *(
                row(getattr(city, name), day, text, kind=kind, topic="台账")
                for name, day, kind, text in told[0]
            )
        )
    elif records:
        chosen = records[told[0] % len(records)]
        if what == "withdraw":
            withdraw(chosen)
        else:
            correct(chosen, *told[1:])


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WRITES)
def test_what_is_kept_is_the_definition_after_any_history(city: City, writes: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        for number, (what, *told) in enumerate(writes):
            try:
                with transaction.atomic():
                    _write(city, number, what, *told)
            except DomainError:
                continue
            assert is_sound(), (what, told)
        transaction.set_rollback(True)


# --- derived again


def test_the_doctor_names_a_day_that_was_changed_and_counting_anew_mends_it(city: City) -> None:
    first, last = enter(city.first_branch, MARCH), enter(city.first_branch, MAY)
    assert list(counter_queries.differences()) == []
    for planted in ({first.pk: MARCH}, {last.pk: None}, {last.pk: APRIL}, {first.pk: JUNE, last.pk: JUNE}):
        with building():
            for pk, day in planted.items():
                Record.objects.filter(pk=pk).update(repeats_on=day)
        (told,) = counter_queries.differences()
        assert told.startswith(f"记录与此前相同内容的对应有 {len(planted)} 处与记录不符")
        duty_actions.count_anew(by=SYSTEM, at=NOW)
        assert kept(first, last) == [None, MARCH]
        assert list(counter_queries.differences()) == []


def test_written_anew_for_some_organisations_the_others_stay(city: City) -> None:
    own = [enter(city.first_branch, day) for day in (MARCH, APRIL)]
    others = [enter(city.small_branch, day) for day in (MARCH, APRIL)]
    with building():
        Record.objects.update(repeats_on=None)
        assert write_anew([]) == 0
        assert write_anew([city.first_branch.pk]) == 1
    assert kept(*own, *others) == [None, MARCH, None, None]


def test_the_migration_fills_what_the_actions_keep(city: City) -> None:
    records = [enter(city.first_branch, day) for day in (MARCH, APRIL, MAY)]
    enter(city.first_branch, APRIL, topic="当天另一次")
    enter(city.first_branch, MAY, "", topic="没有写的")
    withdraw(records[1])
    withdraw(records[2])
    with building(), connection.cursor() as cursor:
        Record.objects.update(repeats_on=None)
        cursor.execute(import_module("heli.duties.migrations.0014_what_records_repeat").FILL)
    assert is_sound()
    assert kept(*records) == [None, MARCH, APRIL]


# --- how many signs


@pytest.mark.parametrize(
    ("text", "signs"),
    [("", 0), ("略", 1), (" 略\u3000。\n", 2), ("一\t二\r\n三 四", 4), (SAME, 15), ("𠮷野🌸", 3)],
)
def test_the_database_counts_the_signs_that_are_no_blanks(city: City, text: str, signs: int) -> None:
    assert signs == len("".join(text.split()))
    load(row(city.first_branch, MARCH, text))
    made = Record.objects.get()
    assert made.signs == signs
    load(row(city.first_branch, MARCH, text + "补两字"))
    made.refresh_from_db()
    assert made.signs == signs + 3
