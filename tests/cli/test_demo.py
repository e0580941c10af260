"""`heli demo` and `heli tick` as they are given at the machine."""

from dataclasses import replace
from typing import Any

import pytest

from heli.cli.main import run
from heli.demo.catalogue import ROLES, SIZES
from heli.kernel import installation
from heli.kernel.models import AuditSeal
from heli.orgs.models import Organisation
from tests.people import City

Captured = pytest.CaptureFixture[str]


def test_demo_builds_a_city_and_names_its_accounts(
    db: None, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewer = replace(SIZES["small"], own_branches=140, serving_own=1500, months=1)
    monkeypatch.setitem(SIZES, "small", fewer)
    assert run(["demo"]) == 0
    out = capsys.readouterr().out
    for step in ("建立党组织", "建立党员名册", "下达年度任务", "写入记录", "建立演示账号"):
        assert step in out
    assert "现在可以运行 heli up" in out
    for role in ROLES:
        assert f"{role.title}\t{role.username}\t{role.password}" in out
    assert installation.current() is not None


def test_demo_touches_no_database_that_holds_data(city: City, capsys: Captured) -> None:
    before = Organisation.objects.count()
    assert run(["demo", "--size", "small"]) == 2
    assert "演示数据只能建在空库里" in capsys.readouterr().err
    assert (Organisation.objects.count(), installation.current()) == (before, None)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--size", "huge"], "--size 的值不能用：可以写 small、city。"),
        (["--seed", "one"], "--seed 的值不能用：应为整数。"),
    ],
)
def test_demo_says_what_its_options_want(words: list[str], told: str, capsys: Captured) -> None:
    assert run(["demo", *words]) == 2
    assert told in capsys.readouterr().err


@pytest.fixture
def _queued(settings: Any) -> None:
    """Jobs stand in the database, as in an installation."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.usefixtures("_queued")
def test_tick_seals_the_audit_and_not_before_its_time(city: City, capsys: Captured) -> None:
    assert run(["tick", "--now"]) == 0
    assert "封存审计记录" in capsys.readouterr().out
    sealed = AuditSeal.objects.count()
    assert sealed > 0
    assert run(["tick"]) == 0
    out = capsys.readouterr().out
    assert "seal：还没有到时间" in out
    assert "forget-workbooks：还没有到时间" in out
    assert AuditSeal.objects.count() == sealed


@pytest.mark.usefixtures("_queued")
def test_tick_is_silent_when_asked(db: None, capsys: Captured) -> None:
    assert run(["tick", "--now", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
