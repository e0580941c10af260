"""Many rows at once: what is inserted is what was given, on both databases, and nothing is cut to fit."""

from datetime import date

import pytest
from django.db import DataError, connection, transaction

from heli.accounts.catalogue import Office
from heli.kernel.bulk import insert_rows
from heli.members.models import Post
from tests import people as cast
from tests.people import City

COLUMNS = ("organisation_id", "office", "name", "member_id", "fulltime", "valid_from", "valid_to")
BEGAN, ENDED = date(2024, 3, 1), date(2026, 3, 1)


def _inserted(city: City, *rows: tuple[object, ...]) -> int:
    with cast.building():
        return insert_rows(Post, COLUMNS, [(city.first_branch.pk, *row) for row in rows])


@pytest.mark.django_db
def test_rows_come_back_as_they_were_given_a_choice_beside_a_text(city: City) -> None:
    rows = [
        (Office.SECRETARY, "甲", None, False, BEGAN, ENDED),
        (str(Office.SECRETARY), "乙", None, True, ENDED, None),
    ]
    assert _inserted(city, *rows) == 2
    found = Post.objects.filter(name__in=("甲", "乙")).order_by("valid_from")
    kept = found.values_list("office", "name", "member_id", "fulltime", "valid_from", "valid_to")
    assert list(kept) == [(str(office), *rest) for office, *rest in rows]


@pytest.mark.django_db
def test_no_row_is_nothing(city: City) -> None:
    assert _inserted(city) == 0


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite knows no lengths")
def test_a_text_longer_than_its_column_is_refused_and_not_cut(city: City) -> None:
    with pytest.raises(DataError), transaction.atomic():
        _inserted(city, (Office.SECRETARY, "长" * 500, None, False, BEGAN, None))
    assert not Post.objects.filter(name__startswith="长长").exists()
