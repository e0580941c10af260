"""Half a year that an officer can reckon by hand, as the tests of scores have it."""

from tests.appraisal.conftest import planned, worked

__all__ = ["planned", "worked"]
