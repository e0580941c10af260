"""Loading a ledger: records, what they keep of what broke a rule, and that loading twice changes nothing."""

from datetime import date
from typing import Any

import pytest

from heli.duties.models import Record
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed
from heli.kernel.models import AuditEntry
from heli.orglife.actions import take_in_ledger
from heli.orglife.sheets import check
from heli.orgs.queries import name_index
from heli.sheets.taken import TakenIn
from tests.orglife.ledgers import meeting, rows_of
from tests.people import NOW, TODAY, City, People

FIRST = "中共青岚市教育局机关第一支部委员会"
SMALL = "中共青岚市教育局机关第二支部委员会"
WATER = "中共青岚市水利局机关第一支部委员会"


def load(*meetings: Any) -> TakenIn:
    found = check(rows_of(*meetings), index=name_index(TODAY), today=TODAY)
    return take_in_ledger(rows=found.rows, named=found.named, by=SYSTEM, at=NOW)


def test_a_ledger_becomes_records(city: City) -> None:
    taken = load(meeting(FIRST), meeting(WATER, kind="主题党日", due=8, present=8, chair="江治河"))
    assert (taken.created, taken.updated, taken.unchanged, taken.vanished) == (2, 0, 0, ())
    record = Record.objects.get(organisation=city.first_branch)
    assert (record.kind, record.happened_on, record.topic) == (
        "assembly",
        date(2026, 5, 12),
        "讨论党员发展事项",
    )
    assert (record.due, record.present, record.chair, record.recorder) == (9, 8, "林书远", "周组韬")
    assert (record.source, record.late_entry, record.remarks) == ("import", False, "")
    assert record.organ == city.first_branch.organ


def test_loading_twice_changes_nothing(city: City) -> None:
    rows = [
        meeting(FIRST),
        meeting(FIRST, recorder="何宣宁"),
        meeting(SMALL, kind="支委会", due=3, present=1),
    ]
    load(*rows)
    before = list(Record.objects.order_by("pk").values())
    taken = load(*rows)
    assert (taken.created, taken.updated, taken.unchanged) == (0, 0, 3)
    assert list(Record.objects.order_by("pk").values()) == before


def test_a_corrected_row_corrects(city: City) -> None:
    load(meeting(FIRST))
    taken = load(meeting(FIRST, present=9, chair="周组韬"))
    assert (taken.created, taken.updated, taken.unchanged) == (0, 1, 0)
    assert Record.objects.values_list("present", "chair").get() == (9, "周组韬")


def test_what_broke_a_rule_is_kept_in_the_record(city: City) -> None:
    load(meeting(FIRST, present=4), meeting(SMALL, kind="支委会", due=3, present=3))
    quorum, committee = Record.objects.order_by("pk").values_list("remarks", flat=True)
    assert "实到 4 人，不足应到 9 人的半数" in quorum
    assert "R01-12" in quorum
    assert "R01-29" in committee


def test_what_vanished_is_told_and_kept(city: City) -> None:
    load(meeting(FIRST), meeting(FIRST, happened_on=date(2026, 5, 20)))
    taken = load(meeting(FIRST))
    (vanished,) = taken.vanished
    assert "2026-05-20" in vanished.label
    assert Record.objects.standing().count() == 2


def test_a_record_that_a_refused_row_speaks_of_has_not_vanished(city: City) -> None:
    load(meeting(FIRST), meeting(FIRST, happened_on=date(2026, 5, 20)))
    taken = load(meeting(FIRST), meeting(FIRST, happened_on=date(2026, 5, 20), present=10))
    assert taken.vanished == ()


def test_a_load_leaves_one_audit_entry(city: City) -> None:
    before = AuditEntry.objects.count()
    load(meeting(FIRST), meeting(WATER))
    entry = AuditEntry.objects.order_by("pk").last()
    assert AuditEntry.objects.count() == before + 1
    assert entry is not None
    assert entry.action == "orglife.take_in_ledger"


def test_nobody_loads_a_ledger_but_the_work_committee(people: People) -> None:
    found = check(rows_of(meeting(FIRST)), index=name_index(TODAY), today=TODAY)
    for person in people:
        if person in (people.administrator, people.staff):
            continue
        with pytest.raises(NotAllowed):
            take_in_ledger(rows=found.rows, by=person.actor, at=NOW)
    assert not Record.objects.exists()
    assert take_in_ledger(rows=found.rows, by=people.staff.actor, at=NOW).created == 1
