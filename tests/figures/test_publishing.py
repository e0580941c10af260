"""Figures stay as they were published; what is known later stands beside them (S000-18)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from heli.accounts.actor import EVERYTHING
from heli.figures import actions, queries
from heli.figures.catalogue import FigureRow, PublicationKind
from heli.figures.models import CorrectedFigure, Correction, Figure, Publication
from heli.figures.rules import in_words
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound
from heli.kernel.models import AuditEntry
from tests.people import NOW, TODAY, City, People

AS_OF = date(2026, 6, 30)
ROWS = (
    FigureRow("members", "党员总数", Decimal(49), "人"),
    FigureRow("attached", "直属单位占比", Decimal("43.125"), "%"),
    FigureRow("rate", "完成率", None, "%"),
)


def published(
    city: City, *, as_of: date = AS_OF, at: datetime = NOW, rows: tuple[FigureRow, ...] = ROWS
) -> Publication:
    return actions.publish(
        kind=PublicationKind.STATISTICS,
        title="2026 年年中统计",
        publisher=city.work_committee,
        period_start=None,
        as_of=as_of,
        rows=rows,
        document_number="青直工委〔2026〕12号",
        by=SYSTEM,
        at=at,
    )


def test_figures_are_kept_in_their_order_with_the_moment_they_were_known(city: City) -> None:
    one = published(city)
    assert [(row.key, row.value) for row in one.figures.order_by("position")] == [
        ("members", Decimal(49)),
        ("attached", Decimal("43.125")),
        ("rate", None),
    ]
    assert (one.known_at, one.published_by) == (NOW, "系统")
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.action, entry.subject_label) == ("figures.publish", one.title)


def test_publishing_closes_the_days_up_to_its_own(city: City) -> None:
    assert queries.closed_until() is None
    published(city, as_of=date(2026, 3, 31))
    published(city, as_of=date(2025, 12, 31))
    assert queries.closed_until() == date(2026, 3, 31)
    assert [one.as_of for one in queries.reaching(date(2026, 1, 1))] == [date(2026, 3, 31)]


@pytest.mark.parametrize(
    ("rows", "as_of", "code"),
    [
        ((), AS_OF, "nothing-to-publish"),
        (ROWS, TODAY + timedelta(days=1), "as-of-in-future"),
        ((ROWS[0], ROWS[0]), AS_OF, "figure-twice"),
    ],
)
def test_what_cannot_be_published_is_refused(
    city: City, rows: tuple[FigureRow, ...], as_of: date, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        published(city, as_of=as_of, rows=rows)
    assert refused.value.code == code
    assert not Publication.objects.exists()


def test_a_correction_stands_beside_and_the_next_one_goes_on_from_it(city: City) -> None:
    one = published(city)
    values = {"members": Decimal(48), "attached": Decimal("43.125"), "unheard": Decimal(1)}
    first = actions.correct(publication=one, values=values, reason="补录去世一人", by=SYSTEM, at=NOW)
    assert first is not None
    second = actions.correct(
        publication=one, values={"members": Decimal(47)}, reason="又补录一人", by=SYSTEM, at=NOW
    )
    assert second is not None
    line = queries.lines(one)[0]
    assert (line.figure.value, [(c.old, c.new) for c in line.changes]) == (
        Decimal(49),
        [(Decimal(49), Decimal(48)), (Decimal(48), Decimal(47))],
    )
    assert queries.known_now(one)["members"][1] == 47
    assert [len(line.changes) for line in queries.lines(one)] == [2, 0, 0]


def test_nothing_is_written_where_nothing_differs(city: City) -> None:
    one = published(city)
    same = {"members": Decimal("49.00001"), "rate": None}
    assert actions.correct(publication=one, values=same, reason="核对", by=SYSTEM, at=NOW) is None
    assert not Correction.objects.exists()


def test_a_correction_says_why(city: City) -> None:
    with pytest.raises(Invalid, match="缘由"):
        actions.correct(publication=published(city), values={}, reason=" ", by=SYSTEM, at=NOW)


def test_the_database_itself_refuses_to_change_what_was_published(city: City) -> None:
    one = published(city)
    actions.correct(publication=one, values={"members": Decimal(1)}, reason="更正", by=SYSTEM, at=NOW)
    for model in (Publication, Figure, Correction, CorrectedFigure):
        table = model._meta.db_table
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # noqa: S608
            with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
                _tamper(statement)


def _tamper(statement: str) -> None:
    connection.ensure_connection()
    with connection.wrap_database_errors:
        connection.connection.cursor().execute(statement)


def test_only_the_work_committee_publishes_and_corrects(city: City, people: People) -> None:
    one = published(city)
    for person in people:
        if person in (people.staff, people.administrator):
            continue
        with pytest.raises(NotAllowed):
            actions.publish(
                kind=PublicationKind.STATISTICS,
                title="统计",
                publisher=city.work_committee,
                period_start=None,
                as_of=AS_OF,
                rows=ROWS,
                by=person.actor,
                at=NOW,
            )
        with pytest.raises(NotAllowed):
            actions.correct(publication=one, values={}, reason="更正", by=person.actor, at=NOW)


def test_a_publication_out_of_scope_is_not_known(city: City, people: People) -> None:
    one = published(city)
    assert queries.publication(one.pk, EVERYTHING) == one
    assert queries.latest(PublicationKind.STATISTICS, EVERYTHING, as_of=AS_OF) == one
    scope = people.secretary.actor.scope("organisation.see")
    with pytest.raises(NotFound):
        queries.publication(one.pk, scope)


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "未知"), (Decimal("43.1250"), "43.125"), (Decimal("12000.0000"), "12,000"), (Decimal(0), "0")],
)
def test_numbers_are_shown_without_idle_zeros(value: Decimal | None, words: str) -> None:
    assert in_words(value) == words
