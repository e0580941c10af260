"""Scopes: what they cover and how they add up."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from heli.accounts.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class Place:
    pk: int
    path: str
    leader_id: int | None = None
    leading: str = "leads"


steps = st.integers(min_value=1, max_value=4).map(lambda number: f"{number:04d}")
paths = st.lists(steps, min_size=1, max_size=3).map("".join)
kinds = st.sampled_from(["leads", "guides", "dispatches"])
places = st.builds(Place, st.integers(1, 9), paths, st.none() | st.integers(1, 5), kinds)
scopes = st.builds(
    Scope,
    everything=st.just(False),
    paths=st.lists(paths, max_size=2).map(tuple),
    leaders=st.lists(st.integers(1, 5), max_size=2).map(tuple),
    organisations=st.lists(st.integers(1, 9), max_size=2).map(tuple),
    steered=st.lists(st.integers(1, 5), max_size=2).map(tuple),
)


@given(st.lists(scopes, max_size=4), places)
def test_a_union_covers_what_any_part_covers_and_nothing_else(parts: list[Scope], place: Place) -> None:
    assert Scope.union(parts).covers(place) == any(part.covers(place) for part in parts)


@given(st.lists(scopes, max_size=3), places)
def test_everything_swallows_all_other_parts(parts: list[Scope], place: Place) -> None:
    assert Scope.union([*parts, EVERYTHING]) == EVERYTHING
    assert EVERYTHING.covers(place)


@given(places)
def test_an_empty_scope_covers_nothing(place: Place) -> None:
    assert Scope().is_empty
    assert not Scope().covers(place)


def test_a_subtree_within_another_is_not_named_twice() -> None:
    parts = [Scope(paths=("00010002",)), Scope(paths=("0001",)), Scope(paths=("000100020003", "0004"))]
    assert Scope.union(parts).paths == ("0001", "0004")
