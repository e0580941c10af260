"""The sources' own workbooks, where they are at hand: clean ones whole, messy ones as expected.json says."""

import json
from typing import Any

import pytest

from heli.duties.models import Record, Requirement
from heli.intake import actions
from heli.intake.queries.check import check
from heli.kernel.action import SYSTEM
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.sheets.faults import Kind
from tests.intake.conftest import expected_beside, folder_beside
from tests.people import NOW, TODAY

BOOKS = {
    "orgs": "党组织名册.xlsx",
    "members": "党员花名册.xlsx",
    "plan": "年度任务分解表.xlsx",
    "meetings": "组织生活台账.xlsx",
}
TABLES = {"orgs": "organisations", "members": "members", "plan": "plan", "meetings": "meetings"}


@pytest.mark.django_db
def test_the_clean_office_loads_whole() -> None:
    files, expected = folder_beside("office"), json.loads(expected_beside("office"))
    result = check(files, today=TODAY)
    assert result.summary.refused == 0
    assert result.summary.ready_by_table() == {TABLES[book]: expected[book] for book in BOOKS}
    actions.load(checked=result, by=SYSTEM, at=NOW)
    loaded = [model.objects.count() for model in (Organisation, Member, Requirement, Record)]
    assert loaded == [84, 998, 14, 982]


@pytest.mark.django_db
def test_every_planted_fault_is_met_as_its_kind_says() -> None:
    files, expected = folder_beside("office_messy"), json.loads(expected_beside("office_messy"))
    result = check(files, today=TODAY)
    found = {(one.workbook, one.row, one.code, one.kind.value, one.column) for one in result.faults}
    anywhere = {place[:4] for place in found}
    for planted in expected["faults"]:
        place = (BOOKS[planted["book"]], planted["row"], planted["code"], planted["kind"])
        if "column" in planted:
            assert (*place, planted["column"]) in found, planted
        assert place in anywhere, planted
    rows = {TABLES[book]: expected[book] for book in BOOKS}
    assert {line.table: line.rows for line in result.summary.lines} == rows


@pytest.mark.django_db
def test_no_row_without_a_fault_is_refused_but_those_that_hang_on_a_refused_one() -> None:
    files, expected = folder_beside("office_messy"), json.loads(expected_beside("office_messy"))
    planted = _refused_rows(expected)
    result = check(files, today=TODAY)
    refused = [fault for fault in result.faults if fault.kind is Kind.REFUSE]
    further = {(one.workbook, one.row) for one in refused if one.code != "depends-on-refused"}
    assert further == planted
    hanging = {(one.workbook, one.row) for one in refused} - planted
    loaded = result.summary.ready_by_table()
    assert sum(loaded.values()) == 92 + 1005 + 16 + 1053 - len(planted) - len(hanging)


@pytest.mark.django_db
def test_the_messy_office_loads_what_is_not_refused() -> None:
    result = check(folder_beside("office_messy"), today=TODAY)
    intake = actions.load(checked=result, by=SYSTEM, at=NOW)
    loaded = [model.objects.count() for model in (Organisation, Member, Requirement, Record)]
    assert loaded == list(result.summary.ready_by_table().values())
    assert loaded[2] == 16
    assert intake.findings.count() == len(result.faults)
    again = actions.load(checked=check(folder_beside("office_messy"), today=TODAY), by=SYSTEM, at=NOW)
    for outcome in again.summary["outcomes"]:
        assert (outcome["created"], outcome["updated"], outcome["vanished"]) == (0, 0, 0), outcome


def _refused_rows(expected: dict[str, Any]) -> set[tuple[str, int]]:
    return {(BOOKS[one["book"]], one["row"]) for one in expected["faults"] if one["kind"] == "refuse"}
