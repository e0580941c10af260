"""How a plan's words are read: deadlines, owners, kinds of record. The examples stand in rules/*.toml."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.duties.catalogue import FULFILMENT_WORDS, OWNER_WORDS, RECORD_KINDS, Cadence
from heli.duties.rules import deadlines, kinds, matching, owners
from heli.duties.rules.deadlines import Deadline
from heli.orgs.catalogue import Kind
from heli.orgs.rules.index import NameIndex, OrgRef, RowAt
from tests.duties.examples import examples

DAY = date(2026, 6, 30)
_NAMES = {
    "中共青岚市教育局机关委员会": Kind.ORGAN_COMMITTEE,
    "中共青岚市水利局机关委员会": Kind.ORGAN_COMMITTEE,
    "中共青岚市发展和改革委员会机关委员会": Kind.ORGAN_COMMITTEE,
    "中共青岚市委宣传部机关联合支部委员会": Kind.JOINT_BRANCH,
}
_INDEX = NameIndex(
    [OrgRef(name, name, kind, pk=number) for number, (name, kind) in enumerate(_NAMES.items())]
)


@pytest.mark.parametrize("example", examples("deadlines.toml"))
def test_deadline(example: dict[str, Any]) -> None:
    found = deadlines.read(**example["given"])
    expect = example["expect"]
    assert (found is None) == (not expect)
    if found is not None:
        due = f"{found.due_month:02d}-{found.due_day:02d}" if found.due_month else None
        assert (found.cadence, due, found.trigger) == (
            expect["cadence"],
            expect.get("due"),
            expect.get("trigger", ""),
        )


@given(st.dates(min_value=date(2019, 1, 1), max_value=date(2040, 12, 31)))
def test_every_day_of_a_year_is_read_back(day: date) -> None:
    expected = Deadline(Cadence.YEAR, day.month, day.day)
    assert deadlines.read(f"{day.month}月{day.day}日前", day.year) == expected
    assert deadlines.read(day.isoformat(), day.year) == expected


@given(st.text(max_size=12))
def test_a_deadline_is_read_or_left_open_and_always_a_day_of_the_year(text: str) -> None:
    found = deadlines.read(text, 2026)
    if found is not None and found.cadence == Cadence.YEAR:
        assert found.due_month is not None
        assert found.due_day is not None
        assert date(2026, found.due_month, found.due_day).year == 2026


@pytest.mark.parametrize("example", examples("owners.toml"))
def test_owners(example: dict[str, Any]) -> None:
    found = owners.read(example["given"]["text"], _INDEX, example["date"])
    expect = example["expect"]
    marks = {True: "+", False: "-", None: ""}
    assert [f"{one.kind}{marks[one.attached]}" for one in found.classes] == expect["classes"]
    assert [ref.name for ref in found.refs] == expect["names"]
    assert found.open is expect["open"]
    assert found.term_ending is expect.get("term_ending", False)
    assert len(found.vague) == expect.get("vague", 0)
    assert list(found.unknown) == expect.get("unknown", [])


def test_an_organisation_whose_own_row_was_refused_owes_nothing() -> None:
    refused = OrgRef(
        "k", "中共青岚市交通局机关委员会", Kind.ORGAN_COMMITTEE, refused_row=RowAt("名册.xlsx", "名册", 9)
    )
    found = owners.read("青岚市交通局机关党委", NameIndex([refused]), DAY)
    assert found.open
    assert found.unknown == ("青岚市交通局机关党委",)


@pytest.mark.parametrize("example", examples("matching.toml"))
def test_matching(example: dict[str, Any]) -> None:
    found = matching.kinds_for(**example["given"], on=example["date"])
    expect = example["expect"]
    if not expect:
        assert found is None
        return
    assert found is not None
    assert list(found.kinds) == expect["kinds"]
    assert found.chair_is_secretary is expect.get("chair_is_secretary", False)
    assert found.committee_only is expect.get("committee_only", False)


def test_every_kind_that_the_words_name_is_in_the_catalogue() -> None:
    known = {kind.id for kind in RECORD_KINDS()}
    assert {kind for words in FULFILMENT_WORDS() for kind in words.kinds} <= known


def test_owner_words_name_kinds_or_are_vague() -> None:
    assert all(bool(words.kinds) != words.vague for words in OWNER_WORDS())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("支部委员会", "committee"),
        ("支委会", "committee"),
        ("支部党员大会", "assembly"),
        (" 党员大会 ", "assembly"),
        ("主题党日活动", "theme_day"),
        ("党小组会", "group"),
        ("党课", "lecture"),
    ],
)
def test_ledger_words_name_a_kind(written: str, code: str) -> None:
    found = kinds.kind_called(written, DAY)
    assert found is not None
    assert found.id == code


def test_an_unknown_word_names_no_kind() -> None:
    assert kinds.kind_called("联欢会", DAY) is None


def test_no_word_names_two_kinds() -> None:
    words = [word for kind in RECORD_KINDS().on(DAY) for word in (kind.name, *kind.synonyms)]
    assert len(words) == len(set(words))


def test_a_party_group_records_what_it_can_do_and_nothing_of_a_branch() -> None:
    codes = {kind.id for kind in kinds.kinds_recorded_by(Kind.PARTY_GROUP, DAY)}
    assert "governance_study" in codes
    assert "assembly" not in codes


def test_a_kind_is_named_even_before_it_was_in_force_and_never_invented() -> None:
    assert kinds.kind_name("assembly", DAY - timedelta(days=20_000)) == "支部党员大会"
    assert kinds.kind_name("gone", DAY) == "gone"
