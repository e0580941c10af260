"""One digest a day at most, by the page and by mail, over a moving clock."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from heli.accounts import actions as account_actions
from heli.kernel.action import SYSTEM
from heli.kernel.clock import SHANGHAI
from heli.kernel.errors import Invalid, NotAllowed
from heli.kernel.models import AuditEntry
from heli.members.actions import transfers
from heli.members.models import Member
from heli.notices import actions, queries, rules, tasks
from heli.notices.catalogue import DeliveryState
from heli.notices.channels import NotDelivered
from heli.notices.models import Delivery, Digest, LinesTold, ReminderChoice
from tests.duties.planned import plan_2026
from tests.people import NOW, TODAY, City, People, Person, build_city, build_people

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _mail_is_on(settings: Any) -> None:
    settings.HELI_MAIL = True


def _of(who: Person) -> list[Digest]:
    return list(Digest.objects.filter(account=who.account).order_by("day"))


def _wants_mail(who: Person, address: str = "shuji@example.gov.cn", **changed: Any) -> None:
    chosen: dict[str, Any] = {"address": address, "by_mail": True, "only_now": False} | changed
    actions.choose(account=who.account, **chosen, by=who.actor, at=NOW)


class Refusing:
    """A channel that refuses some addresses and takes the rest."""

    def __init__(self, *refused: str) -> None:
        self.refused, self.sent = refused, list[tuple[str, str, str]]()

    def send(self, to: str, subject: str, text: str) -> None:
        if to in self.refused:
            raise NotDelivered("邮件服务器拒绝（550）")
        self.sent.append((to, subject, text))


def test_a_day_makes_one_digest_for_each_who_has_something_new(city: City, people: People) -> None:
    plan_2026()
    done = tasks.remind(by=SYSTEM, at=NOW)
    assert done.digests == Digest.objects.count() > 0
    assert _of(people.secretary)
    assert not _of(people.system_admin)
    assert not _of(people.stranger)
    assert tasks.remind(by=SYSTEM, at=NOW + timedelta(minutes=10)).digests == 0
    assert tasks.remind(by=SYSTEM, at=NOW + timedelta(days=1)).digests < done.digests


def test_nothing_is_made_at_night_or_on_a_day_off(city: City, people: People) -> None:
    plan_2026()
    for at in (NOW.replace(hour=21), NOW.replace(hour=6), datetime(2026, 7, 4, 10, tzinfo=SHANGHAI)):
        assert tasks.remind(by=SYSTEM, at=at).quiet
    assert not Digest.objects.exists()


def test_it_is_one_action_a_run_and_reads_no_person(city: City, people: People) -> None:
    plan_2026()
    member = Member.objects.get(name="吴晓溪")
    transfers.request_transfer(
        member=member, destination=city.small_branch, reason="调动", on=TODAY,
        by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    before = AuditEntry.objects.count()
    tasks.remind(by=SYSTEM, at=NOW)
    assert AuditEntry.objects.count() == before + 1
    told = "".join(Digest.objects.values_list("lines", flat=True))
    assert "办理组织关系转接" in told
    names = Member.objects.values_list("name", flat=True)
    assert [name for name in names if name in told] == []


def test_a_digest_goes_by_mail_to_who_asked_for_it(city: City, people: People) -> None:
    plan_2026()
    _wants_mail(people.secretary)
    done = tasks.remind(by=SYSTEM, at=NOW)
    assert (done.sent, done.failed) == (1, 0)
    (message,) = mail.outbox
    assert message.to == ["shuji@example.gov.cn"]
    assert message.subject.startswith("合力提醒 6月30日")
    assert "请登录合力" in message.body
    assert Delivery.objects.get().state == DeliveryState.SENT
    assert "shuji@" not in "".join(AuditEntry.objects.values_list("detail", flat=True))
    assert "shuji@" not in ReminderChoice.objects.get().address


def test_mail_is_off_unless_the_office_turns_it_on(city: City, people: People, settings: Any) -> None:
    plan_2026()
    _wants_mail(people.secretary)
    settings.HELI_MAIL = False
    tasks.remind(by=SYSTEM, at=NOW)
    assert _of(people.secretary)
    assert not mail.outbox
    assert not Delivery.objects.exists()


def test_a_failing_mail_stops_no_other_is_kept_and_is_given_up_after_three_more_tries(
    city: City, people: People
) -> None:
    plan_2026()
    _wants_mail(people.secretary, "huai@example.gov.cn")
    _wants_mail(people.deputy, "hao@example.gov.cn")
    (found := list(queries.found_on(queries.to_look_at(TODAY), TODAY)))
    actions.make_digests(found=found, day=TODAY, by=SYSTEM, at=NOW)
    channel, at = Refusing("huai@example.gov.cn"), NOW
    assert tasks.deliver(channel, by=SYSTEM, at=at) == (1, 1)
    failing = Delivery.objects.get(digest__account=people.secretary.account)
    assert failing.error == "邮件服务器拒绝（550）"
    for _ in range(6):
        at += timedelta(days=1)
        tasks.deliver(channel, by=SYSTEM, at=at)
    failing.refresh_from_db()
    assert (failing.state, failing.tries) == (DeliveryState.FAILED, 4)
    assert [to for to, _, _ in channel.sent] == ["hao@example.gov.cn"]


def test_a_run_that_was_cut_off_is_taken_up_and_an_address_taken_away_gets_nothing(
    city: City, people: People
) -> None:
    plan_2026()
    _wants_mail(people.secretary)
    _wants_mail(people.deputy, "hao@example.gov.cn")
    found = list(queries.found_on(queries.to_look_at(TODAY), TODAY))
    actions.make_digests(found=found, day=TODAY, by=SYSTEM, at=NOW)
    assert len(actions.begin_deliveries(by=SYSTEM, at=NOW)) == 2  # and then the machine stops
    _wants_mail(people.deputy, "", by_mail=False)
    channel = Refusing()
    assert tasks.deliver(channel, by=SYSTEM, at=NOW + timedelta(minutes=5)) == (0, 0)
    assert tasks.deliver(channel, by=SYSTEM, at=NOW + timedelta(hours=2)) == (1, 0)
    assert [to for to, _, _ in channel.sent] == ["shuji@example.gov.cn"]
    dropped = Delivery.objects.get(digest__account=people.deputy.account)
    assert dropped.state == DeliveryState.DROPPED


def test_what_the_mail_server_refuses_is_kept_without_the_address(
    city: City, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise SMTPRecipientsRefused({"shuji@example.gov.cn": (550, b"no such user")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    plan_2026()
    _wants_mail(people.secretary)
    done = tasks.remind(by=SYSTEM, at=NOW)
    assert (done.sent, done.failed) == (0, 1)
    assert Delivery.objects.get().error == "邮件服务器拒绝（SMTPRecipientsRefused）"


def test_old_digests_are_deleted_with_their_deliveries(city: City, people: People) -> None:
    plan_2026()
    _wants_mail(people.secretary)
    tasks.remind(by=SYSTEM, at=NOW)
    assert actions.forget_digests(by=SYSTEM, at=NOW + timedelta(days=90)) == 0
    assert actions.forget_digests(by=SYSTEM, at=NOW + timedelta(days=91)) > 0
    assert not Digest.objects.exists()
    assert not Delivery.objects.exists()


def test_a_closed_account_is_told_nothing_more(city: City, people: People) -> None:
    plan_2026()
    _wants_mail(people.secretary)
    found = list(queries.found_on(queries.to_look_at(TODAY), TODAY))
    actions.make_digests(found=found, day=TODAY, by=SYSTEM, at=NOW)
    account_actions.close_account(account=people.secretary.account, by=people.system_admin.actor, at=NOW)
    channel = Refusing()
    assert tasks.deliver(channel, by=SYSTEM, at=NOW) == (0, 0)
    later = TODAY + timedelta(days=1)
    assert people.secretary.account not in queries.to_look_at(later)


def test_nobody_sets_the_reminders_of_another(city: City, people: People) -> None:
    for who in (people.stranger, people.staff, people.system_admin):
        with pytest.raises(NotAllowed):
            actions.choose(
                account=people.secretary.account, by_mail=False, only_now=True, by=who.actor, at=NOW
            )
    with pytest.raises(Invalid, match="请填写邮箱"):
        _wants_mail(people.secretary, " ")
    assert not ReminderChoice.objects.exists()


def test_the_page_shows_the_own_digests_without_a_number_to_clear(
    city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    plan_2026()
    tasks.remind(by=SYSTEM, at=NOW)
    browser = client_of(people.secretary)
    with django_assert_max_num_queries(9):
        page = browser.get("/notices/").content.decode()
    assert "2026-06-30" in page
    assert "badge" not in page
    assert "市教育局机关第一党支部" in page
    assert "最近没有提醒" in client_of(people.stranger).get("/notices/").content.decode()
    written = {"only_now": "on", "address": "wo@example.gov.cn", "by_mail": "on"}
    assert browser.post("/notices/choice/", written).status_code == 302
    assert "wo@example.gov.cn" in browser.get("/notices/").content.decode()
    removed = browser.post("/notices/choice/", {"only_now": "on", "address": "", "by_mail": ""})
    assert removed.status_code == 302
    assert ReminderChoice.objects.get().address == ""
    wrong = browser.post("/notices/choice/", {"address": "wo@", "by_mail": "on"})
    assert wrong.status_code == 422
    assert "name@example.gov.cn" in wrong.content.decode()


def test_without_mail_the_page_says_so(
    city: City, people: People, client_of: Browsing, settings: Any
) -> None:
    settings.HELI_MAIL = False
    page = client_of(people.secretary).get("/notices/choice/").content.decode()
    assert "没有开通邮件提醒" in page
    assert 'name="by_mail"' not in page


class NeverTwo(TestCase):
    """Whenever the clock ticks, and however often: at most one digest a day for one person."""

    people: People

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = build_people(build_city())
        plan_2026()

    @settings(max_examples=5)
    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 23)), min_size=2, max_size=6))
    def test_never_two_digests_a_day_for_one_person(self, ticks: list[tuple[int, int]]) -> None:
        found = queries.to_look_at(TODAY)
        only = [one for one in found if one.pk == self.people.secretary.account.pk]
        for days, hour in sorted(ticks):
            at = NOW.replace(hour=hour) + timedelta(days=days)
            if rules.is_quiet(at):
                continue
            day: date = at.date()
            news = list(queries.found_on(only, day))
            actions.make_digests(found=news, day=day, by=SYSTEM, at=at)
            actions.make_digests(found=news, day=day, by=SYSTEM, at=at)
        days_told = list(Digest.objects.values_list("account", "day"))
        assert len(days_told) == len(set(days_told))
        assert LinesTold.objects.count() <= 1
