"""What a figure says of itself, and how the figures are told."""

from dataclasses import replace
from pathlib import Path

import pytest

from heli.bench import report
from heli.bench.catalogue import Figure, Ran, Results, at_most, at_most_times
from heli.bench.timing import percentile

IN_TIME = Figure("快的", 0.004, 0.003, 0.001, "只读", at_most(0.005), "12 行")
TOO_SLOW = Figure("慢的", 3.0, 2.5, 1.0, "库本身", at_most_times(2))
UNTARGETED = Figure("没有要求的", 0.25)
RESULTS = Results(
    "small",
    "SQLite 3.40.1",
    1.5,
    {"党组织": 1006},
    {"清单": [IN_TIME, UNTARGETED], "导入": [TOO_SLOW]},
    {"清单": Ran("2026-06-30", "Some Processor", 0.61), "导入": Ran("2026-06-29")},
)
ELSEWHERE = replace(
    RESULTS,
    database="PostgreSQL 15.1",
    figures={"清单": [IN_TIME], "导入": [replace(TOO_SLOW, measured=1.5)]},
)


def test_a_ratio_is_how_many_floors_it_takes() -> None:
    assert TOO_SLOW.ratio == 3.0
    assert UNTARGETED.ratio is None


def test_a_target_of_time_is_held_against_the_time() -> None:
    assert IN_TIME.is_met is True
    assert Figure("", 0.006, target=at_most(0.005)).is_met is False


def test_a_target_of_floors_is_held_against_the_ratio() -> None:
    assert TOO_SLOW.is_met is False
    assert Figure("", 2.0, floor=1.0, target=at_most_times(2)).is_met is True


def test_without_a_floor_a_target_of_floors_is_neither_met_nor_missed() -> None:
    assert Figure("", 2.0, target=at_most_times(2)).is_met is None


def test_without_a_target_nothing_is_met_and_nothing_missed() -> None:
    assert UNTARGETED.is_met is None
    assert report.missed(RESULTS) == [TOO_SLOW]


def test_the_table_has_a_cell_under_every_heading() -> None:
    assert report.rows(RESULTS) == [
        ("清单：快的", "4.0 ms", "3.0 ms", "1.0 ms", "4.0", "≤ 5.0 ms", "是"),
        ("清单：没有要求的", "250 ms", "–", "–", "–", "", ""),
        ("导入：慢的", "3.00 s", "2.50 s", "1.00 s", "3.0", "≤ 2 倍", "否"),
    ]
    assert {len(row) for row in report.rows(RESULTS)} == {len(report.HEADINGS)}


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(75.25, "75.2 s"), (1.5, "1.50 s"), (0.245, "245 ms"), (0.0032, "3.2 ms"), (0.00008, "0.08 ms")],
)
def test_a_time_is_told_in_the_unit_one_would_say(seconds: float, told: str) -> None:
    assert report.seconds(seconds) == told


def test_the_page_tells_day_machine_rows_and_each_figure_with_its_floor() -> None:
    page = report.page([RESULTS], machine={"Processor": "一种处理器, 2 cores"})
    assert "## 清单（SQLite 3.40.1，2026-06-30）" in page
    assert "## 导入（SQLite 3.40.1，2026-06-29）" in page
    assert "- Processor: 一种处理器, 2 cores" in page
    assert "On Some Processor, where ten million additions took 0.6 s just before." in page
    assert "load 1.5 processes" in page
    assert "rows 党组织 1,006" in page
    assert "| 快的 | 4.0 ms | 3.0 ms | 1.0 ms | 4.0 | ≤ 5.0 ms | 是 | 只读 | 12 行 |" in page
    assert "1 of 2 targets met" in page


def test_what_has_a_floor_or_misses_its_target_stands_beside_the_other_database() -> None:
    page = report.page([RESULTS, ELSEWHERE], machine={})
    assert "| 项目 | 要求 | SQLite 3.40.1 | PostgreSQL 15.1 |" in page
    assert "| 导入：慢的 | ≤ 2 倍 | 3.00 s，3.0 倍（未达到） | 1.50 s，1.5 倍 |" in page
    assert "清单：快的 |" not in page


def test_what_was_not_measured_in_a_database_is_named() -> None:
    page = report.page([RESULTS, replace(ELSEWHERE, figures={"清单": [IN_TIME]})], machine={})
    assert "- In PostgreSQL 15.1: 导入." in page
    assert "- In SQLite" not in page


def test_what_was_measured_before_and_not_again_stays_with_its_day() -> None:
    now = replace(ELSEWHERE, figures={"清单": [UNTARGETED]}, ran={"清单": Ran("2026-07-01")})
    kept = now.after(RESULTS)
    assert kept.figures == {"清单": [UNTARGETED], "导入": [TOO_SLOW]}
    assert {title: one.day for title, one in kept.ran.items()} == {"清单": "2026-07-01", "导入": "2026-06-29"}
    assert list(kept.only(["导入"]).figures) == ["导入"]
    assert kept.only([]) == kept


def test_every_line_of_a_table_on_the_page_has_as_many_cells() -> None:
    page = report.page([RESULTS], machine={})
    assert {line.count("|") for line in page.splitlines() if line.startswith("|")} == {10}


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    RESULTS.write(tmp_path / "results.json")
    assert Results.read(tmp_path / "results.json") == RESULTS


def test_a_percentile_is_the_nearest_value_that_occurred() -> None:
    values = [float(number) for number in range(1, 41)]
    assert percentile(values[::-1], 0.95) == 38.0
    assert percentile(values, 0.5) == 20.0
    assert percentile([7.0], 0.95) == 7.0


def test_there_is_no_percentile_of_nothing() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.95)
