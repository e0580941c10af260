"""先锋指数 stays within the branch (S001-53, R14-10, ADR 32): what nobody may build by mistake."""

import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from heli.reviews import queries
from heli.reviews.models import PioneerItem, PioneerList, PioneerMark
from heli.reviews.queries import pioneer
from tests.architecture.test_house import PYTHON, ROOT, TEMPLATES, TRACKED

TABLES = (PioneerList, PioneerItem, PioneerMark)
AT_HOME = ("heli/reviews/", "heli/demo/reviews.py", "heli/members/templates/members/mine.html")
"""The package itself, what the demo invents, and the page on which a member sees all that is held on him."""
OF_TWO = "先锋指数|[Pp]ioneer(?!_star)"


def _away(paths: list[Path]) -> list[Path]:
    return [path for path in paths if not str(path.relative_to(ROOT)).startswith(AT_HOME)]


def test_no_other_package_speaks_of_it() -> None:
    """Not scores, schemes, stars, gatherings, the API, exports, notices, 今日要务: by import or by name."""
    spoken = [
        str(path.relative_to(ROOT))
        for path in _away(PYTHON + TEMPLATES)
        if re.search(OF_TWO, path.read_text(encoding="utf-8"))
    ]
    assert spoken == []


def test_no_catalogue_makes_an_indicator_of_it() -> None:
    named = {
        str(path.relative_to(ROOT))
        for path in _away([path for path in TRACKED if path.suffix == ".toml"])
        if path.is_relative_to(ROOT / "heli") and re.search(OF_TWO, path.read_text(encoding="utf-8"))
    }
    assert named == {"heli/kernel/action_names.toml"}


def test_no_other_table_points_at_it() -> None:
    pointing = {
        f"{model._meta.label}.{one.name}"
        for model in apps.get_models()
        for one in model._meta.get_fields()
        if isinstance(one, models.ForeignKey) and one.remote_field.model in TABLES
    }
    assert pointing == {"reviews.PioneerItem.pioneer", "reviews.PioneerMark.item"}


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.__name__)
def test_no_table_can_be_listed_by_a_scope(table: type[models.Model]) -> None:
    """What has `visible_to` is listed over branches; this is reached through one review."""
    assert not hasattr(table._default_manager.all(), "visible_to")


def test_every_question_is_of_one_review_or_of_oneself() -> None:
    asked = {
        name: next(iter(inspect.signature(one).parameters.values())).name
        for name, one in vars(pioneer).items()
        if inspect.isfunction(one) and one.__module__ == pioneer.__name__ and not name.startswith("_")
    }
    assert asked == {
        "sheet": "held", "card": "held", "unfinished": "held", "items_of": "using", "own_cards": "member_id",
    }  # fmt: skip
    assert "own_cards" not in queries.__all__, "his own page alone asks for it"
