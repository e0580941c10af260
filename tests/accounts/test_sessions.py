"""How a signing-in ends: by idleness, by its hours, by its owner in another browser, by a new password."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from heli.accounts import actions, queries
from heli.accounts.models import AccountSession
from heli.accounts.rules import stays_signed_in
from heli.kernel import clock
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed
from heli.kernel.models import AuditEntry
from tests.people import NOW, PASSWORD, People, Person

ClientOf = Callable[[Person], Client]
MINE = reverse("accounts:mine")
SIGN_IN = reverse("accounts:sign_in")
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0 Safari/537.36 Edg/128.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1"


def signed_in(username: str = "shuji", agent: str = EDGE) -> Client:
    client = Client(headers={"User-Agent": agent})
    assert client.post(SIGN_IN, {"username": username, "password": PASSWORD}).status_code == 302
    return client


def turn_back(client: Client, **stamps: timedelta) -> None:
    """Let the session's stamps be older, as if time had passed."""
    session = client.session
    session.update({name: (clock.now() - age).isoformat() for name, age in stamps.items()})
    session.save()


@pytest.mark.parametrize(
    ("began", "seen", "code"),
    [
        (0, 0, ""),
        (29, 29, ""),
        (30, 30, "idle"),
        (479, 1, ""),
        (480, 1, "hours-over"),
        (-60, -60, ""),
        (None, None, ""),
    ],
)
def test_a_browser_stays_signed_in_so_long(began: int | None, seen: int | None, code: str) -> None:
    ago = [None if minutes is None else NOW - timedelta(minutes=minutes) for minutes in (began, seen)]
    verdict = stays_signed_in(ago[0], ago[1], NOW, idle_minutes=30)
    assert (verdict.ok, verdict.code) == ((True, "refused") if not code else (False, code))


def test_whoever_was_idle_is_told_so_and_comes_back_to_the_page(people: People) -> None:
    browser = signed_in()
    turn_back(browser, seen=timedelta(minutes=30))
    answer = browser.get(f"{MINE}?a=1")
    assert answer.headers["Location"] == f"{SIGN_IN}?next=/accounts/%3Fa%3D1"
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "已有 30 分钟没有操作" in page
    assert "没有保存" not in page
    assert not AccountSession.objects.exists()
    entry = AuditEntry.objects.get(action="accounts.sign_out")
    assert entry.actor == people.secretary.account.name
    assert '"why":"idle"' in entry.detail


def test_what_was_sent_too_late_is_said_not_to_be_saved(people: People) -> None:
    browser = signed_in()
    turn_back(browser, seen=timedelta(minutes=31))
    url = reverse("accounts:password")
    answer = browser.post(url, {"old": PASSWORD}, headers={"Referer": f"http://testserver{url}"})
    assert answer.headers["Location"] == f"{SIGN_IN}?next={url}"
    assert "刚才提交的内容没有保存" in browser.get(answer.headers["Location"]).content.decode()


def test_a_program_is_told_by_status_and_no_message_waits_for_it(people: People) -> None:
    browser = signed_in()
    turn_back(browser, seen=timedelta(minutes=31))
    assert browser.get(MINE, headers={"Accept": "application/json"}).status_code == 401
    assert "没有操作" not in browser.get(SIGN_IN).content.decode()


def test_the_hours_end_a_session_however_busy_it_was(people: People) -> None:
    browser = signed_in()
    turn_back(browser, began=timedelta(hours=8))
    answer = browser.get(MINE)
    assert answer.status_code == 302
    assert "登录已满 8 小时" in browser.get(SIGN_IN).content.decode()


def test_the_minutes_are_a_setting(people: People, settings: Settings) -> None:
    settings.HELI_IDLE_MINUTES = 60
    browser = signed_in()
    turn_back(browser, seen=timedelta(minutes=59))
    assert browser.get(MINE).status_code == 200


def test_the_stamp_is_written_once_a_minute(
    people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in()
    with django_assert_num_queries(7) as asked:
        browser.get(MINE)
    assert not [one for one in asked.captured_queries if one["sql"].startswith("UPDATE")]
    turn_back(browser, seen=timedelta(seconds=61))
    before = browser.session["seen"]
    browser.get(MINE)
    assert browser.session["seen"] > before


def test_signing_in_begins_a_line_with_the_browser_in_words(people: People) -> None:
    signed_in()
    line = AccountSession.objects.get()
    assert line.browser == "Edge，Windows 电脑"
    assert '"address":"127.0.0.1"' in AuditEntry.objects.get(action="accounts.sign_in").detail


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Safari，iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox，Linux 电脑"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 MicroMessenger/8.0", "微信，安卓设备"),
        ("", "其他浏览器，其他设备"),
    ],
)
def test_a_browser_is_named_by_its_family(agent: str, words: str) -> None:
    assert queries.browser_in_words(agent) == words


def test_the_own_page_lists_the_browsers_and_marks_this_one(people: People) -> None:
    here, other = signed_in(), signed_in(agent=PHONE)
    page = here.get(MINE).content.decode()
    assert page.index("Edge，Windows 电脑（现在这个）") < page.index("Safari，iPhone")
    assert "退出其他所有登录" in page
    phone = AccountSession.objects.get(browser="Safari，iPhone")
    answer = here.post(reverse("accounts:end_session", args=[phone.pk]), follow=True)
    assert "已退出：Safari，iPhone" in answer.content.decode()
    assert other.get(MINE).status_code == 302
    assert here.get(MINE).status_code == 200


def test_all_other_browsers_end_at_once(people: People) -> None:
    here, second, third = signed_in(), signed_in(agent=PHONE), signed_in(agent="")
    answer = here.post(reverse("accounts:end_other_sessions"), follow=True)
    assert "已退出其他 2 个浏览器" in answer.content.decode()
    assert [browser.get(MINE).status_code for browser in (here, second, third)] == [200, 302, 302]


def test_nobody_ends_another_ones_session(people: People, client_of: ClientOf) -> None:
    browser = signed_in()
    line = AccountSession.objects.get()
    for person in (people.stranger, people.administrator, people.security_admin):
        url = reverse("accounts:end_session", args=[line.pk])
        assert client_of(person).post(url).status_code == 404
        with pytest.raises(NotAllowed):
            actions.end_session(session=line, by=person.actor, at=NOW)
        with pytest.raises(NotAllowed):
            actions.end_other_sessions(
                account=people.secretary.account, session_key="", by=person.actor, at=NOW
            )
        with pytest.raises(NotAllowed):
            actions.sign_out(
                account=people.secretary.account, session_key="", why="own", by=person.actor, at=NOW
            )
    assert browser.get(MINE).status_code == 200
    assert line.session_key not in browser.get(MINE).content.decode()


def test_a_new_password_ends_all_other_browsers(people: People) -> None:
    here, other, new = signed_in(), signed_in(agent=PHONE), "Qingshan-lvshui-2026"
    here.post(reverse("accounts:password"), {"old": PASSWORD, "password": new, "again": new})
    assert [browser.get(MINE).status_code for browser in (here, other)] == [200, 302]
    line = AccountSession.objects.get()
    assert line.session_key == here.session.session_key


def test_signing_out_takes_the_line_away(people: People) -> None:
    browser = signed_in()
    browser.post(reverse("accounts:sign_out"))
    assert not AccountSession.objects.exists()
    assert '"why":"own"' in AuditEntry.objects.get(action="accounts.sign_out").detail


def test_lines_whose_hours_are_over_are_forgotten(people: People) -> None:
    signed_in()
    began: datetime = AccountSession.objects.get().began_at
    assert actions.forget_sessions(by=SYSTEM, at=began + timedelta(hours=8)) == 0
    assert actions.forget_sessions(by=SYSTEM, at=began + timedelta(hours=8, seconds=1)) == 1
    with pytest.raises(NotAllowed):
        actions.forget_sessions(by=people.stranger.actor, at=NOW)


def test_no_line_says_when_a_browser_was_last_used() -> None:
    names = {field.name for field in AccountSession._meta.get_fields()}
    assert names == {"id", "account", "session_key", "browser", "began_at"}
    assert django_settings.SESSION_COOKIE_HTTPONLY
