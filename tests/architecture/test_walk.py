"""Every address, asked as every role of the cast and as the stranger, and held against the matrix of rights.

A page declares what it asks by asking it: `Actor.require` or a rule of rights, heard here through
`actor.watching()`. So a page that asks nothing is found, a page that lets in whom the table does not, and
one that turns away whom the table lets in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from heli.accounts.actor import watching
from heli.accounts.catalogue import Permission
from heli.accounts.matrix import NONE, matrix
from heli.appraisal.queries.basis import class_code
from tests.architecture.things import built
from tests.people import City, People, Person
from tests.replay import replayed
from tests.schemes.made import MARKED, VOTED

pytestmark = pytest.mark.rights

# Pages of oneself, and pages on which there is nothing to see of the business; each says why it asks nobody.
OPEN = {
    "home:today": "leads on: who sees no business goes to his own page",
    "accounts:mine": "the own account",
    "accounts:password": "the own account",
    "accounts:sign_out": "the own account",
    "accounts:end_session": "the own account: rules.is_own",
    "accounts:end_other_sessions": "the own account",
    "accounts:second_step_begin": "the own account",
    "accounts:second_step_codes": "the own account",
    "accounts:second_step_remove": "the own account",
    "accounts:tokens": "the own account",
    "accounts:token_new": "the own account: rules.can_be_given",
    "accounts:token_revoke": "the own account: rules.is_own",
    "notices:mine": "the own reminders",
    "notices:choice": "the own reminders",
    "ui:gallery": "the components, with invented words",
    "ui:sample_list": "the components",
    "ui:sample_form": "the components",
    "ui:sample_board": "the components",
    "ui:sample_refusal": "the components",
}
# Before anybody has signed in.
PUBLIC = {
    "accounts:sign_in",
    "accounts:second_step",
    "accounts:single_sign_on",
    "accounts:single_sign_on_arrive",
    "accounts:invitation",
    "almanac:feed_file",
    "ui:larger_text",
}
# What these pages are about is built in tests of their own; here they are asked for what is not there.
NOT_BUILT = {
    "accounts:identity",  # single sign-on is off
    "accounts:unlink",
    "intake:rows",
    "intake:annotated",
    "intake:decision",
    "orgs:move_entry",  # an empty POST names no move
    "decomposition:repeat",  # nothing was broken down last year
}
ROLES = {
    "administrator": "机关工委业务管理员",
    "staff": "机关工委工作人员",
    "lead_secretary": "党组（党委）书记",
    "deputy": "机关党委、党委、党总支书记、副书记、委员",
    "general_secretary": "机关党委、党委、党总支书记、副书记、委员",
    "secretary": "党支部书记",
    "committee_member": "党支部副书记、委员",
    "clerk": "党支部党务干事",
    "member": "党员",
    "other_secretary": "党支部书记",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
    "stranger": "没有任职的账号",
}
ALSO = {"general_secretary": "党支部书记"}
"""Who holds a second post: he is the secretary of the school's branch as well."""
ANSWERS = {200, 204, 302, 400, 401, 403, 404, 405, 409, 422}


class Address(NamedTuple):
    """One address: "package:name", the view, its parameters."""

    name: str
    pattern: URLPattern
    parameters: tuple[str, ...]


def addresses() -> Iterator[Address]:
    """Every page of config.urls; /api/ is asked by tokens, and walked over by `tests/api`."""
    yield from (one for one in _beneath(get_resolver(), "") if not one.name.startswith("api:"))


def _beneath(resolver: URLResolver, space: str) -> Iterator[Address]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _beneath(one, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield Address(f"{space}{one.name}", one, tuple(one.pattern.converters))


PACKAGES = sorted({address.name.split(":")[0] for address in addresses()})


@dataclass
class Ground:
    """The cast in their browsers, and one thing of each kind to ask for."""

    people: People
    things: dict[str, int]
    code: str
    browsers: dict[str, Client] = field(default_factory=dict)

    def url(self, address: Address) -> str:
        package = address.name.split(":")[0]
        words = {
            "token": "x" * 43,
            "code": self.code,
            "kind": "refused",
            "entry": "body-plan",
            "form": "docx",
            "check": "members",
            "organ_id": self.things["organ"],
            "line": 1,
            "organisation": self.things["orgs"],
            "requirement": self.things["duties:requirement"],
            "period": 5,
            "attachment": self.things["attachment"],
            "step": "planned",
            "workbook_pk": 1,
            "number": self.things["token"],
            "evaluation": self.things["reviews:evaluation"],
        }
        if package == "circulation":
            words["organisation"] = self.things["orgs"]
        if package == "almanac":
            words |= {"entry": "visits", "period": 7}
        if package == "schemes":
            words |= {"number": 2, "code": MARKED, "group": self.things["schemes:group"]}
        if address.name == "schemes:counts":
            words["code"] = VOTED
        own = self.things.get(address.name, self.things.get(package, 1))
        return reverse(address.name, kwargs={name: words.get(name, own) for name in address.parameters})


class Heard(NamedTuple):
    """What came back, and what the page asked: permission and answer."""

    answer: HttpResponse
    asked: list[tuple[Permission, bool]]

    @property
    def is_open(self) -> bool:
        return self.answer.status_code not in {401, 403, 404, 405}


@pytest.fixture
def ground(people: People, city: City) -> Ground:
    things = replayed("things to walk over", lambda: built(people, city))
    ground = Ground(people, things, class_code(city.first_branch))
    for one in fields(people):
        ground.browsers[one.name] = browser = Client()
        browser.force_login(getattr(people, one.name).account)
    return ground


def hear(ground: Ground, who: str, method: str, url: str) -> Heard:
    """Ask, and undo whatever came of it."""
    with watching() as asked, transaction.atomic():
        answer = getattr(ground.browsers[who], method)(url)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return Heard(answer, list(asked))


Rights = dict[str, dict[Permission, bool]]


def table() -> Rights:
    """The matrix: role → permission → held anywhere."""
    _, *rows = matrix()
    held = {role: [cell != NONE for cell in cells] for role, *cells in rows}
    return {role: dict(zip(Permission, cells, strict=True)) for role, cells in held.items()}


def allowed(rights: Rights, name: str, who: Person, permission: Permission) -> bool:
    """Whether the matrix gives a permission to one of the cast: by the post or as a member."""
    as_member = who.actor.branch_id is not None and rights["党员"][permission]
    by_post = any(rights[role][permission] for role in (ROLES[name], ALSO.get(name, ROLES[name])))
    return by_post or as_member


def of(package: str) -> list[Address]:
    return [address for address in addresses() if address.name.split(":")[0] == package]


def test_the_cast_has_a_role_of_the_matrix_each() -> None:
    assert set(ROLES) == {one.name for one in fields(People)}
    assert set(ROLES.values()) <= set(table())


def test_what_is_open_or_public_is_an_address_and_a_view_says_so() -> None:
    known = {address.name: address.pattern for address in addresses()}
    assert sorted((set(OPEN) | PUBLIC | NOT_BUILT) - set(known)) == []
    without_sign_in = {
        name for name, pattern in known.items() if not getattr(pattern.callback, "login_required", True)
    }
    assert without_sign_in == PUBLIC


@pytest.mark.parametrize("package", PACKAGES)
def test_who_is_not_signed_in_is_asked_to_sign_in(package: str, ground: Ground) -> None:
    client = Client()
    for address in of(package):
        if address.name in PUBLIC:
            continue
        for answer in (client.get(ground.url(address)), client.post(ground.url(address))):
            asked = answer.status_code == 302 and "sign-in" in answer.headers["Location"]
            assert asked or answer.status_code == 405, (address.name, answer.status_code)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_page_lets_in_whom_the_matrix_does_not(package: str, ground: Ground) -> None:
    """Every address, by GET and by an empty POST, as every role; and each opens for somebody."""
    rights = table()
    for address in of(package):
        if address.name in PUBLIC:
            continue
        opened = False
        for who in ROLES:
            for method in ("get", "post"):
                if (address.name, method) == ("accounts:sign_out", "post"):
                    continue
                heard = hear(ground, who, method, ground.url(address))
                where = (address.name, who, method, heard.answer.status_code)
                assert heard.answer.status_code in ANSWERS, where
                opened = opened or heard.is_open
                if address.name not in OPEN:
                    _hold_against(heard, rights, who, getattr(ground.people, who), where)
        assert opened or address.name in OPEN or address.name in NOT_BUILT, f"{address.name} opens for nobody"


def _hold_against(heard: Heard, rights: Rights, who: str, person: Person, where: object) -> None:
    held = {permission for permission, answer in heard.asked if answer}
    assert held or not heard.is_open, f"{where}: open without a right"
    if heard.answer.status_code == 403:
        assert not all(answer for _, answer in heard.asked), f"{where}: refused without a reason of the table"
    beyond = [one.value for one in held if not allowed(rights, who, person, one)]
    assert beyond == [], f"{where}: not in the matrix"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_stranger_opens_nothing_and_every_page_declares_what_it_asks(
    package: str, ground: Ground
) -> None:
    for address in of(package):
        if address.name in OPEN or address.name in PUBLIC:
            continue
        heard = [hear(ground, "stranger", method, ground.url(address)) for method in ("get", "post")]
        assert not any(one.is_open for one in heard), address.name
        assert any(one.asked for one in heard), f"{address.name} asks for no permission"
        assert not any(answer for one in heard for _, answer in one.asked), address.name


@pytest.mark.parametrize("package", PACKAGES)
def test_a_page_about_nothing_in_particular_is_open_to_whom_the_matrix_says(
    package: str, ground: Ground
) -> None:
    """Lists and forms without a parameter: what the stranger was asked for is what opens them."""
    rights = table()
    for address in of(package):
        if address.name in OPEN or address.name in PUBLIC or address.parameters:
            continue
        first = hear(ground, "stranger", "get", ground.url(address))
        if first.answer.status_code == 405:
            continue
        declared = {permission for permission, _ in first.asked}
        for who in ROLES:
            person: Person = getattr(ground.people, who)
            expected = any(allowed(rights, who, person, one) for one in declared)
            heard = hear(ground, who, "get", ground.url(address))
            found = heard.answer.status_code != 403
            assert found == expected, (address.name, who, heard.answer.status_code, declared)
