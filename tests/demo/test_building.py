"""Building the invented city: beside nothing else, the same each time, as large as it is asked to be."""

from dataclasses import replace

import pytest

from heli.accounts.models import Account
from heli.demo import city as demo
from heli.demo.catalogue import SIZES
from heli.demo.reviews import MOST
from heli.duties.models import Record
from heli.kernel import installation
from heli.kernel.errors import WrongState
from heli.members.models import Member
from heli.orglife.models import Attendance
from heli.orgs.models import CommitteeTerm, Organisation
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


def test_the_same_seed_gives_the_same_city(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SIZES, "tiny", TINY)
    pictures = []
    for seed in (5, 5, 6):
        with rolled_back():
            demo.build(size="tiny", seed=seed, tell=nothing_told)
            pictures.append(_picture())
    assert pictures[0] == pictures[1]
    assert all(one != other for one, other in zip(pictures[0][:3], pictures[2][:3], strict=True))


def test_attendances_are_written_as_many_as_asked(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A year as the sources have it, in little: so many records, and so many attendances at them."""
    monkeypatch.setitem(SIZES, "tiny", replace(TINY, records=1500, attendances=4000))
    told: list[tuple[str, int, int]] = []
    demo.build(size="tiny", seed=5, tell=lambda *words: told.append(words))
    reviews = 2 * MOST  # of each the meeting and the review
    assert Record.objects.count() == 1500 + 2 + reviews  # and the two that were entered late
    assert Attendance.objects.count() == 4000
    assert ("写入到会情况", 4000, 4000) in told
