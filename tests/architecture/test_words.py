"""One word an idea: every table stands in the glossary (house rule 26)."""

from pathlib import Path

import pytest
from django.apps import apps

GLOSSARY = (Path(__file__).resolve().parents[2] / "docs/explanation/words.md").read_text(encoding="utf-8")
TABLES = sorted(model.__name__ for model in apps.get_models() if model.__module__.startswith("heli."))


@pytest.mark.parametrize("name", [name for name in TABLES if name != "OrganisationVersion"])
def test_every_table_has_its_word(name: str) -> None:
    assert name in GLOSSARY, f"{name} is not in docs/explanation/words.md"
