"""Personal tokens: made, shown once, taken back; every page and action tried by everybody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from heli.accounts import actions, queries, rules
from heli.accounts.catalogue import Permission, TokenRight
from heli.accounts.models import Account, PersonalToken
from heli.accounts.parameters import number
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound, NotSignedIn, WrongState
from heli.kernel.models import AuditEntry
from heli.members.queries import actor_by_token, actor_of
from tests.people import NOW, PASSWORD, TODAY, People, Person, building

ClientOf = Callable[[Person], Client]
LIST = reverse("accounts:tokens")
NEW = reverse("accounts:token_new")
READS = (TokenRight.ORGANISATIONS, TokenRight.RECORDS)
ASKED = {"name": "督查平台", "rights": ["organisations", "records"], "days": "90", "old": PASSWORD}


def made(who: Person, *rights: TokenRight, days: int = 90, name: str = "督查平台") -> actions.NewToken:
    return actions.make_token(
        account=who.account, name=name, rights=rights or READS, days=days, by=who.actor, at=NOW
    )


def test_it_is_found_by_its_words_alone(people: People) -> None:
    token, secret = made(people.secretary)
    assert queries.token_opened_by(secret, TODAY) == token
    assert token.expires_on == TODAY + timedelta(days=90)
    for words in ("", token.prefix, token.secret_hash, secret + "x", secret.upper()):
        with pytest.raises(NotSignedIn):
            queries.token_opened_by(words, TODAY)


def test_the_audit_tells_what_was_given_and_not_the_words(people: People) -> None:
    token, secret = made(people.secretary)
    entry = AuditEntry.objects.get(action="accounts.make_token")
    assert token.prefix in entry.detail
    assert "records" in entry.detail
    assert secret not in entry.detail


def test_each_right_stands_for_a_permission_of_its_own() -> None:
    for right in TokenRight:
        assert isinstance(right.permission, Permission)
    assert TokenRight.JUDGE.permission is Permission.RECORD_VERIFY


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "audit_admin", "stranger"])
def test_who_has_no_business_gets_no_token(people: People, who: str) -> None:
    person: Person = getattr(people, who)
    assert rules.rights_to_give(person.actor) == ()
    with pytest.raises(NotAllowed) as refusal:
        made(person)
    assert refusal.value.code == "nothing-to-give"


def test_nothing_is_given_that_the_posts_do_not_hold(people: People) -> None:
    with pytest.raises(NotAllowed, match="作评判"):
        made(people.secretary, TokenRight.RECORDS, TokenRight.JUDGE)
    assert TokenRight.JUDGE not in rules.rights_to_give(people.clerk.actor), "assistants never judge"


def test_it_is_not_made_for_another(people: People) -> None:
    with pytest.raises(NotAllowed) as refusal:
        actions.make_token(
            account=people.deputy.account, name="x", rights=READS, days=1, by=people.secretary.actor, at=NOW
        )
    assert refusal.value.code == "not-own-account"
    with pytest.raises(NotAllowed, match="没有可以交给令牌的权限"):
        actions.make_token(account=people.deputy.account, name="x", rights=READS, days=1, by=SYSTEM, at=NOW)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": " "}, "name-malformed"),
        ({"name": "字" * 61}, "name-malformed"),
        ({"days": 0}, "days-beyond"),
        ({"days": 366}, "days-beyond"),
        ({"rights": ()}, "rights-missing"),
    ],
)
def test_it_refuses_what_does_not_fit(people: People, changed: dict[str, object], code: str) -> None:
    asked = {"name": "督查平台", "days": 90, "rights": READS, **changed}
    with pytest.raises(Invalid) as refusal:
        actions.make_token(account=people.secretary.account, **asked, by=people.secretary.actor, at=NOW)
    assert refusal.value.code == code


def test_it_refuses_one_too_many(people: People) -> None:
    most = number("tokens_most", TODAY)
    tokens = [made(people.secretary).token for _ in range(most)]
    with pytest.raises(WrongState) as refusal:
        made(people.secretary)
    assert refusal.value.code == "tokens-many"
    actions.revoke_token(token=tokens[0], by=people.secretary.actor, at=NOW)
    made(people.secretary)


def test_it_is_revoked_once_by_its_owner_or_the_system_administrator(people: People) -> None:
    mine, lost = made(people.secretary).token, made(people.secretary).token
    for stranger in (people.stranger, people.deputy, people.security_admin):
        with pytest.raises(NotAllowed):
            actions.revoke_token(token=mine, by=stranger.actor, at=NOW)
    actions.revoke_token(token=mine, by=people.secretary.actor, at=NOW)
    actions.revoke_token(token=lost, by=people.system_admin.actor, at=NOW)
    lost.refresh_from_db()
    assert lost.revoked_by == "管系统"
    with pytest.raises(WrongState):
        actions.revoke_token(token=mine, by=people.secretary.actor, at=NOW)


def test_only_its_owner_uses_it(people: People) -> None:
    token = made(people.secretary).token
    with pytest.raises(NotAllowed):
        actions.use_token(token=token, address="", by=people.stranger.actor, at=NOW)
    actions.use_token(token=token, address="10.0.0.8", by=people.secretary.actor, at=NOW)
    assert AuditEntry.objects.get(action="accounts.use_token").detail == '{"address":"10.0.0.8"}'


def test_an_actor_with_a_token_has_the_narrower_of_both(people: People) -> None:
    token = made(people.secretary).token
    whole, narrow = actor_of(people.secretary.account, TODAY), actor_by_token(token, TODAY)
    for permission in Permission:
        scope = narrow.scope(permission)
        given = {right.permission for right in READS}
        assert scope == whole.scope(permission) if permission in given else scope.is_empty
    with pytest.raises(NotAllowed) as refusal:
        narrow.through(TokenRight.DUTIES)
    assert refusal.value.code == "token-lacks-right"
    with pytest.raises(NotAllowed):
        whole.through(TokenRight.RECORDS)


def test_the_page_makes_one_and_shows_it_once(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.secretary)
    assert "还没有访问令牌" in browser.get(LIST).content.decode()
    answer = browser.post(NEW, ASKED)
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    listed = browser.get(LIST).content.decode()
    assert "督查平台" in listed
    assert secret not in listed
    assert queries.token_opened_by(secret, TODAY).held.rights == {
        TokenRight.ORGANISATIONS,
        TokenRight.RECORDS,
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"old": "wrong"}, "现在的密码不正确"),
        ({"old": ""}, "请填写现在的密码"),
        ({"name": ""}, "请填写用途"),
        ({"rights": []}, "请至少选一项"),
        ({"rights": ["judge"]}, "请从列出的各项中选择"),
        ({"days": "x"}, "请填写天数"),
    ],
)
def test_the_page_says_what_is_wrong(
    people: People, client_of: ClientOf, changed: dict[str, object], said: str
) -> None:
    answer = client_of(people.secretary).post(NEW, {**ASKED, **changed})
    assert said in answer.content.decode()
    assert not PersonalToken.objects.exists()


def test_a_term_beyond_the_parameter_is_refused_on_the_page(people: People, client_of: ClientOf) -> None:
    answer = client_of(people.secretary).post(NEW, {**ASKED, "days": "366"})
    assert answer.status_code == 200
    assert "有效期请填 1 至 365 天" in answer.content.decode()


def test_guessing_at_the_password_locks(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.secretary)
    for _ in range(number("lock_after_failures", TODAY)):
        browser.post(NEW, {**ASKED, "old": "wrong"})
    assert "已锁定" in browser.post(NEW, ASKED).content.decode()


def test_who_signs_in_elsewhere_has_no_password_to_give(people: People, client_of: ClientOf) -> None:
    with building():
        account = Account.objects.get(pk=people.secretary.account.pk)
        account.set_unusable_password()
        account.save(update_fields=["password"])
    browser = client_of(Person(account, people.secretary.actor))
    assert "现在的密码" not in browser.get(NEW).content.decode()
    answer = browser.post(NEW, {name: value for name, value in ASKED.items() if name != "old"})
    assert "secret" in answer.context


def test_the_page_revokes_ones_own_alone(people: People, client_of: ClientOf) -> None:
    token = made(people.secretary).token
    address = reverse("accounts:token_revoke", args=[token.pk])
    assert client_of(people.deputy).post(address).status_code == 404
    browser = client_of(people.secretary)
    assert browser.get(address).status_code == 405
    assert "已停用" in browser.post(address, follow=True).content.decode()
    with pytest.raises(NotFound):
        queries.token_named(people.deputy.account, token.pk)


def test_an_expired_one_stays_on_the_list(people: People, client_of: ClientOf) -> None:
    token = made(people.secretary, days=1).token
    with building():
        PersonalToken.objects.filter(pk=token.pk).update(expires_on=TODAY - timedelta(days=1))
    assert "已过期" in client_of(people.secretary).get(LIST).content.decode()


@pytest.mark.parametrize("who", ["system_admin", "stranger"])
def test_who_may_have_none_is_told_why(people: People, client_of: ClientOf, who: str) -> None:
    browser = client_of(getattr(people, who))
    assert "没有可以交给令牌的权限" in browser.get(LIST).content.decode()
    assert browser.get(NEW).status_code == 403
    assert browser.post(NEW, ASKED).status_code == 403


def test_the_system_administrator_revokes_and_does_not_see_when_it_was_used(
    people: People, client_of: ClientOf
) -> None:
    token = made(people.secretary).token
    actions.use_token(token=token, address="", by=people.secretary.actor, at=NOW)
    page = reverse("accounts:account", args=[people.secretary.account.pk])
    browser = client_of(people.system_admin)
    shown = browser.get(page).content.decode()
    assert token.prefix in shown
    assert "最近使用" not in shown
    address = reverse("accounts:revoke_token", args=[people.secretary.account.pk, token.pk])
    for other in (people.stranger, people.secretary, people.security_admin):
        assert client_of(other).post(address).status_code == 403
    assert browser.post(address).status_code == 302
    assert token.prefix not in browser.get(page).content.decode()


def test_the_list_takes_few_queries(
    people: People, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(people.secretary)
    for _ in range(5):
        made(people.secretary)
    with django_assert_max_num_queries(8):
        browser.get(LIST)
