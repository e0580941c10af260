"""Schemes over the half-year of the standing cast that an officer can reckon by hand."""

import pytest

from heli.schemes.catalogue import TEMPLATES, Template
from tests.appraisal.conftest import planned, worked
from tests.people import TODAY

__all__ = ["planned", "worked"]


@pytest.fixture
def branch_template() -> Template:
    return TEMPLATES().get("branch", TODAY)


@pytest.fixture
def committee_template() -> Template:
    return TEMPLATES().get("organ-committee", TODAY)
