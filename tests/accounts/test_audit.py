"""The audit administrator's pages; that nobody else opens them, and that nothing stops the audit."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from config.environment import Environment
from heli.accounts import actions
from heli.accounts.actions.audit import hand_out_audit
from heli.accounts.catalogue import Permission
from heli.accounts.queries import audit
from heli.accounts.queries.audit import AuditFilters
from heli.kernel import seals
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed
from heli.kernel.models import AuditEntry
from tests.people import NOW, People, Person

ClientOf = Callable[[Person], Client]
AUDIT = reverse("accounts:audit")
EXPORT = reverse("accounts:audit_export")
SEALS = reverse("accounts:seals")


def test_a_line_says_when_who_did_what_to_what(people: People, client_of: ClientOf) -> None:
    actions.invite(account=people.stranger.account, by=people.administrator.actor, at=NOW)
    page = client_of(people.audit_admin).get(AUDIT).content.decode()
    assert "2026-06-30 10:00:00" in page
    assert "发出邀请链接" in page
    assert "齐备" in page
    assert "accounts.invite" not in page.split("<table")[1], "in Chinese"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (AuditFilters(action="accounts.open_account", person="系统"), {"开设账号"}),
        (AuditFilters(person="无此人"), set()),
        (AuditFilters(thing="路人"), {"开设账号"}),
        (AuditFilters(first=NOW.date() + timedelta(days=1)), set()),
        (AuditFilters(last=NOW.date() - timedelta(days=1)), set()),
        (AuditFilters(action="accounts.open_account", first=NOW.date(), last=NOW.date()), {"开设账号"}),
    ],
)
def test_it_is_narrowed(people: People, filters: AuditFilters, expected: set[str]) -> None:
    assert {line.what for line in audit.audit_page(filters, None).lines} == expected


def test_a_cursor_leads_through_all_of_it_once(people: People, client_of: ClientOf) -> None:
    for _ in range(audit.A_PAGE * 2):
        actions.invite(account=people.stranger.account, by=SYSTEM, at=NOW)
    seen: list[int] = []
    before: int | None = None
    while True:
        page = audit.audit_page(AuditFilters(), before)
        seen += [line.pk for line in page.lines]
        before = page.before
        if before is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == AuditEntry.objects.count()
    first = client_of(people.audit_admin).get(AUDIT).content.decode()
    assert "更早的记录" in first
    last = client_of(people.audit_admin).get(AUDIT, {"before_id": seen[-1] + 1}).content.decode()
    assert "回到最新" in last
    assert "更早的记录" not in last


def test_what_cannot_be_read_in_the_address_narrows_nothing(people: People, client_of: ClientOf) -> None:
    odd = {"before_id": "x", "first": "gestern", "action": "nothing.known"}
    page = client_of(people.audit_admin).get(AUDIT, odd)
    assert page.status_code == 200
    assert "开设账号" in page.content.decode()


def test_the_page_asks_few_questions_whatever_the_size(
    people: People, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    browser = client_of(people.audit_admin)
    with django_assert_max_num_queries(9):
        browser.get(AUDIT)
    for _ in range(60):
        actions.invite(account=people.stranger.account, by=SYSTEM, at=NOW)
    with django_assert_max_num_queries(9):
        browser.get(AUDIT)


def test_a_copy_is_a_workbook_and_leaves_an_entry(people: People, client_of: ClientOf) -> None:
    answer = client_of(people.audit_admin).get(EXPORT, {"action": "accounts.open_account"})
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][1:] == ("时间", "谁", "受谁委托", "做了什么", "对什么")
    assert {row[4] for row in rows[2:]} == {"开设账号"}
    assert AuditEntry.objects.filter(action="accounts.hand_out_audit").count() == 1


def test_only_the_audit_administrator_reads_it(people: People, client_of: ClientOf) -> None:
    for who in people:
        expected = 200 if who is people.audit_admin else 403
        assert client_of(who).get(AUDIT).status_code == expected, who.account.name
        assert client_of(who).get(SEALS).status_code == expected
        assert client_of(who).post(SEALS).status_code == expected
        if who is not people.audit_admin:
            assert client_of(who).get(EXPORT).status_code == 403
            with pytest.raises(NotAllowed):
                hand_out_audit(filters=AuditFilters(), by=who.actor, at=NOW)
    assert Client().get(AUDIT).status_code == 302


def test_it_is_read_again_against_its_seals(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.audit_admin)
    assert "还没有封存" in browser.get(SEALS).content.decode()
    assert "没有可以核对的记录" in browser.post(SEALS).content.decode()
    seals.seal(by=SYSTEM, at=NOW)
    assert "全部相符" in browser.post(SEALS).content.decode()


def test_the_matrix_is_for_who_watches_over_rights(people: People, client_of: ClientOf) -> None:
    url = reverse("accounts:rights")
    for who in people:
        expected = 200 if who in (people.security_admin, people.audit_admin) else 403
        assert client_of(who).get(url).status_code == expected, who.account.name
    page = client_of(people.security_admin).get(url).content.decode()
    for words in ("组织建设", "党员教育管理监督", "党员发展", "其他党的工作", "系统与账号", "审计管理员"):
        assert words in page


def test_no_setting_stops_the_audit() -> None:
    named = [*Environment.model_fields, *(name.lower() for name in dir(settings))]
    assert [name for name in named if "audit" in name] == []


def test_no_right_reaches_the_audit_but_reading_it() -> None:
    """That rows cannot be changed or deleted, by anybody, is the database's own work (tests/kernel)."""
    assert [one for one in Permission if one.value.startswith("audit.")] == [Permission.AUDIT_READ]


def test_days_are_those_of_the_calendar_here() -> None:
    assert audit._midnight(date(2026, 7, 1)).isoformat() == "2026-07-01T00:00:00+08:00"
