"""Setting and terms (R01-01 … R01-05, R01-28, R01-29, R01-34, R02-02 … R02-06, R03-02, R08-01)."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.orgs.catalogue import SETTING, Kind
from heli.orgs.rules.setting import Setting, TermState, setting_faults, term_of
from heli.orgs.rules.special import closed_functions

RULES = Path(__file__).parent / "rules"


def _examples(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((RULES / name).read_text(encoding="utf-8"))["example"]
    return found


@pytest.mark.parametrize("example", _examples("setting.toml"), ids=lambda example: example["name"])
def test_setting(example: dict[str, Any]) -> None:
    faults = setting_faults(Setting(**example["given"]), example["date"])
    assert [f"{fault.code} {fault.strength}" for fault in faults] == example["expect"]
    assert all(fault.source and fault.reason.endswith("。") for fault in faults)


@pytest.mark.parametrize("example", _examples("terms.toml"), ids=lambda example: example["name"])
def test_term(example: dict[str, Any]) -> None:
    given_term = {"begins_on": None, "ends_on": None} | example["given"]
    term = term_of(**given_term, on=example["date"])
    found = {"state": term.state, "words": term.words, "faults": [fault.code for fault in term.faults]}
    assert found == example["expect"]


@given(
    st.sampled_from([Kind.BRANCH, Kind.GENERAL_BRANCH, Kind.ORGAN_COMMITTEE]),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(min_value=-4000, max_value=4000),
)
def test_a_term_is_over_from_the_day_after_its_last(kind: Kind, on: date, days: int) -> None:
    term = term_of(kind, None, on + timedelta(days=days), on)
    assert (term.state is TermState.OVER) == (days < 0)
    assert "-" not in term.words


@pytest.mark.parametrize("kind", list(Kind))
def test_a_temporary_branch_alone_has_its_five_functions_closed(kind: Kind) -> None:
    closed = {one.label for one in closed_functions(kind)}
    five = {"发展党员", "处分处置党员", "收缴党费", "选举党代表", "换届"}
    assert closed == (five if kind is Kind.TEMPORARY_BRANCH else set())


def test_every_number_names_its_document_and_rule() -> None:
    assert {entry.rule for entry in SETTING()} == {
        "R01-01", "R01-02", "R01-03", "R01-04", "R01-05", "R01-28", "R01-29", "R01-34",
        "R02-02", "R02-03", "R02-05", "R02-06", "R08-01",
    }  # fmt: skip
    assert all(entry.source for entry in SETTING())
