"""What the command says: progress bars on a terminal, plain lines elsewhere; tables; refusals."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

ProgressTeller = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, how much there is (0: unknown)."""

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def progress() -> Iterator[ProgressTeller]:
    """A teller to hand to long calls: a bar where a person watches, a line for each step elsewhere."""
    if not out.is_terminal:
        yield _plain_teller()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=out, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total or None)
            bars.update(tasks[step], completed=done, total=total or None)

        yield tell


def _plain_teller() -> ProgressTeller:
    told: set[str] = set()

    def tell(step: str, done: int, total: int) -> None:
        if step not in told:
            told.add(step)
            out.print(f"{step}…" if not total else f"{step}（共 {total}）…", markup=False)

    return tell


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table as a terminal shows it, figures to the right; elsewhere lines with tabs between the cells."""
    if not out.is_terminal:
        say(title)
        for line in (headings, *rows):
            out.file.write("\t".join(str(value) for value in line) + "\n")  # rich makes spaces of tabs
        return
    drawn = Table(title=title, title_justify="left")
    for number, heading in enumerate(headings):
        figures = bool(rows) and all(isinstance(row[number], int | float) for row in rows)
        drawn.add_column(heading, justify="right" if figures else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(str(value) for value in row))
    out.print(drawn)


def say(text: str) -> None:
    out.print(text, markup=False)


def complain(text: str) -> None:
    err.print(text, markup=False, style="red" if err.is_terminal else None)
