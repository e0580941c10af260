"""`heli account unlock` and `heli account password`: at the machine, when nobody can help on a page."""

import io

import pytest

from heli.accounts import actions, queries
from heli.accounts.models import Account
from heli.cli.main import run
from heli.kernel import clock
from heli.kernel.models import AuditEntry
from tests.people import PASSWORD, People

Captured = pytest.CaptureFixture[str]
TEMPORARY = "Linshi-mima-2026"


def test_unlock_opens_a_locked_name_at_once(people: People, capsys: Captured) -> None:
    for _ in range(5):
        actions.fail_sign_in(username="shuji", by=queries.NOBODY, at=clock.now())
    assert run(["account", "unlock", "ShuJi"]) == 0
    assert "已解除账号 shuji（林书远）的锁定" in capsys.readouterr().out
    assert queries.locked_until("shuji", clock.now()) is None
    assert AuditEntry.objects.get(action="accounts.unlock").actor == "系统"


def test_what_is_not_locked_or_not_there_is_said(people: People, capsys: Captured) -> None:
    assert run(["account", "unlock", "shuji"]) == 2
    assert "没有锁定" in capsys.readouterr().err
    assert run(["account", "unlock", "nobody"]) == 2
    assert "没有用户名为“nobody”的账号" in capsys.readouterr().err


def test_a_temporary_password_has_to_be_changed(
    people: People, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{TEMPORARY}\n"))
    assert run(["account", "password", "shuji", "--password-stdin"]) == 0
    out = capsys.readouterr().out
    assert "下次登录时须改" in out
    assert TEMPORARY not in out
    assert queries.account_for("shuji", PASSWORD) is None
    assert queries.account_for("shuji", TEMPORARY) is not None
    assert Account.objects.get(username="shuji").must_change


def test_a_weak_temporary_password_is_refused(
    people: People, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("kurz\n"))
    assert run(["account", "password", "shuji", "--password-stdin"]) == 2
    assert "至少 10 位" in capsys.readouterr().err
    assert queries.account_for("shuji", PASSWORD) is not None
