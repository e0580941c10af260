"""Whatever is tried in whatever order: tabled moves, one audit entry each, nobody outside his scope."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heli.accounts.catalogue import Office, Permission
from heli.kernel.errors import DomainError
from heli.kernel.models import AuditEntry
from heli.members.actions import transfers as actions
from heli.members.catalogue import MOVES, TRANSFERS, Side, TransferAct, TransferReach, TransferState
from heli.members.models import Member, Transfer
from heli.members.queries.committees import party_committee_of
from tests.people import NOW, TODAY, City, People, Person
from tests.people import _appointed as appointed

ACTS: dict[TransferAct, Callable[..., Transfer]] = {
    TransferAct.RELEASE: lambda **words: actions.release_transfer(letter_number="1", **words),
    TransferAct.ACCEPT: lambda **words: actions.accept_transfer(**words),
    TransferAct.RECEIPT: lambda **words: actions.receive_receipt(**words),
    TransferAct.REFUSE: lambda **words: actions.refuse_transfer(reason="手续不全", **words),
    TransferAct.WITHDRAW: lambda **words: actions.withdraw_transfer(**words),
    TransferAct.PROLONG: lambda **words: actions.prolong_transfer(until=TODAY, reason="在办", **words),
}
WHO = ["secretary", "deputy", "other_secretary", "general_secretary", "stranger", "member", "staff", "water"]
TRIES = st.lists(st.tuples(st.sampled_from(list(ACTS)), st.sampled_from(WHO)), max_size=8)


def test_every_move_of_the_sides_is_one_of_the_table() -> None:
    for states in MOVES.values():
        for state, moves in states.items():
            assert set(moves) <= set(TRANSFERS.transitions[state])
    tabled = {(state, act) for state, moves in TRANSFERS.transitions.items() for act in moves}
    sided = {(state, act) for states in MOVES.values() for state, moves in states.items() for act in moves}
    assert {(state, str(act)) for state, act in sided} == {(state, str(act)) for state, act in tabled}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(reach=st.sampled_from(list(TransferReach)), tries=TRIES)
def test_only_tabled_moves_by_those_whose_they_are(
    people: People, city: City, water: Person, reach: TransferReach, tries: list[tuple[TransferAct, str]]
) -> None:
    with transaction.atomic():
        transfer = _asked(people, city, reach)
        assert transfer.reach == reach
        for act, name in tries:
            who = water if name == "water" else getattr(people, name)
            _try(transfer, act, who)
        transaction.set_rollback(True)  # the next example begins with the same city


@pytest.fixture
def water(people: People, city: City) -> Person:
    return appointed(city.water_committee, Office.FULLTIME_DEPUTY, "shuilidangwei", "闻涛")


def _asked(people: People, city: City, reach: TransferReach) -> Transfer:
    destination = {TransferReach.WITHIN: city.small_branch, TransferReach.BETWEEN: city.water_branch}
    return actions.request_transfer(
        member=Member.objects.select_related("organisation").get(name="吴晓溪"),
        destination=destination.get(reach),
        destination_name="" if reach in destination else "中共海州市税务局机关委员会",
        reason="调动",
        on=TODAY,
        by=people.secretary.actor,
        at=NOW,
    )


def _try(transfer: Transfer, act: TransferAct, who: Person) -> None:
    transfer.refresh_from_db()
    state, place = TransferState(transfer.state), Member.objects.get(pk=transfer.member_id).organisation_id
    side = MOVES[TransferReach(transfer.reach)].get(state, {}).get(act)
    allowed = side is not None and who.actor.scope(Permission.MEMBER_TRANSFER).covers(_whose(transfer, side))
    before = AuditEntry.objects.count()
    words: dict[str, Any] = {"transfer": transfer, "on": TODAY, "by": who.actor, "at": NOW}
    try:
        after = ACTS[act](**words)
    except DomainError:
        assert not allowed, (state, act)
        assert AuditEntry.objects.count() == before
        transfer.refresh_from_db()
        assert transfer.state == state
        assert Member.objects.get(pk=transfer.member_id).organisation_id == place
        return
    assert allowed, (state, act, who.actor.label)
    assert AuditEntry.objects.count() == before + 1
    assert after.state == TRANSFERS.transitions[state][act]


def _whose(transfer: Transfer, side: Side) -> Any:
    branch = Member.objects.select_related("organisation").get(pk=transfer.member_id).organisation
    if side is Side.BRANCH:
        return branch
    return party_committee_of(transfer.destination if side is Side.DESTINATION else branch, TODAY)  # type: ignore[arg-type]
