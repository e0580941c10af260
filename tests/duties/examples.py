"""Examples that an officer can review, read from rules/*.toml."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "rules"


def examples(name: str) -> list[Any]:
    content = tomllib.loads((HERE / name).read_text(encoding="utf-8"))
    return [pytest.param(one, id=one["name"]) for one in content["example"]]
