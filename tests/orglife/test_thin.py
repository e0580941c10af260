"""记录质量 by what is kept of each record: the same list as by comparing every text with those before it."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from django.db.models import CharField, DateField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.test import Client

from heli.accounts.catalogue import Permission
from heli.accounts.scope import EVERYTHING, Scope
from heli.duties import actions as duty_actions
from heli.duties.actions import RecordRow
from heli.duties.catalogue import RECORD_KINDS, RecordForm
from heli.duties.models import Record
from heli.duties.models.records import without_blanks
from heli.kernel.action import SYSTEM
from heli.orglife.catalogue import THINNESS, Thinness
from heli.orglife.queries import minutes
from heli.orglife.queries.minutes import read, remarked, thin_records, thin_remarks
from heli.orglife.rules import minutes as minutes_rules
from heli.orgs.models import Organisation
from tests.orglife.meetings import hold
from tests.orglife.test_page import ClientOf, text_of
from tests.people import NOW, City, People

FIRST, LAST = date(2025, 11, 1), date(2026, 6, 30)
RULE = THINNESS().get("minutes", LAST)
TEXTS = (
    "学习文件，交流体会，作出安排。",
    "讨论上半年工作，议定三项事项。",
    "略",
    "略。",
    "同 上\u3000。",
    "按要求开展。",
    "已召开会议一次",
    " ",
    "",
    "一二三四五六七八九",
    "一二三四 五六七八九十",
)
QUARTERS = ((date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), LAST), (FIRST, LAST))


def rows_of(branches: list[Organisation], random: Random) -> list[RecordRow]:
    """Meetings and documents over eight months, of which a good part repeats or says little."""
    return [
        RecordRow(
            organisation_id=random.choice(branches).pk,
            kind=random.choice(("theme_day", "assembly", "committee", "duty_list")),
            happened_on=FIRST + timedelta(days=random.randrange((LAST - FIRST).days + 1)),
            topic=f"{number}",
            text=random.choice(TEXTS),
        )
        for number in range(240)
    ]


@pytest.fixture
def mixed(city: City) -> City:
    """Records of a ledger and of pages, some corrected by the ledger, some void."""
    random = Random(57)
    rows = rows_of([city.first_branch, city.small_branch, city.school_branch], random)
    duty_actions.take_in_records(rows=rows, by=SYSTEM, at=NOW)
    again = [replace(one, text=random.choice(TEXTS)) for one in rows[:20]]
    duty_actions.take_in_records(rows=again, by=SYSTEM, at=NOW)
    for one in random.sample(list(Record.objects.order_by("pk")), 24):
        duty_actions.withdraw(record=one, reason="没有开过", by=SYSTEM, at=NOW)
    for day in (date(2026, 3, 5), date(2026, 4, 15), LAST):
        hold(city.first_branch, "theme_day", day, topic="页面上的", text=TEXTS[0])
    return city


def compared(rule: Thinness) -> Exists:
    """Whether the same text stands in an earlier record of the organisation and kind, within the days."""
    since = ExpressionWrapper(
        OuterRef("happened_on") - timedelta(days=rule.within_days + 1), output_field=DateField()
    )
    same = {name: OuterRef(name) for name in ("organisation", "kind", "text")}
    earlier = Record.objects.standing().filter(
        **same, happened_on__lt=OuterRef("happened_on"), happened_on__gt=since
    )
    return Exists(earlier.exclude(text=""))


def thin_by_comparing(scope: Scope, first: date, last: date, rule: Thinness) -> QuerySet[Record]:
    """The list as it was asked for before anything was kept: every text with those before it."""
    kinds = [kind.id for kind in RECORD_KINDS().on(last) if kind.form is RecordForm.MEETING]
    nothing = [f"{word}{end}" for word in rule.says_nothing for end in ("", "。", ".")]
    held = Record.objects.standing().visible_to(scope).filter(happened_on__gte=first, happened_on__lte=last)
    bare = ExpressionWrapper(without_blanks("text"), output_field=CharField())
    return (
        held.filter(kind__in=kinds)
        .annotate(bare=bare, repeated=compared(rule))
        .annotate(length=Length("bare"))
        .filter(Q(length__lt=rule.least) | Q(bare__in=nothing) | Q(repeated=True))
        .order_by("-happened_on", "-pk")
    )


@pytest.mark.parametrize(
    "rule",
    [
        RULE,
        replace(RULE, within_days=20),
        replace(RULE, within_days=0),
        replace(RULE, least=3, within_days=7),  # words that say nothing are longer
        replace(RULE, least=6),  # "按要求开展。" is not short
        replace(RULE, least=0, says_nothing=()),
    ],
)
def test_the_list_is_the_same_as_by_comparing_texts(mixed: City, people: People, rule: Thinness) -> None:
    own = people.secretary.actor.scope(Permission.RECORD_SEE)
    with patch.object(minutes, "rule_for", return_value=rule):
        for first, last in QUARTERS:
            for scope in (EVERYTHING, own):
                before = list(thin_by_comparing(scope, first, last, rule))
                found = thin_records(scope, first, last)
                assert [one.pk for one in found] == [one.pk for one in before]
                assert found.count() == len(before)
                assert [remarks for _, _, remarks in remarked(list(found))] == [
                    minutes_rules.thin_remarks(one.text, [one.text] if one.repeated else [], rule)
                    for one in before
                ]
        assert len(found) > (10 if rule.least else 0)


def test_each_record_is_remarked_on_as_by_comparing_texts(mixed: City) -> None:
    repeated = set(Record.objects.filter(compared(RULE)).values_list("pk", flat=True))
    assert 10 < len(repeated) < Record.objects.count() - 10
    for one in Record.objects.all():
        before = [one.text] if one.pk in repeated else []
        assert thin_remarks(one) == minutes_rules.thin_remarks(one.text, before, RULE)


def test_the_page_counts_by_the_index_and_reads_its_own_rows(
    mixed: City, people: People, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    whole = list(thin_records(EVERYTHING, *QUARTERS[1]))
    assert [one.pk for one in read([one.pk for one in reversed(whole[:7])])] == [one.pk for one in whole[:7]]
    browser: Client = client_of(people.deputy)
    browser.get("/meetings/thin/")
    with django_assert_max_num_queries(12):
        shown = text_of(browser.get("/meetings/thin/"))
    assert f"{len(whole)} 条" in shown
    assert "主要内容与此前同类会议的记录完全相同" in shown
