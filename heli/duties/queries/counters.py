"""What `heli doctor` compares: counters with fulfilments, and what is kept of records with the records."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from heli.duties.models import Fulfilment, Record, Requirement, Source, Standing, Tally
from heli.duties.queries import counting
from heli.duties.queries.deriving import RECORDS, Row, deriver, facts
from heli.duties.queries.repeating import misstated

Tuple = tuple[Any, ...]
COLUMNS = (
    "requirement_id",
    "organisation_id",
    "year",
    "period",
    "record_id",
    "on_time",
    "organ_id",
    "verified",
)
"""Of a fulfilment, in the order of `deriving.Row`."""


def differences() -> Iterator[str]:
    """One finding in Chinese for each counter that is not what it must be; reads every record once."""
    fulfilments = Fulfilment.objects.all()
    standings = _stored(Standing, counting.STANDING)
    tallies = _stored(Tally, counting.TALLY)
    held = Source.objects.values_list("record_kind", "org_kind", "since")
    yield from _told("各组织的完成计数", set(standings) ^ set(counting.standings(fulfilments)))
    yield from _told("各单位的完成计数", set(tallies) ^ set(counting.tallies(fulfilments)))
    yield from _told("记录来源的起始日", set(held) ^ set(counting.sources()))
    yield from _told("记录与应办的对应", set(_misderived()))
    yield from _told("记录与此前相同内容的对应", set(misstated(Record.objects.all())))


def _stored(model: type[Standing | Tally], columns: tuple[str, ...]) -> QuerySet[Any, Tuple]:
    """The rows of a counter; one that counts nothing is as good as none."""
    return model._default_manager.exclude(done=0).values_list(*columns)


def _told(what: str, differing: set[Tuple]) -> Iterator[str]:
    if differing:
        example = "、".join(map(str, min(differing, key=str)))
        yield f"{what}有 {len(differing)} 处与记录不符（如 {example}），请重新计算。"


def _misderived() -> Iterator[Row]:
    """Fulfilments that are missing or too many, by what the requirements say today."""
    years = sorted(set(Requirement.objects.owed().order_by().values_list("plan__year", flat=True)))
    if not years:
        yield from _written(0, None)
        return
    derive = deriver(years)
    stream, last = facts(Record.objects.all()), 0
    while run := list(islice(stream, RECORDS)):
        derived = {row for fact in run for row in derive.fulfilments(fact)}
        yield from derived ^ set(_written(last, run[-1].pk))
        last = run[-1].pk
    yield from _written(last, None)


def _written(after: int, last: int | None) -> Iterable[Row]:
    """The fulfilments of records with primary keys after `after` and up to `last`."""
    rows = Fulfilment.objects.filter(record__gt=after)
    if last is not None:
        rows = rows.filter(record__lte=last)
    return rows.values_list(*COLUMNS)
