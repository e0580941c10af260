"""What every test stands on: the day, settings of its own, no write past an action, and the standing cast."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from heli.kernel import clock
from heli.kernel.guard import refuse_writes_outside_actions
from heli.kernel.keyfile import load_keys
from tests import people as cast
from tests import prepared
from tests.replay import begin, replayed

# A busy machine is slow, not wrong: an example takes what it takes. CI tries the same ones each time.
hypothesis_settings.register_profile(
    "heli",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
hypothesis_settings.load_profile("heli")

# pytest-django then fails a test whose page meets a variable that is not there.
os.environ["FAIL_INVALID_TEMPLATE_VARS"] = "true"

_SHORT_OF_TIME = "django.contrib.auth.hashers.MD5PasswordHasher"  # the hash is Django's, not what is tested


_DATABASES = {"db", "transactional_db", "database_url"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--on-database`: what is the same on any database, `make check` runs on SQLite alone."""
    parser.addoption("--on-database", action="store_true", help="only tests that touch a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--on-database"):
        return
    touching = [
        one
        for one in items
        if (_DATABASES & set(getattr(one, "fixturenames", ())) or one.get_closest_marker("django_db"))
        and not one.get_closest_marker("any_database")
    ]
    kept = set(touching)
    config.hook.pytest_deselected(items=[one for one in items if one not in kept])
    items[:] = touching


def pytest_configure(config: pytest.Config) -> None:
    """Put the settings of the tests in force: pytest-django has read the installation's own by now."""
    folder = tempfile.TemporaryDirectory(prefix="heli-tests-")
    config.add_cleanup(folder.cleanup)
    var = Path(folder.name)
    (var / "static").mkdir()
    keys = load_keys(path=var / "keys.json", field_keys="", id_key="", secret_key="")
    changed = override_settings(
        VAR=var,
        DEBUG=False,
        HELI_TODAY=cast.TODAY,
        HELI_KEYS=keys,
        SECRET_KEY=keys.secret_key,
        PASSWORD_HASHERS=[_SHORT_OF_TIME],
        STATIC_ROOT=var / "static",
        TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
    )
    changed.enable()
    config.add_cleanup(changed.disable)


def _guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if cast.is_building():
        return execute(sql, params, many, context)
    return refuse_writes_outside_actions(execute, sql, params, many, context)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The test database begins as a copy with its tables: `migrate` then finds nothing left to do."""
    if not prepared.on_sqlite():
        test = settings.DATABASES["default"].setdefault("TEST", {})
        test["TEMPLATE"] = prepared.migrated_template()
        yield
        return
    with prepared.memory_loaded():
        yield


@pytest.fixture(autouse=True)
def _writes_only_in_actions(django_db_setup: None) -> Iterator[None]:
    """House style, rule 4. Only the builders of `tests/people.py` are let through, and migrations before."""
    begin()
    with connection.execute_wrapper(_guard):
        yield


@pytest.fixture
def city(db: None) -> cast.City:
    """The organisations of the invented city with their rosters."""
    return replayed("city", cast.build_city)


@pytest.fixture
def people(city: cast.City) -> cast.People:
    """The fourteen people with an account, the stranger among them."""
    return replayed("people", lambda: cast.build_people(city))


@pytest.fixture
def client_of() -> Callable[[cast.Person], Client]:
    """A browser in which a person has signed in."""

    def signed_in(person: cast.Person) -> Client:
        client = Client()
        client.force_login(person.account)
        stamped = client.session  # as signing in stamps it, so that no page of a test has to
        stamped.update(dict.fromkeys(("began", "seen"), clock.now().isoformat()))
        stamped.save()
        return client

    return signed_in
