"""Rules of 组织变动: who may hang where, who may lead, how large a branch may be (R01-01, R01-02, R08-05)."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from heli.orgs.catalogue import EventKind, Kind, Leading, Nature
from heli.orgs.rules import changes as rules
from heli.orgs.rules.change import Change, Founding
from tests.people import TODAY

RULES = Path(__file__).parent / "rules" / "changes.toml"
EXAMPLES: list[dict[str, Any]] = tomllib.loads(RULES.read_text(encoding="utf-8"))["example"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_who_may_hang_where(example: dict[str, Any]) -> None:
    given = example["given"]
    verdict = rules.may_hang("甲", given["kind"], "乙", given.get("parent"))
    assert (verdict.code if not verdict else "") == example["expect"]
    assert verdict or (verdict.source and verdict.reason.endswith("。"))


@pytest.mark.parametrize(
    ("kind", "leader", "leading", "code"),
    [
        (Kind.ORGAN_COMMITTEE, Kind.PARTY_GROUP, Leading.LEADS, ""),
        (Kind.PARTY_GROUP, Kind.PARTY_GROUP, Leading.GUIDES, ""),
        (Kind.WORK_COMMITTEE, Kind.LOCAL_COMMITTEE, Leading.DISPATCHES, ""),
        (Kind.BRANCH, Kind.LOCAL_COMMITTEE, Leading.DISPATCHES, "dispatch-misplaced"),
        (Kind.BRANCH, Kind.ORGAN_COMMITTEE, Leading.LEADS, "leader-cannot-lead"),
    ],
)
def test_who_may_lead_whom(kind: Kind, leader: Kind, leading: Leading, code: str) -> None:
    verdict = rules.may_lead("甲", kind, "乙", leader, leading)
    assert (verdict.code if not verdict else "") == code


@pytest.mark.parametrize(
    ("full", "members", "codes"),
    [(2, 2, ["R01-01 H"]), (3, 3, []), (48, 50, []), (49, 51, ["R01-02 G"]), (None, None, [])],
)
def test_a_branch_after_a_merge_has_three_and_at_most_fifty(
    full: int | None, members: int | None, codes: list[str]
) -> None:
    found = rules.size_faults("甲", Kind.BRANCH, full, members, TODAY)
    assert [f"{one.code} {one.strength}" for one in found] == codes
    assert rules.size_faults("甲", Kind.GENERAL_BRANCH, 2, 200, TODAY) == []


def test_a_split_needs_three_for_each_part() -> None:
    assert [one.code for one in rules.split_faults("甲", 8, 3, TODAY)] == ["R01-01"]
    assert rules.split_faults("甲", 9, 3, TODAY) == []
    assert rules.split_faults("甲", None, 3, TODAY) == []


def test_raising_says_what_it_needs() -> None:
    def codes(new: Kind, members: int) -> list[str]:
        return [
            f"{one.code} {one.strength}"
            for one in rules.raising_faults("甲", Kind.BRANCH, new, Nature.ORGAN, members, TODAY)
        ]

    assert codes(Kind.GENERAL_BRANCH, 60) == ["branches-needed M"]
    assert codes(Kind.GENERAL_BRANCH, 40) == ["R02-03 M", "branches-needed M"]
    assert codes(Kind.ORGAN_COMMITTEE, 120) == ["branches-needed M", "R02-06 M"]
    assert codes(Kind.BRANCH, 40) == ["same-kind H"]


def _asked(kind: EventKind, **more: Any) -> Change:
    plain = {"happened_on": TODAY, "document_number": "1号", "reason": "改革", "subjects": (1,)}
    return Change(kind=kind, **(plain | more))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_asked(EventKind.RENAMED), "no-new-name"),
        (_asked(EventKind.RENAMED, new_name="甲", document_number=" "), "no-document"),
        (_asked(EventKind.RENAMED, new_name="甲", reason=""), "no-reason"),
        (_asked(EventKind.RENAMED, new_name="甲", happened_on=date(2026, 7, 1)), "in-future"),
        (_asked(EventKind.RENAMED, new_name="甲", subjects=(1, 2)), "one-at-a-time"),
        (_asked(EventKind.CLOSED, subjects=(1, 1)), "subject-twice"),
        (_asked(EventKind.CLOSED, subjects=()), "no-subject"),
        (_asked(EventKind.MOVED), "moves-nothing"),
        (_asked(EventKind.RAISED), "no-new-kind"),
        (_asked(EventKind.MERGED), "no-successor"),
        (_asked(EventKind.MERGED, successor=1), "merged-into-itself"),
        (_asked(EventKind.SPLIT), "nothing-founded"),
        (_asked(EventKind.FOUNDED, subjects=()), "nothing-founded"),
    ],
)
def test_what_is_missing_is_said(change: Change, code: str) -> None:
    assert [one.code for one in rules.shape_faults(change, TODAY)] == [code]


def test_a_party_group_without_a_unit_is_refused_with_the_article() -> None:
    fault = rules.founding_faults(Founding(name="中共青岚市新局党组", kind=Kind.PARTY_GROUP, unit=" "))[0]
    assert (fault.code, str(fault.strength)) == ("body-without-unit", "H")
    assert "党组工作条例" in fault.source
