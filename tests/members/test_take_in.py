"""Loading the 党员花名册 and the secretaries of the 党组织名册."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from heli.accounts.catalogue import Office
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed
from heli.kernel.models import AuditEntry
from heli.kernel.secrets import decrypt
from heli.members.actions.take_in import take_in, take_in_secretaries
from heli.members.catalogue import PHONE_FIELD, WAGE_FIELD, Serving, Standing
from heli.members.models import Member, Post
from heli.orgs.models import CommitteeTerm, Organisation
from heli.orgs.rules.index import identity
from heli.sheets.taken import TakenIn
from tests.members.rosters import HEADINGS, SMALL, check, line, read
from tests.people import NOW, TODAY, City, People, building, id_number

LATER = NOW + timedelta(days=30)
PRESS = "中共青岚市教育印务有限公司支部委员会"


def load(*lines: dict[str, Any], at: Any = NOW, headings: Sequence[str] = HEADINGS) -> TakenIn:
    rows = read(*lines, headings=headings)
    found = check(rows, today=at.date())
    return take_in(rows=found.rows, named=found.named, by=SYSTEM, at=at)


def secretary(organisation: Organisation, name: str, at: Any = NOW) -> TakenIn:
    key = identity(organisation.code, organisation.name)
    return take_in_secretaries(rows=[(key, name)], by=SYSTEM, at=at)


def held(organisation: Organisation, on: date = TODAY) -> dict[str, str]:
    return dict(organisation.posts.held(on).order_by("pk").values_list("name", "office"))


def counts(taken: TakenIn) -> tuple[int, int, int]:
    return taken.created, taken.updated, taken.unchanged


def test_a_new_member_is_written_with_his_secrets_sealed(city: City) -> None:
    taken = load(line("钟灵秀", 所在党支部=SMALL, 备注="借调"))
    assert counts(taken) == (1, 0, 0)
    member = Member.objects.get(name="钟灵秀")
    assert member.organisation == city.small_branch
    assert (member.initials, member.sex, member.education, member.note) == ("zlx", "男", "大学本科", "借调")
    assert (member.joined_on, member.full_on) == (date(2005, 7, 1), date(2006, 7, 1))
    assert (member.standing, member.serving) == (Standing.FULL, Serving.SERVING)
    assert decrypt(member.phone, field=PHONE_FIELD) == "19900000000"
    assert decrypt(member.wage_base, field=WAGE_FIELD) == "5354.04"
    assert "19900000000" not in member.phone
    assert id_number(member.born_on or TODAY, 301) not in "".join(map(str, vars(member).values()))


def test_loading_twice_changes_nothing_and_says_so(city: City) -> None:
    lines = [line("钟灵秀", 党内职务="青年委员"), line("梅有信", 302, 所在党支部=SMALL, 党内职务="书记")]
    assert counts(load(*lines)) == (2, 0, 0)
    before = list(Member.objects.order_by("pk").values()), list(Post.objects.order_by("pk").values())
    assert counts(load(*lines, at=LATER)) == (0, 0, 2)
    assert (
        list(Member.objects.order_by("pk").values()),
        list(Post.objects.order_by("pk").values()),
    ) == before


def test_a_corrected_workbook_updates_what_differs(city: City) -> None:
    load(line("钟灵秀"), line("梅有信", 302))
    taken = load(line("钟灵秀", 手机号码="19911111111", 学历="硕士研究生"), line("梅有信", 302), at=LATER)
    assert counts(taken) == (0, 1, 1)
    member = Member.objects.get(name="钟灵秀")
    assert member.education == "硕士研究生"
    assert decrypt(member.phone, field=PHONE_FIELD) == "19911111111"


def test_what_a_workbook_leaves_blank_stands_as_it_was(city: City) -> None:
    load(line(备注="借调"))
    blank = line(
        备注=None, 手机号码=None, 月工资基数=None, 学历=None, 转正时间=None, 党员类别=None, 人员类别=None
    )
    assert counts(load(blank, at=LATER)) == (0, 0, 1)
    assert Member.objects.get(name="钟灵秀").standing == Standing.FULL


def test_a_date_that_a_correction_makes_impossible_does_not_stand(city: City) -> None:
    load(line(入党时间="2005-07-01", 转正时间="2006-07-01"))
    load(line(入党时间="2007-07-01", 转正时间=None), at=LATER)
    member = Member.objects.get(name="钟灵秀")
    assert (member.joined_on, member.full_on) == (date(2007, 7, 1), None)


def test_a_member_without_a_category_is_no_full_member_until_it_is_stated(city: City) -> None:
    load(line(党员类别=None, 转正时间=None))
    assert Member.objects.get(name="钟灵秀").standing == Standing.PROBATIONARY
    load(line(转正时间=None), at=LATER)
    assert Member.objects.get(name="钟灵秀").standing == Standing.FULL


def test_the_counts_of_the_branches_follow(city: City) -> None:
    probationary = line(
        "梅有信", 302, 党员类别="预备党员", 入党时间="2025-12-01", 转正时间=None, 所在党支部=SMALL
    )
    load(line("钟灵秀", 所在党支部=SMALL), probationary)
    branch = Organisation.objects.get(pk=city.small_branch.pk)
    assert (branch.member_count, branch.full_count, branch.has_committee) == (6, 5, False)
    load(*(line(f"新党员{order}", order, 所在党支部=SMALL) for order in (400, 402)))
    branch.refresh_from_db()
    assert (branch.full_count, branch.has_committee) == (7, True)


def test_three_officers_are_a_committee_however_few_the_members(city: City) -> None:
    load(
        line("钟灵秀", 301, 所在党支部=PRESS, 党内职务="组织委员"),
        line("梅有信", 302, 所在党支部=PRESS, 党内职务="宣传委员"),
    )
    branch = Organisation.objects.get(pk=city.press.pk)
    assert (branch.full_count, branch.has_committee) == (5, True)


def test_a_member_in_another_branch_has_moved_and_his_posts_end(city: City) -> None:
    load(line(党内职务="青年委员"))
    taken = load(line(所在党支部=SMALL), at=LATER)
    assert counts(taken) == (0, 1, 0)
    assert Member.objects.get(name="钟灵秀").organisation == city.small_branch
    assert "钟灵秀" not in held(city.first_branch, LATER.date())
    assert "钟灵秀" in held(city.first_branch, LATER.date() - timedelta(days=1))
    assert Organisation.objects.get(pk=city.first_branch.pk).member_count == 9


def test_an_office_no_longer_stated_ends_on_the_day_of_loading(city: City) -> None:
    load(line(党内职务="组织委员"))
    taken = load(line(党内职务="宣传委员"), at=LATER)
    assert counts(taken) == (0, 1, 0)
    assert held(city.first_branch, LATER.date())["钟灵秀"] == Office.PUBLICITY
    old = Post.objects.get(name="钟灵秀", office=Office.ORGANISATION)
    assert old.valid_to == LATER.date()


def test_without_the_column_posts_stay_as_they_are(city: City) -> None:
    load(line(党内职务="组织委员"))
    headings = tuple(heading for heading in HEADINGS if heading != "党内职务")
    assert counts(load(line(), at=LATER, headings=headings)) == (0, 0, 1)
    assert held(city.first_branch, LATER.date())["钟灵秀"] == Office.ORGANISATION


def test_a_blank_never_ends_a_secretary_and_another_one_does(city: City) -> None:
    load(line(党内职务="书记"))
    assert held(city.first_branch).get("林书远") is None
    assert counts(load(line(党内职务=None), at=LATER)) == (0, 0, 1)
    assert held(city.first_branch, LATER.date())["钟灵秀"] == Office.SECRETARY
    load(line("梅有信", 302, 党内职务="书记"), at=LATER)
    assert "钟灵秀" not in held(city.first_branch, LATER.date())


def test_the_first_known_bearers_hold_office_from_the_term_or_the_year(city: City) -> None:
    with building():
        Post.objects.filter(organisation__in=[city.small_branch, city.press]).delete()
        CommitteeTerm.objects.filter(organisation=city.press).update(begins_on=None)
    load(
        line("钟灵秀", 所在党支部=SMALL, 党内职务="书记"),
        line("梅有信", 302, 所在党支部=PRESS, 党内职务="书记"),
    )
    first = dict(Post.objects.filter(name__in=["钟灵秀", "梅有信"]).values_list("name", "valid_from"))
    assert first == {"钟灵秀": date(2023, 3, 1), "梅有信": date(2026, 1, 1)}


def test_who_is_no_longer_named_is_told_and_never_touched(city: City) -> None:
    load(line("钟灵秀"), line("梅有信", 302, 所在党支部=SMALL))
    taken = load(line("钟灵秀"), at=LATER)
    missing = Member.objects.get(name="梅有信")
    vanished = {one.key: one.label for one in taken.vanished}
    assert vanished[f"member:{missing.pk}"] == "梅有信（市教育局机关第二党支部）"
    assert missing.left_on is None
    others = Member.objects.filter(organisation__organ=city.first_branch.organ).exclude(name="钟灵秀")
    assert set(vanished) == {f"member:{pk}" for pk in others.values_list("pk", flat=True)}


def test_who_is_named_on_a_refused_row_has_not_vanished(city: City) -> None:
    load(line("钟灵秀"), line("梅有信", 302))
    taken = load(line("钟灵秀"), line("梅有信", 302, 转正时间="1999-01-01"), at=LATER)
    assert not any("梅有信" in one.label for one in taken.vanished)


def test_who_had_left_and_is_named_again_is_back(city: City) -> None:
    load(line("钟灵秀"))
    with building():
        Member.objects.filter(name="钟灵秀").update(left_on=TODAY)
    assert counts(load(line("钟灵秀"), at=LATER)) == (0, 1, 0)
    assert Member.objects.get(name="钟灵秀").left_on is None


def test_a_secretary_of_the_roster_of_organisations_is_linked_to_the_member(city: City) -> None:
    taken = secretary(city.small_branch, "许知秋")
    assert counts(taken) == (1, 0, 0)
    post = city.small_branch.posts.get(name="许知秋")
    assert post.member == city.small_branch.roster.get(name="许知秋")
    assert held(city.small_branch) == {"许知秋": Office.SECRETARY}
    assert city.small_branch.posts.get(name="陈望舒").valid_to == TODAY
    assert counts(secretary(city.small_branch, "许知秋", LATER)) == (0, 0, 1)


def test_of_two_members_with_the_name_none_is_linked(city: City) -> None:
    load(line("许知秋", 所在党支部=SMALL))
    secretary(city.small_branch, "许知秋")
    assert city.small_branch.posts.get(name="许知秋").member is None


def test_the_secretary_of_a_leading_body_is_its_lead_secretary(city: City) -> None:
    secretary(city.water_group, "顾流长")
    assert held(city.water_group) == {"顾流长": Office.LEAD_SECRETARY}


def test_a_name_that_is_blank_ends_nobody(city: City) -> None:
    assert counts(secretary(city.first_branch, "")) == (0, 0, 0)
    assert held(city.first_branch)["林书远"] == Office.SECRETARY


def test_a_secretary_named_before_the_roster_is_found_on_it_later(city: City) -> None:
    secretary(city.small_branch, "钟灵秀")
    assert city.small_branch.posts.get(name="钟灵秀").member is None
    load(line("钟灵秀", 所在党支部=SMALL, 党内职务="书记"))
    post = city.small_branch.posts.get(name="钟灵秀")
    assert post.member == Member.objects.get(name="钟灵秀")


def test_who_is_replaced_and_put_back_on_one_day_holds_one_post(city: City) -> None:
    load(line("钟灵秀", 党内职务="书记"))
    load(line("梅有信", 302, 党内职务="书记"))
    load(line("钟灵秀", 党内职务="书记"))
    assert held(city.first_branch)["钟灵秀"] == Office.SECRETARY
    assert Post.objects.filter(name="钟灵秀").count() == 1


def test_a_load_leaves_one_audit_entry_without_a_name_or_number(city: City) -> None:
    before = AuditEntry.objects.count()
    load(line(党内职务="书记"))
    (entry,) = AuditEntry.objects.order_by("pk")[before:]
    assert entry.action == "members.take_in"
    assert "钟灵秀" not in entry.detail + entry.steps
    assert id_number(date(1980, 5, 4), 301) not in entry.detail


def test_only_whoever_loads_workbooks_takes_in(people: People, city: City) -> None:
    for person in (people.secretary, people.deputy, people.lead_secretary, people.member, people.stranger):
        with pytest.raises(NotAllowed):
            take_in(rows=[], by=person.actor, at=NOW)
        with pytest.raises(NotAllowed):
            take_in_secretaries(rows=[], by=person.actor, at=NOW)
    assert counts(take_in(rows=[], by=people.staff.actor, at=NOW)) == (0, 0, 0)


def test_the_number_of_statements_does_not_grow_with_the_rows(
    city: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = [line(f"新党员{order}", order, 所在党支部=SMALL) for order in range(400, 600)]
    with django_assert_max_num_queries(30):
        assert counts(load(*many)) == (200, 0, 0)
    changed = [{**one, "学历": "硕士研究生"} for one in many]
    with django_assert_max_num_queries(30):
        assert counts(load(*changed, at=LATER)) == (0, 200, 0)
    assert Member.objects.filter(education="硕士研究生").count() == 200
