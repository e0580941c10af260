"""Dated rules are read strictly: whatever is wrong is named by file, entry and field."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.kernel.catalogue import CATALOGUES, Catalogue, CatalogueError, Entry, dated, load_dated
from heli.kernel.errors import NotFound
from heli.kernel.periods import PeriodKind
from heli.kernel.toml_values import fit
from heli.kernel.verdict import Strength


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Band:
    upto: int | None = None
    rate: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if self.rate > 1:
            raise ValueError("a rate is at most 1")


@dataclass(frozen=True, kw_only=True)
class Rule(Entry):
    times: int = 1
    every: PeriodKind = PeriodKind.YEAR
    share: Decimal | None = None
    words: tuple[str, ...] = ()
    colours: frozenset[Colour] = frozenset()
    limits: dict[str, int] = field(default_factory=dict)
    span: tuple[int, Decimal] | None = None
    bands: tuple[Band, ...] = ()
    base: Literal["whole", "part"] = "whole"
    due: int | str = 0

    def __post_init__(self) -> None:
        if self.times < 1:
            raise ValueError("times must be at least 1")


HEAD = """
[[entry]]
id = "assembly"
name = "支部党员大会"
source = "支部条例第十一条"
strength = "H"
from = 2018-10-28
"""


def _load(folder: Path, text: str) -> Catalogue[Rule]:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return load_dated(path, Rule)


def _fault(folder: Path, text: str) -> CatalogueError:
    with pytest.raises(CatalogueError) as raised:
        _load(folder, text)
    assert str(folder / "rules.toml") in str(raised.value)
    return raised.value


def test_it_reads_entries_into_their_dataclass(tmp_path: Path) -> None:
    (rule,) = _load(
        tmp_path,
        HEAD
        + """
times = 4
every = "quarter"
share = 0.3333
words = ["党员大会", "支部大会"]
colours = ["red"]
limits = { members = 50, units = 5 }
span = [3, 0.5]
bands = [{ upto = 3000, rate = 0.005 }, { rate = 0.02 }]
base = "part"
due = "月底前"
""",
    )
    assert rule == Rule(
        id="assembly",
        name="支部党员大会",
        source="支部条例第十一条",
        strength=Strength.HARD,
        since=date(2018, 10, 28),
        times=4,
        every=PeriodKind.QUARTER,
        share=Decimal("0.3333"),
        words=("党员大会", "支部大会"),
        colours=frozenset({Colour.RED}),
        limits={"members": 50, "units": 5},
        span=(3, Decimal("0.5")),
        bands=(Band(3000, Decimal("0.005")), Band(None, Decimal("0.02"))),
        base="part",
        due="月底前",
    )


@pytest.mark.parametrize(
    ("line", "field_name", "problem"),
    [
        ('times = "4"', "times", "must be int, not '4'"),
        ("times = true", "times", "must be int, not True"),
        ("times = 4.0", "times", "must be int"),
        ('every = "week"', "every", "must be one of year, half, quarter, month, not 'week'"),
        ('share = "many"', "share", "must be Decimal"),
        ('words = "党员大会"', "words", "must be a list"),
        ('words = ["党员大会", 3]', "words.2", "must be str, not 3"),
        ('limits = { members = "50" }', "limits.members", "must be int"),
        ("limits = 3", "limits", "must be a table"),
        ("span = [3]", "span", "must have 2 items, not 1"),
        ("bands = [{ rate = 0.1 }, { rat = 0.1 }]", "bands.2.rat", "is not known"),
        ("bands = [{ rate = 5 }]", "bands.1", "a rate is at most 1"),
        ('base = "half"', "base", "must be one of whole, part, not 'half'"),
        ("due = 2026-06-30", "due", "must be int"),
        ("tmies = 4", "tmies", "is not known"),
        ("until = 2018-10-27", "until", "lies before from"),
        ("until = 2018-10-28T10:00:00", "until", "must be date"),
    ],
)
def test_a_field_that_does_not_fit_is_named(tmp_path: Path, line: str, field_name: str, problem: str) -> None:
    fault = _fault(tmp_path, HEAD + line)
    assert (fault.entry, fault.field) == ("assembly", field_name)
    assert problem in str(fault)


@pytest.mark.parametrize("missing", ["id", "name", "source", "strength", "from"])
def test_an_entry_without_its_ground_is_named(tmp_path: Path, missing: str) -> None:
    text = "\n".join(line for line in HEAD.splitlines() if not line.startswith(missing))
    fault = _fault(tmp_path, text)
    assert (fault.entry, fault.field) == ("1" if missing == "id" else "assembly", missing)
    assert fault.problem == "is missing"


def test_an_empty_source_is_no_source(tmp_path: Path) -> None:
    fault = _fault(tmp_path, HEAD.replace("支部条例第十一条", " "))
    assert (fault.field, fault.problem) == ("source", "is empty")


def test_what_the_dataclass_refuses_names_the_entry(tmp_path: Path) -> None:
    fault = _fault(tmp_path, HEAD + "times = 0")
    assert (fault.entry, fault.problem) == ("assembly", "times must be at least 1")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[entry]\n", "line 1"),
        (HEAD + "\n[defaults]\ntimes = 1\n", "not defaults"),
        ("entry = 3\n", "written as"),
        ("entry = [3]\n", "written as"),
    ],
)
def test_a_file_that_is_no_catalogue_is_named(tmp_path: Path, text: str, problem: str) -> None:
    assert problem in _fault(tmp_path, text).problem


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"gone\.toml"):
        load_dated(tmp_path / "gone.toml", Rule)


@dataclass(frozen=True)
class Nested:
    needed: int


@dataclass(frozen=True, kw_only=True)
class Needy(Entry):
    nested: Nested


def test_what_a_nested_table_lacks_is_named(tmp_path: Path) -> None:
    path = tmp_path / "needy.toml"
    path.write_text(HEAD + "nested = {}", encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        load_dated(path, Needy)
    assert (raised.value.field, raised.value.problem) == ("nested.needed", "is missing")


@pytest.mark.parametrize("wanted", [set[int], bytes, ClassVar[int], Any])
def test_a_type_that_no_file_can_hold_is_a_programmers_fault(wanted: Any) -> None:
    with pytest.raises(TypeError, match="a catalogue cannot hold"):
        fit(1, wanted)


def _version(since: str, more: str = "") -> str:
    return HEAD.replace("2018-10-28", since) + more + "\n"


def test_a_new_version_ends_the_one_before_and_both_stay(tmp_path: Path) -> None:
    rules = _load(tmp_path, _version("2018-10-28", "times = 4") + _version("2026-05-11", "times = 2"))
    assert rules.get("assembly", date(2026, 5, 10)).times == 4
    assert rules.get("assembly", date(2026, 5, 11)).times == 2
    assert [rule.until for rule in rules.versions("assembly")] == [date(2026, 5, 10), None]
    assert len(rules) == 2


def test_a_gap_between_versions_is_a_gap(tmp_path: Path) -> None:
    rules = _load(tmp_path, _version("2018-10-28", "until = 2019-12-31") + _version("2026-05-11"))
    with pytest.raises(NotFound, match="2020-01-01 有效的“assembly”"):
        rules.get("assembly", date(2020, 1, 1))
    assert rules.on(date(2020, 1, 1)) == ()


def test_an_id_that_nobody_wrote_is_not_found(tmp_path: Path) -> None:
    rules = _load(tmp_path, HEAD)
    with pytest.raises(NotFound):
        rules.get("assemblies", date(2026, 6, 30))
    assert rules.versions("assemblies") == ()


def test_two_versions_may_not_hold_on_the_same_day(tmp_path: Path) -> None:
    overlap = _fault(tmp_path, _version("2018-10-28", "until = 2026-05-11") + _version("2026-05-11"))
    assert (overlap.field, overlap.problem) == ("until", "reaches into the version from 2026-05-11")
    twins = _fault(tmp_path, HEAD + HEAD)
    assert (twins.field, twins.problem) == ("from", "two versions begin on 2018-10-28")


@given(st.sets(st.dates(date(2000, 1, 1), date(2030, 12, 31)), min_size=1, max_size=5))
def test_from_the_first_version_on_exactly_one_holds_each_day(
    tmp_path_factory: pytest.TempPathFactory, starts: set[date]
) -> None:
    folder = tmp_path_factory.mktemp("dated")
    rules = _load(
        folder, "".join(_version(start.isoformat()) for start in sorted(starts, key=lambda day: day.day))
    )
    for start in starts:
        assert [rule.since for rule in rules.on(start)] == [start]
        before = [rule.since for rule in rules.on(start - timedelta(days=1))]
        assert before == sorted(one for one in starts if one < start)[-1:]


def test_a_declared_catalogue_is_read_once_and_known_to_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(HEAD, encoding="utf-8")
    monkeypatch.setattr("heli.kernel.catalogue.CATALOGUES", {**CATALOGUES})
    rules = dated(path, Rule)
    assert rules() is rules()
    assert [rule.id for rule in rules()] == ["assembly"]
