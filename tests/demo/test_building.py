"""Building the invented city: beside nothing else, the same each time, as large as it is asked to be."""

from dataclasses import replace
from datetime import date

import pytest

from heli.accounts.models import Account
from heli.accounts.scope import EVERYTHING
from heli.assignments.catalogue import AssignmentKind
from heli.assignments.queries import titles
from heli.demo import city as demo
from heli.demo.catalogue import DEMO_DAY, SIZES
from heli.duties.catalogue import RecordSource
from heli.duties.models import Record
from heli.kernel import installation
from heli.kernel.errors import WrongState
from heli.members.models import Member, Post
from heli.orglife.models import Attendance
from heli.orglife.queries.leading import leading
from heli.orgs.models import CommitteeTerm, Organisation
from heli.talks.queries import coverage_of
from tests.demo.building import nothing_told, rolled_back
from tests.people import City

TINY = replace(
    SIZES["small"],
    own_branches=140,
    attached_single=10,
    attached_grouped=4,
    attached_branches=12,
    serving_own=1500,
    serving_attached=260,
    retired=60,
    months=2,
)
"""Small enough to be built twice."""


def test_it_is_refused_beside_an_offices_data(city: City) -> None:
    before = Organisation.objects.count()
    with pytest.raises(WrongState, match="只能建在空库里"):
        demo.build(size="small", seed=1, tell=nothing_told)
    assert (Organisation.objects.count(), installation.current()) == (before, None)


def _picture() -> list[object]:
    """What can be seen of a city; hashes and times apart."""
    return [
        sorted(Organisation.objects.values_list("code", "name", "kind", "member_count")),
        sorted(Member.objects.values_list("name", "id_last4", "born_on", "organisation__code")),
        sorted(
            Record.objects.values_list("organisation__code", "kind", "happened_on", "topic", "due", "present")
        ),
        sorted(CommitteeTerm.objects.values_list("organisation__code", "ends_on")),
        sorted(Account.objects.values_list("username", "name")),
    ]


@pytest.mark.any_database
def test_the_same_seed_gives_the_same_city(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SIZES, "tiny", TINY)
    pictures = []
    for seed in (5, 5, 6):
        with rolled_back():
            demo.build(size="tiny", seed=seed, tell=nothing_told)
            pictures.append(_picture())
    assert pictures[0] == pictures[1]
    assert all(one != other for one, other in zip(pictures[0][:3], pictures[2][:3], strict=True))


@pytest.mark.any_database
def test_attendances_are_written_as_many_as_asked(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A year as the sources have it, in little: so many records, and so many attendances at them."""
    monkeypatch.setitem(SIZES, "tiny", replace(TINY, records=1500, attendances=4000))
    told: list[tuple[str, int, int]] = []
    demo.build(size="tiny", seed=5, tell=lambda *words: told.append(words))
    assert Record.objects.filter(source=RecordSource.IMPORT).count() >= 1500  # and the sessions of 中心组
    assert Attendance.objects.filter(record__source=RecordSource.IMPORT).count() == 4000
    assert ("写入到会情况", 4000, 4000) in told


@pytest.mark.any_database
def test_leading_cadres_are_on_rosters_and_a_branch_has_talked_with_some(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SIZES, "tiny", TINY)
    demo.build(size="tiny", seed=5, tell=nothing_told)
    figures = leading(EVERYTHING, date(2026, 1, 1), DEMO_DAY).figures()
    assert 0 < figures.due <= figures.enrolled < figures.total
    assert figures.heads.number
    branch = Post.objects.get(account__username="zhibu").organisation
    told = coverage_of(branch, DEMO_DAY.year, DEMO_DAY)
    assert 0 < len(told.untalked) < told.total
    assert {AssignmentKind.POST, AssignmentKind.TASK} == {one.kind for one in titles(branch, DEMO_DAY)}
