"""What the tests of intake stand on: workbooks built in code, and the sources' own where they are at hand."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from heli.intake.queries.check import check
from heli.intake.queries.checked import Checked
from heli.intake.queries.opening import File
from tests.intake.books import Office
from tests.people import TODAY

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data"

Checking = Callable[[Sequence[File]], Checked]


@pytest.fixture
def office() -> Office:
    """The rows of a clean office, to be altered."""
    return Office()


@pytest.fixture
def checked(db: None) -> Checking:
    """Check workbooks on the day of the tests."""

    def run(files: Sequence[File]) -> Checked:
        return check(files, today=TODAY)

    return run


def folder_beside(name: str) -> list[File]:
    """The workbooks of a folder of the sources; the test is skipped where it is not there."""
    folder = BESIDE / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not beside this project")
    return [File(path.name, path.read_bytes()) for path in sorted(folder.glob("*.xlsx"))]


def expected_beside(name: str) -> str:
    """The text of its expected.json."""
    return (BESIDE / name / "expected.json").read_text(encoding="utf-8")
