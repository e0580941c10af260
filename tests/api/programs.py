"""A program with a personal token, asking /api/ as its owner's."""

from collections.abc import Iterable
from itertools import count
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.test import Client

from heli.accounts import actions
from heli.accounts.catalogue import TokenRight
from heli.accounts.models import PersonalToken
from heli.accounts.queries import tokens
from heli.accounts.rules import rights_to_give
from tests.people import NOW, Person, building

_keys = count(1)


class Program(NamedTuple):
    """Asks by `secret`; `post` puts a new key on each request where none is given."""

    secret: str
    token: PersonalToken

    def get(self, address: str, **query: Any) -> HttpResponse:
        return Client().get(f"/api/{address}", query, **self._head())

    def post(self, address: str, body: dict[str, Any], *, key: str | None = None) -> HttpResponse:
        head = self._head() | {"HTTP_IDEMPOTENCY_KEY": key or f"key-{next(_keys)}"}
        return Client().post(f"/api/{address}", body, content_type="application/json", **head)

    def items(self, address: str, **query: Any) -> list[dict[str, Any]]:
        """All rows of a list, page by page."""
        found: list[dict[str, Any]] = []
        while True:
            answer = self.get(address, **query)
            assert answer.status_code == 200, answer.content.decode()
            page = answer.json()
            found += page["items"]
            if page["next"] is None:
                return found
            query["cursor"] = page["next"]

    def _head(self) -> dict[str, str]:
        return {"HTTP_AUTHORIZATION": f"Bearer {self.secret}"}


def program(who: Person, rights: Iterable[TokenRight] | None = None) -> Program:
    """A program of somebody, with all that his posts let it have, or with these rights alone."""
    given = rights_to_give(who.actor) if rights is None else tuple(rights)
    made = actions.make_token(
        account=who.account, name="测试程序", rights=given, days=30, by=who.actor, at=NOW
    )
    return Program(made.secret, made.token)


def powerless(who: Person, rights: Iterable[TokenRight] = TokenRight) -> Program:
    """A token as no action makes it: rights that its owner's posts do not hold."""
    secret = f"{tokens.MARK}{who.account.pk:043d}"
    with building():
        token = PersonalToken.objects.create(
            account=who.account, name="越权", prefix=secret[: tokens.SHOWN],
            secret_hash=tokens.hashed_secret(secret), rights=" ".join(rights), made_at=NOW,
            expires_on=NOW.date().replace(month=12),
        )  # fmt: skip
    return Program(secret, token)


def code(answer: HttpResponse) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.json()["code"]
