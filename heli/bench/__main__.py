"""The process that measures: `python -m heli.bench FOLDER SIZE DAY [NAME…]`, started by `heli bench`.

Its own clock stands at the day of the demo: DAY is when it is measured, as YYYY-MM-DD.

Says on its standard output what it is doing, a line each: step, how much is done, how much there is,
parted by tabs. The results are in the folder when it ends with 0.
"""

import sys
from pathlib import Path

import django

COULD_NOT = 2


def main() -> int:
    """Measure, and say why not where it cannot be done."""
    django.setup()
    from heli.bench.run import run
    from heli.kernel.errors import DomainError

    folder, size, day, *names = sys.argv[1:]
    try:
        run(folder=Path(folder), size=size, day=day, only=names, tell=_tell)
    except DomainError as error:
        sys.stderr.write(f"{error.message}\n")
        return COULD_NOT
    return 0


def _tell(step: str, done: int, total: int) -> None:
    sys.stdout.write(f"{step}\t{done}\t{total}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
