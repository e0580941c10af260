"""A run: the city, then each benchmark in turn; the results stay in the folder as JSON."""

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from heli.bench import machine
from heli.bench.boards import board
from heli.bench.building import building
from heli.bench.catalogue import Figure, Ran, Results
from heli.bench.databases import engine
from heli.bench.decomposing import decomposing
from heli.bench.exporting import exporting
from heli.bench.folder import RESULTS
from heli.bench.ground import Ground, Tell, prepare
from heli.bench.growth import growth
from heli.bench.importing import importing
from heli.bench.lists import lists
from heli.bench.pages import pages
from heli.bench.recording import record
from heli.bench.reorganising import reorganising
from heli.bench.schemes import schemes
from heli.bench.scoring import scores


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What the table calls it, and what measures."""

    title: str
    measure: Callable[[Ground], Iterator[Figure]]


BENCHMARKS = {
    "build": Benchmark("建立演示数据", building),
    "import": Benchmark("导入党员花名册", importing),
    "lists": Benchmark("清单", lists),
    "board": Benchmark("挂图作战", board),
    "scores": Benchmark("得分", scores),
    "schemes": Benchmark("考核方案", schemes),
    "growth": Benchmark("十个城市", growth),
    "record": Benchmark("记录一次会议", record),
    "reorganise": Benchmark("机构改革", reorganising),
    "decompose": Benchmark("任务分解", decomposing),
    "export": Benchmark("导出党员名册", exporting),
    "pages": Benchmark("页面（95% 的请求不超过）", pages),
}
"""By the name that `--only` knows, in the order in which they are told."""


def run(*, folder: Path, size: str, day: str, only: Collection[str], tell: Tell) -> Results:
    """Measure all benchmarks, or those named in `only`, on the city of `size` in `folder`.

    What was measured in the folder before and not again stays beside it, with its day; `day` is today's.
    """
    ground = prepare(folder, size, tell)
    figures: dict[str, list[Figure]] = {}
    ran: dict[str, Ran] = {}
    for name, one in BENCHMARKS.items():
        if not only or name in only:
            tell(f"测量：{one.title}", 0, 0)
            ran[one.title] = Ran(day, machine.processor(), machine.pace())
            figures[one.title] = list(one.measure(ground))
    results = Results(size, engine(), os.getloadavg()[2], ground.rows(), figures, ran)
    if (folder / RESULTS).exists():
        results = results.after(Results.read(folder / RESULTS)).only(
            [one.title for one in BENCHMARKS.values()]
        )
    results.write(folder / RESULTS)
    return results
