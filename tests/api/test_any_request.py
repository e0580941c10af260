"""schemathesis asks every endpoint with whatever its document allows, and with what it does not.

Held against the document: never a 500, no status and no shape that it does not name, no bad request taken in,
no address open without a token. The same examples each time.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks

from config.api import described
from heli.duties.models import Record
from tests.api.programs import Program, program
from tests.duties.planned import Planned, enter
from tests.people import TODAY, City, People
from tests.schemes.made import adopted, released

pytestmark = pytest.mark.any_database
load_all_checks()
SCHEMA = schemathesis.openapi.from_dict(described())
SCHEMA.app = WSGIHandler()
OPERATIONS = {one.ok().label: one.ok() for one in SCHEMA.get_all_operations()}
EXAMPLES = 10

bounded = hypothesis_settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A request must not close the connection on which the test has its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known(city: City, people: People, planned: Planned) -> dict[str, int]:
    """Numbers under which there is something."""
    held: Record = enter(city.small_branch, "theme_day", TODAY)
    member = city.first_branch.roster.order_by("pk").first()
    assert member is not None
    release = released(adopted(city), people)
    return {
        "organisation": city.first_branch.pk,
        "member": member.pk,
        "record": held.pk,
        "results": release.pk,
    }


def _ask(case: Case, mine: Program, numbers: dict[str, int]) -> None:
    """Ask and hold the answer against the document; whatever was written is undone."""
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part.update({name: number for name, number in numbers.items() if name in part})
    if isinstance(case.query, dict):
        case.query.pop("cursor", None)  # its words are Heli's own; made-up ones have tests of their own
    head = {"Authorization": f"Bearer {mine.secret}"}
    with transaction.atomic():
        answer = case.call(headers=head)
        transaction.set_rollback(True)
    case.validate_response(answer, headers=head)


@pytest.mark.parametrize("label", OPERATIONS)
def test_what_the_document_allows_is_answered_by_it(
    people: People, known: dict[str, int], label: str
) -> None:
    mine = program(people.secretary if label == "POST /api/records" else people.deputy)

    @bounded
    @given(case=OPERATIONS[label].as_strategy(), numbers=st.sampled_from([known, {}]))
    def asked(case: Case, numbers: dict[str, int]) -> None:
        _ask(case, mine, numbers)

    asked()


@pytest.mark.parametrize("label", OPERATIONS)
def test_what_the_document_forbids_is_refused_by_it(
    people: People, known: dict[str, int], label: str
) -> None:
    mine = program(people.deputy)

    @bounded
    @given(case=OPERATIONS[label].as_strategy(GenerationMode.NEGATIVE))
    def asked(case: Case) -> None:
        _ask(case, mine, {})

    asked()


def test_the_document_names_every_address(people: People) -> None:
    assert settings.ROOT_URLCONF == "config.urls"
    labels: list[Any] = sorted(OPERATIONS)
    assert labels == [
        "GET /api/duties",
        "GET /api/judgements",
        "GET /api/members",
        "GET /api/members/{member}",
        "GET /api/organisations",
        "GET /api/organisations/{organisation}",
        "GET /api/records",
        "GET /api/records/{record}",
        "GET /api/results",
        "GET /api/results/{results}",
        "GET /api/results/{results}/{organisation}",
        "GET /api/scores",
        "GET /api/scores/{organisation}",
        "POST /api/judgements",
        "POST /api/records",
    ]
