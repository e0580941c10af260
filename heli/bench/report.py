"""The figures as a table: on the terminal, and as docs/reference/bench.md."""

from collections.abc import Iterator, Mapping, Sequence

from heli.bench.catalogue import Figure, Results, Target, TargetKind

HEADINGS = ("项目", "实测", "其中处理器", "下限", "倍数", "要求", "达到")
NONE = "–"
INTRODUCTION = """Every figure stands beside its floor
from the same run, the least that the work could be: trust the ratios; the times are those of one machine,
which others may have used meanwhile; how fast it was just then stands with each table.
Times are medians by the clock, those of pages the 95th percentile.
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


def page(several: Sequence[Results], *, machine: Mapping[str, str]) -> str:
    """The whole of docs/reference/bench.md: what was measured in one folder, or in several databases."""
    return "\n".join(_lines(several, machine)) + "\n"


def _lines(several: Sequence[Results], machine: Mapping[str, str]) -> Iterator[str]:
    yield "# Benchmarks\n"
    yield f"Written by `heli bench --size {several[0].size} --write`. {INTRODUCTION}\n"
    yield "## What it ran on\n"
    yield from (f"- {name}: {value}" for name, value in machine.items())
    for results in several:
        targeted = [one for figures in results.figures.values() for one in figures if one.is_met is not None]
        met = sum(one.is_met is True for one in targeted)
        yield (
            f"- {results.database}: {met} of {len(targeted)} targets met (they are set for the size `city`); "
            f"load {results.load:.1f} processes over the last 15 minutes, one or two of which it makes; "
            "rows " + ", ".join(f"{name} {count:,}" for name, count in results.rows.items())
        )
    yield ""
    if len(several) > 1:
        yield from _beside(several)
    for results in several:
        for title, figures in results.figures.items():
            ran = results.ran[title]
            yield f"## {title}（{results.database}，{ran.day}）\n"
            if ran.processor:
                yield f"On {ran.processor}, where ten million additions took {ran.pace:.1f} s just before.\n"
            yield _row("项目", *HEADINGS[1:], "下限是什么", "说明")
            yield _row("---", *("---:" for _ in HEADINGS[1:-1]), "---", "---", "---")
            yield from (_row(one.name, *_cells(one), one.floored, one.detail) for one in figures)
            yield ""
    yield "## Not measured\n"
    titles = dict.fromkeys(title for results in several for title in results.figures)
    for results in several:
        missing = [title for title in titles if title not in results.figures]
        if missing:
            yield f"- In {results.database}: {'、'.join(missing)}."
    yield "- The board of 122 units × 60 requirements: the invented plan has fewer, as the row says."


def _beside(several: Sequence[Results]) -> Iterator[str]:
    """What has a target of floors, and what misses any target, as it is in each database."""
    yield "## The databases beside each other\n"
    yield "What has a target of floors, or misses its target somewhere: its time, and how many floors.\n"
    yield _row("项目", "要求", *(one.database for one in several))
    yield _row("---", "---:", *("---:" for _ in several))
    found = [
        {(title, one.name): one for title, figures in results.figures.items() for one in figures}
        for results in several
    ]
    for title, name in dict.fromkeys(key for figures in found for key in figures):
        ones = [figures.get((title, name)) for figures in found]
        told = [one for one in ones if one is not None and one.target is not None]
        of_time = all(one.target.kind is TargetKind.SECONDS for one in told if one.target)
        if not told or (of_time and all(one.is_met for one in told)):
            continue
        wanted = next(_wanted(one.target) for one in told if one.target)
        yield _row(f"{title}：{name}", wanted, *(_short(one) for one in ones))
    yield ""


def _short(one: Figure | None) -> str:
    if one is None:
        return NONE
    times = f"，{one.ratio:.1f} 倍" if one.ratio is not None else ""
    return f"{seconds(one.measured)}{times}{'' if one.is_met else '（未达到）'}"


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
