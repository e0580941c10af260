"""SQLite is told to look at its tables; PostgreSQL looks by itself."""

import pytest
from django.db import connection

from heli.kernel import statistics
from tests.people import City


@pytest.mark.django_db
def test_sqlite_knows_how_many_rows_there_are_once_it_has_looked(city: City) -> None:
    told = statistics.refresh()
    assert told is (connection.vendor == "sqlite")
    if told:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'orgs_organisation'")
            assert cursor.fetchone()[0] > 1
