"""Who is let in to /api/, and with how much."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client, override_settings

from heli.accounts import actions
from heli.accounts.catalogue import Permission, TokenRight
from heli.accounts.models import Account, PersonalToken
from heli.kernel.action import SYSTEM
from heli.kernel.models import AuditEntry
from heli.members.actions import delegations
from tests.api.programs import Program, code, powerless, program
from tests.people import NOW, TODAY, People, Person, building

LISTS = {
    "organisations": TokenRight.ORGANISATIONS,
    "members": TokenRight.MEMBERS,
    "duties": TokenRight.DUTIES,
    "records": TokenRight.RECORDS,
    "judgements": TokenRight.JUDGEMENTS,
    "scores": TokenRight.SCORES,
}


def _changed(token: PersonalToken, **values: object) -> None:
    with building():
        PersonalToken.objects.filter(pk=token.pk).update(**values)


def test_without_a_token_it_asks_for_one(people: People) -> None:
    answer = Client().get("/api/organisations")
    assert code(answer) == (401, "token-missing")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("head", ["Bearer heli_nobodys", "Basic abc", "Bearer ", "heli_x"])
def test_words_that_are_no_token_open_nothing(people: People, head: str) -> None:
    answer = Client().get("/api/organisations", HTTP_AUTHORIZATION=head)
    assert answer.status_code == 401
    assert answer.json()["code"] in {"token-unknown", "token-missing"}


def test_a_session_opens_nothing(people: People, client_of: Callable[[Person], Client]) -> None:
    assert code(client_of(people.staff).get("/api/organisations")) == (401, "token-missing")


def test_the_token_decides_whatever_session_there_is(
    people: People, client_of: Callable[[Person], Client]
) -> None:
    branch = program(people.secretary)
    answer = client_of(people.staff).get("/api/organisations", HTTP_AUTHORIZATION=f"Bearer {branch.secret}")
    assert len(answer.json()["items"]) == 1


def test_it_ends_after_its_last_day(people: People) -> None:
    mine = program(people.secretary)
    assert mine.token.expires_on == TODAY + timedelta(days=30)
    with override_settings(HELI_TODAY=mine.token.expires_on):
        assert mine.get("organisations").status_code == 200
    with override_settings(HELI_TODAY=mine.token.expires_on + timedelta(days=1)):
        assert code(mine.get("organisations")) == (401, "token-expired")


def test_a_revoked_one_opens_nothing(people: People) -> None:
    mine = program(people.secretary)
    actions.revoke_token(token=mine.token, by=people.secretary.actor, at=NOW)
    assert code(mine.get("organisations")) == (401, "token-revoked")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [({"is_active": False}, "account-closed"), ({"must_change": True}, "password-first")],
)
def test_it_works_no_better_than_its_account(people: People, changed: dict[str, bool], expected: str) -> None:
    mine = program(people.secretary)
    with building():
        Account.objects.filter(pk=people.secretary.account.pk).update(**changed)
    assert code(mine.get("organisations")) == (401, expected)


def test_a_reset_takes_all_tokens_back(people: People) -> None:
    mine = program(people.secretary)
    actions.reset_account(account=people.secretary.account, by=people.security_admin.actor, at=NOW)
    assert code(mine.get("organisations")) == (401, "token-revoked")


@pytest.mark.parametrize("address", LISTS)
def test_each_list_asks_for_its_own_right(people: People, address: str) -> None:
    rest = [right for right in TokenRight if right is not LISTS[address]]
    assert code(powerless(people.staff, rest).get(address)) in {
        (403, "token-lacks-right"),
        (403, "not-allowed"),
    }


@pytest.mark.parametrize("address", LISTS)
def test_each_list_opens_with_its_right_alone(people: People, address: str) -> None:
    assert program(people.staff, [LISTS[address]]).get(address).status_code == 200


@pytest.mark.parametrize("who", ["stranger", "system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize("address", LISTS)
def test_a_token_gives_nothing_that_the_posts_do_not(people: People, who: str, address: str) -> None:
    assert code(powerless(getattr(people, who)).get(address)) == (403, "not-allowed")


def test_a_post_that_ended_takes_its_rights_along(people: People) -> None:
    mine = program(people.other_secretary)
    assert people.other_secretary.post is not None
    with building():
        people.other_secretary.post.valid_to = TODAY
        people.other_secretary.post.save(update_fields=["valid_to"])
    assert code(mine.get("members")) == (403, "not-allowed")


def test_what_others_passed_on_is_not_in_it(people: People) -> None:
    assert people.committee_member.post is not None
    deputy = Person(people.stranger.account, people.stranger.actor)
    delegations.delegate(
        post=people.committee_member.post, account=deputy.account, permissions=[Permission.RECORD_SEE],
        valid_from=TODAY, valid_to=TODAY + timedelta(days=9), reason="出差", by=SYSTEM, at=NOW,
    )  # fmt: skip
    assert code(powerless(deputy).get("records")) == (403, "not-allowed")


def test_the_first_use_of_a_day_stands_in_the_audit(people: People) -> None:
    mine = program(people.secretary)
    for _ in range(3):
        mine.get("organisations")
    mine.token.refresh_from_db()
    assert mine.token.used_on == TODAY
    entry = AuditEntry.objects.get(action="accounts.use_token")
    assert entry.account_id == people.secretary.account.pk


def test_its_secret_stands_nowhere(people: People) -> None:
    mine = program(people.secretary)
    row = PersonalToken.objects.filter(pk=mine.token.pk).values().get()
    assert mine.secret not in str(row)
    assert not AuditEntry.objects.filter(detail__contains=mine.secret[10:]).exists()
    assert row["prefix"] == mine.secret[:11]


def test_what_is_not_there_is_said_in_the_same_shape(people: People) -> None:
    mine = program(people.secretary)
    assert code(mine.get("nothing/here")) == (404, "address-unknown")
    answer = Client().delete("/api/organisations")
    assert code(answer) == (405, "method-not-allowed")
    assert answer["Allow"] == "GET"


def test_the_document_needs_no_token(people: People) -> None:
    found = Client().get("/api/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    assert "/api/records" in found["paths"]
    assert settings.DEBUG is False


def test_programs_are_told_what_is_wrong_in_chinese(people: People) -> None:
    answer = program(people.secretary).get("records", limit=0, first="June", kind="x" * 31, checked="maybe")
    assert code(answer) == (422, "malformed")
    assert answer.json()["where"] == {
        "limit": "不小于 1。",
        "kind": "最多 30 个字。",
        "first": "请填日期，如 2026-06-30。",
        "checked": "只能是 open、verified、returned。",
    }


def test_a_changed_hash_opens_nothing(people: People) -> None:
    mine = Program("heli_" + "y" * 43, program(people.secretary).token)
    _changed(mine.token, secret_hash="0" * 64)
    assert code(mine.get("organisations")) == (401, "token-unknown")
