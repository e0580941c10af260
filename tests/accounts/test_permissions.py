"""The table of rights, and the matrix that is made from it."""

from dataclasses import replace

import pytest

from heli.accounts.catalogue import (
    ASSISTANTS,
    DELEGABLE,
    PERSONAL,
    SEPARATE_ADMINISTRATORS,
    Area,
    Office,
    Permission,
    Reach,
    area_of,
)
from heli.accounts.matrix import matrix
from heli.accounts.permissions import PERMISSIONS, scope_of
from heli.accounts.scope import Membership, PostHeld, Scope
from tests.accounts.test_scope import Place


def post(reach: Reach, office: Office, organisation_id: int = 7, path: str = "00010002") -> PostHeld:
    return PostHeld(organisation_id, "市教育局机关党委", path, reach, office)


def test_every_permission_stands_in_the_table() -> None:
    assert set(PERMISSIONS) == set(Permission)


def test_the_table_keeps_to_twenty_predicates() -> None:
    used = {
        predicate.name for rows in PERMISSIONS.values() for alternative in rows for predicate in alternative
    }
    assert len(used) <= 20


@pytest.mark.parametrize("permission", list(Permission))
def test_whoever_holds_nothing_may_nothing(permission: Permission) -> None:
    assert scope_of([], permission).is_empty


@pytest.mark.parametrize(
    ("reach", "office", "expected"),
    [
        (Reach.CITY, Office.STAFF, Scope(everything=True)),
        (Reach.LED, Office.LEAD_MEMBER, Scope(leaders=(7,), organisations=(7,))),
        (Reach.BENEATH, Office.DEPUTY, Scope(paths=("00010002",))),
        (Reach.OWN, Office.SECRETARY, Scope(organisations=(7,))),
        (Reach.OWN, Office.GROUP_LEADER, Scope()),
    ],
)
def test_a_roster_is_seen_as_far_as_the_post_reaches(reach: Reach, office: Office, expected: Scope) -> None:
    assert scope_of([post(reach, office)], Permission.MEMBER_SEE) == expected


def test_a_record_is_entered_for_the_own_organisation_alone() -> None:
    for reach in Reach:
        scope = scope_of([post(reach, Office.STAFF)], Permission.RECORD_ENTER)
        assert scope == Scope(organisations=(7,))


def test_a_leading_body_sees_no_identity_number() -> None:
    held = [post(Reach.LED, Office.LEAD_SECRETARY)]
    assert scope_of(held, Permission.MEMBER_IDENTITY).is_empty
    assert not scope_of(held, Permission.MEMBER_SEE).is_empty


def test_a_leading_body_sees_what_it_guides_and_steers_only_what_it_leads() -> None:
    held = [post(Reach.LED, Office.LEAD_SECRETARY)]
    led = Place(pk=8, path="0002", leader_id=7, leading="leads")
    guided = Place(pk=9, path="0003", leader_id=7, leading="guides")
    assert scope_of(held, Permission.RECORD_SEE).covers(guided)
    assert scope_of(held, Permission.RESPONSIBILITY_KEEP).covers(led)
    assert not scope_of(held, Permission.RESPONSIBILITY_KEEP).covers(guided)


@pytest.mark.parametrize("permission", sorted(PERSONAL))
def test_nothing_personal_is_done_by_an_assistant_or_passed_on(permission: Permission) -> None:
    """Adopting, signing, judging and voting stay with whoever holds the post."""
    for reach in Reach:
        for office in ASSISTANTS:
            assert scope_of([post(reach, office)], permission).is_empty
    assert permission not in DELEGABLE


def test_what_makes_rights_is_not_passed_on() -> None:
    making = {
        one for one in Permission if one.value.startswith(("post.", "delegation.", "account.", "audit."))
    }
    assert not making & DELEGABLE
    assert Permission.MEMBER_SENSITIVE not in DELEGABLE


def test_a_delegated_post_gives_what_was_passed_on_and_no_more() -> None:
    own = post(Reach.BENEATH, Office.DEPUTY)
    passed = replace(
        own, delegated_from="李四", only=frozenset({Permission.RECORD_SEE, Permission.INTAKE_LOAD})
    )
    assert scope_of([passed], Permission.RECORD_SEE) == scope_of([own], Permission.RECORD_SEE)
    assert scope_of([passed], Permission.MEMBER_SEE).is_empty
    assert scope_of([passed], Permission.INTAKE_LOAD).is_empty, "never wider than the post"


@pytest.mark.parametrize("office", sorted(SEPARATE_ADMINISTRATORS))
def test_none_of_the_three_administrators_sees_business_data(office: Office) -> None:
    business = {one for one in Permission if area_of(one) is not None} | {
        Permission.INTAKE_LOAD,
        Permission.DICTIONARY_KEEP,
        Permission.OWN_DATA,
    }
    held = [post(Reach.CITY, office)]
    assert [one for one in business if not scope_of(held, one).is_empty] == []


def test_no_right_is_held_by_two_of_the_three_administrators() -> None:
    for permission in Permission:
        holders = [
            office
            for office in SEPARATE_ADMINISTRATORS
            if not scope_of([post(Reach.CITY, office)], permission).is_empty
        ]
        assert len(holders) <= 1, permission


def test_every_area_of_the_partys_work_has_rights_in_it() -> None:
    assert {area_of(permission) for permission in Permission} == {*Area, None}


def test_rights_of_several_holdings_add_up() -> None:
    held = [
        post(Reach.BENEATH, Office.DEPUTY),
        post(Reach.OWN, Office.SECRETARY, organisation_id=9),
        Membership(11),
    ]
    assert scope_of(held, Permission.RECORD_SEE) == Scope(paths=("00010002",), organisations=(9, 11))


def test_only_the_administrators_of_the_business_and_of_the_system_invite() -> None:
    for office in Office:
        scope = scope_of([post(Reach.CITY, office)], Permission.ACCOUNT_INVITE)
        assert scope.everything == (office in {Office.ADMINISTRATOR, Office.SYSTEM_ADMIN})


def test_the_matrix_says_what_the_engine_does() -> None:
    heading, *rows = matrix()
    table = {row[0]: dict(zip(heading[1:], row[1:], strict=True)) for row in rows}
    assert heading[1:] == tuple(permission.label for permission in Permission)
    assert table["机关工委工作人员"]["导入工作簿"] == "全市"
    assert table["机关工委工作人员"]["邀请登录"] == "—"
    assert table["党组（党委）副书记、成员"]["查看挂图作战"] == "本组织及所领导、指导的组织"
    assert table["机关党委、党委、党总支书记、副书记、委员"]["查看党员名册"] == "本组织及下级"
    assert table["党支部副书记、委员"]["录入履职记录"] == "本组织"
    assert table["党员"]["查看党员名册"] == "—"
    assert set(table["没有任职的账号"].values()) == {"—"}
