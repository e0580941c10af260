"""Organisations kept in memory from one event of a batch to the next."""

import pytest

from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid
from heli.orgs.actions.count import set_counts
from heli.orgs.actions.events import Change, Founding, carry_out
from heli.orgs.catalogue import EventKind, Kind
from heli.orgs.models import Organisation
from heli.orgs.queries.held import Held
from tests.people import NOW, TODAY, City

pytestmark = pytest.mark.django_db
PAPER = {"happened_on": TODAY, "document_number": "青直工〔2026〕8号", "reason": "机构改革"}
COLUMNS = [field.attname for field in Organisation._meta.concrete_fields]


def test_what_is_kept_after_each_event_is_what_the_database_has(city: City) -> None:
    held = Held()
    founding = Founding(
        name="中共青岚市水利局机关第九支部委员会",
        kind=Kind.BRANCH,
        unit=city.water_branch.unit.name,
        parent=city.water_committee.pk,
    )
    changes = [
        Change(kind=EventKind.MOVED, subjects=(city.press.pk,), new_parent=city.water_committee.pk, **PAPER),
        Change(kind=EventKind.FOUNDED, founding=(founding,), **PAPER),
        Change(kind=EventKind.RENAMED, subjects=(city.exam_centre.pk,), new_name="考试院支部", **PAPER),
        Change(
            kind=EventKind.MERGED, subjects=(city.small_branch.pk,), successor=city.first_branch.pk, **PAPER
        ),
    ]
    for change in changes:
        carry_out(change=change, why="工作需要", held=held, by=SYSTEM, at=NOW)
        set_counts(counts={city.first_branch.pk: (9, 8, True)}, by=SYSTEM, at=NOW)
        assert _told(held) == _stored()


def test_after_a_refusal_they_are_read_anew(city: City) -> None:
    held = Held()
    below = Change(
        kind=EventKind.MOVED,
        subjects=(city.water_committee.pk,),
        new_parent=city.water_branch.pk,
        **PAPER,
    )
    with pytest.raises(Invalid):
        carry_out(change=below, held=held, by=SYSTEM, at=NOW)
    assert _told(held) == _stored()


def _told(held: Held) -> list[tuple[object, ...]]:
    kept = held.take()
    held.put(kept)
    return [tuple(getattr(one, name) for name in COLUMNS) for one in kept]


def _stored() -> list[tuple[object, ...]]:
    return list(Organisation.objects.order_by("path").values_list(*COLUMNS))
