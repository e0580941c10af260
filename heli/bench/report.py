"""The figures as a table: on the terminal, and as docs/reference/bench.md."""

from collections.abc import Iterator, Mapping
from datetime import date

from heli.bench.catalogue import Figure, Results, Target, TargetKind

HEADINGS = ("项目", "实测", "其中处理器", "下限", "倍数", "要求", "达到")
NONE = "–"
INTRODUCTION = """Every figure stands beside its floor
from the same run, the least that the work could be: trust the ratios; the times are those of one machine,
which others may have used meanwhile. Times are medians by the clock, those of pages the 95th percentile.
其中处理器 is the processor time of the same (of pages the worker's, on average): where it is far below
the clock, the machine was busy with other work. The city is invented (`heli demo`)."""


def rows(results: Results) -> list[tuple[str, ...]]:
    """A line a figure, under HEADINGS."""
    return [
        (f"{title}：{one.name}", *_cells(one))
        for title, figures in results.figures.items()
        for one in figures
    ]


def missed(results: Results) -> list[Figure]:
    """The figures that do not meet their target."""
    return [one for figures in results.figures.values() for one in figures if one.is_met is False]


def page(results: Results, *, on: date, machine: Mapping[str, str]) -> str:
    """The whole of docs/reference/bench.md."""
    return "\n".join(_lines(results, on, machine)) + "\n"


def _lines(results: Results, on: date, machine: Mapping[str, str]) -> Iterator[str]:
    targeted = [one for figures in results.figures.values() for one in figures if one.is_met is not None]
    yield "# Benchmarks\n"
    yield f"Written by `heli bench --size {results.size} --write` on {on.isoformat()}. {INTRODUCTION}\n"
    met = sum(one.is_met is True for one in targeted)
    yield f"Targets met: {met} of {len(targeted)}; they are set for the size `city`.\n"
    yield "## What it ran on\n"
    yield from (f"- {name}: {value}" for name, value in machine.items())
    yield f"- Database: {results.database}"
    yield f"- Load: {results.load:.1f} processes over the last 15 minutes; this run makes one or two"
    yield "- Rows: " + ", ".join(f"{name} {count:,}" for name, count in results.rows.items()) + "\n"
    for title, figures in results.figures.items():
        yield f"## {title}\n"
        yield _row("项目", *HEADINGS[1:], "下限是什么", "说明")
        yield _row("---", *("---:" for _ in HEADINGS[1:-1]), "---", "---", "---")
        yield from (_row(one.name, *_cells(one), one.floored, one.detail) for one in figures)
        yield ""
    yield "## Not measured\n"
    yield "- The board of 122 units × 60 requirements: the invented plan has fewer, as the row says."


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _cells(one: Figure) -> tuple[str, ...]:
    return (
        seconds(one.measured),
        seconds(one.busy) if one.busy is not None else NONE,
        seconds(one.floor) if one.floor is not None else NONE,
        f"{one.ratio:.1f}" if one.ratio is not None else NONE,
        _wanted(one.target) if one.target is not None else "",
        {True: "是", False: "否", None: ""}[one.is_met],
    )


def seconds(value: float) -> str:
    """A time as it is read: 12.3 s, 1.25 s, 245 ms, 3.2 ms, 0.08 ms."""
    if value >= 1:
        return f"{value:.1f} s" if value >= 10 else f"{value:.2f} s"
    thousandths = value * 1000
    places = 0 if thousandths >= 10 else 1 if thousandths >= 1 else 2
    return f"{thousandths:.{places}f} ms"


def _wanted(target: Target) -> str:
    return f"≤ {target.most:g} 倍" if target.kind is TargetKind.RATIO else f"≤ {seconds(target.most)}"
