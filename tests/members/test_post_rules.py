"""Rules of appointing and of passing on, as an officer can review them."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.accounts.catalogue import DELEGABLE, Office, Permission, Reach
from heli.accounts.permissions import scope_of
from heli.accounts.scope import PostHeld
from heli.members.rules import delegations, posts
from heli.members.rules.posts import Appointed

RULES = Path(__file__).parent / "rules"
EXAMPLES: list[dict[str, Any]] = tomllib.loads((RULES / "appointing.toml").read_text(encoding="utf-8"))[
    "example"
]
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def appointed(words: dict[str, Any]) -> Appointed:
    return Appointed(Office(words["office"]), words["name"], "某组织", words["from"], words.get("to"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_appointing(example: dict[str, Any]) -> None:
    asked = example["given"]
    new = appointed(asked)
    there, own = (list(map(appointed, asked[name])) for name in ("there", "own"))
    verdicts = [
        posts.is_held_once(new, there),
        posts.has_one_secretary(new, there),
        posts.is_separate(new, own),
    ]
    assert [verdict.code for verdict in verdicts if not verdict] == example["expect"]
    assert all(verdict.reason.endswith("。") for verdict in verdicts if not verdict)


@given(days, days | st.none(), days, days | st.none())
def test_two_posts_meet_where_they_share_a_day(
    first: date, until: date | None, other_first: date, other_until: date | None
) -> None:
    one = Appointed(Office.STAFF, "张三", "某组织", first, until)
    other = Appointed(Office.DEPUTY, "张三", "某组织", other_first, other_until)
    day = max(first, other_first)
    shared = all(end is None or day < end for end in (until, other_until))
    assert one.meets(other) == other.meets(one)
    # A post that ends on the day on which it begins has no day at all.
    if all(end is None or begin < end for begin, end in ((first, until), (other_first, other_until))):
        assert one.meets(other) == shared


@given(st.sampled_from(Reach), st.sampled_from(Office), st.sets(st.sampled_from(Permission)))
def test_nothing_is_passed_on_that_the_post_does_not_give(
    reach: Reach, office: Office, rights: set[Permission]
) -> None:
    post = PostHeld(1, "某组织", "0001", reach, office)
    possible = delegations.is_within_the_post(rights, post)
    given_by_it = {one for one in rights if one in DELEGABLE and not scope_of((post,), one).is_empty}
    assert bool(possible) == (bool(rights) and given_by_it == rights)
    if possible:
        assert all(
            delegations.is_within_the_post([one], post) for one in delegations.with_sight(rights, post)
        )
