"""Loading the 党组织名册: both superiors, organs, paths, versions, terms, and loading again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed
from heli.kernel.models import AuditEntry
from heli.orgs.actions import take_in
from heli.orgs.actions.rows import OrgRow
from heli.orgs.catalogue import Kind, Nature
from heli.orgs.models import CommitteeTerm, Organisation, OrganisationVersion, Unit
from tests.orgs.rosters import checked, line, loaded, roster
from tests.people import NOW, TODAY, People

pytestmark = pytest.mark.django_db

WORK_COMMITTEE = "中共青岚市委市直属机关工作委员会"
LATER = NOW + timedelta(days=40)


def _with(place: int, **changes: Any) -> list[dict[str, Any]]:
    lines = roster()
    lines[place] |= changes
    return lines


def _organisation(code: str) -> Organisation:
    found: Organisation = Organisation.objects.select_related("unit", "organ", "parent", "leader").get(
        code=code
    )
    return found


def test_organisations_stand_in_both_relations() -> None:
    taken = loaded(roster()[::-1])
    assert (taken.created, taken.updated, taken.unchanged, taken.vanished) == (7, 0, 0, ())
    branch = _organisation("04")
    assert branch.parent == _organisation("03")
    assert branch.leader == _organisation("02")
    assert branch.path.startswith(_organisation("03").path)
    assert (branch.short_name, branch.initials) == ("市教育局机关第一党支部", "sjyjjgdydzb")


def test_each_counts_in_the_organ_of_its_leading_body() -> None:
    loaded(roster())
    places = {
        one.code: (one.organ.name, one.attached) for one in Organisation.objects.select_related("organ")
    }
    assert places == {
        "01": ("青岚市委市直属机关工作委员会", False),
        "02": ("青岚市教育局", False),
        "03": ("青岚市教育局", False),
        "04": ("青岚市教育局", False),
        "05": ("青岚市教育局", False),
        "06": ("青岚市教育局", True),
        "07": ("青岚市教育局", True),
    }
    school = Unit.objects.get(name="青岚市第一中学")
    assert (school.organ, school.nature) == (Unit.objects.get(name="青岚市教育局"), Nature.INSTITUTION)
    assert Unit.objects.get(name="青岚市教育局").organ is None


def test_without_a_leading_body_the_organ_is_the_superior_s_but_never_the_work_committee_s() -> None:
    unit = {"unit": "青岚市委党史研究室"}
    committee = "中共青岚市委党史研究室机关委员会"
    loaded(
        [
            *roster(),
            line(committee, "08", "机关党委", WORK_COMMITTEE, **unit),
            line("中共青岚市档案馆支部委员会", "09", "党支部", committee, unit="青岚市档案馆"),
        ]
    )
    assert (_organisation("08").organ.name, _organisation("08").attached) == ("青岚市委党史研究室", False)
    assert (_organisation("09").organ.name, _organisation("09").attached) == ("青岚市委党史研究室", True)


def test_a_leading_body_led_by_another_counts_in_its_own_unit() -> None:
    """R08-05: 部门管理的单位党组 is guided by the department's 党组, and a unit of its own."""
    loaded(
        [
            line("中共青岚市体育局党组", "08", "党组", unit="青岚市体育局", leader="中共青岚市教育局党组"),
            *roster(),
        ]
    )
    body = _organisation("08")
    assert body.leader == _organisation("02")
    assert (body.organ.name, body.attached) == ("青岚市体育局", False)


def test_loading_twice_changes_nothing() -> None:
    lines = _with(3, 本届届满日期=date(2027, 3, 1), 批准成立日期=date(2024, 3, 1))
    loaded(lines)
    before = list(OrganisationVersion.objects.order_by("pk").values())
    taken = loaded(lines, at=LATER)
    assert (taken.created, taken.updated, taken.unchanged) == (0, 0, 7)
    assert list(OrganisationVersion.objects.order_by("pk").values()) == before
    assert CommitteeTerm.objects.count() == 1


def test_a_loading_is_one_entry_of_the_audit() -> None:
    loaded(roster())
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor) == ("orgs.take_in", SYSTEM.label)
    assert '"created":7' in entry.detail


def test_history_begins_on_the_founding_day_or_with_the_year() -> None:
    loaded(_with(3, 批准成立日期=date(2021, 6, 18)))
    days = dict(OrganisationVersion.objects.values_list("organisation__code", "valid_from"))
    assert days["04"] == date(2021, 6, 18)
    assert days["05"] == date(2026, 1, 1)


def test_what_differs_makes_a_new_version_and_leaves_the_old_one() -> None:
    loaded(roster())
    taken = loaded(_with(3, 党组织全称="中共青岚市教育局机关综合支部委员会"), at=LATER)
    assert (taken.created, taken.updated, taken.unchanged) == (0, 1, 6)
    old, new = OrganisationVersion.objects.filter(organisation__code="04").order_by("valid_from")
    assert (old.name, old.valid_to) == ("中共青岚市教育局机关第一支部委员会", LATER.date())
    assert (new.name, new.valid_from, new.valid_to) == (
        "中共青岚市教育局机关综合支部委员会",
        LATER.date(),
        None,
    )
    assert new.reason == "按党组织名册变更：名称"
    assert OrganisationVersion.objects.exclude(organisation__code="04").filter(valid_to=None).count() == 6


def test_a_second_correction_of_the_day_replaces_the_first() -> None:
    loaded(roster())
    loaded(_with(3, 组织类别="联合党支部"), at=LATER)
    loaded(_with(3, 组织类别="临时党支部"), at=LATER)
    kinds = OrganisationVersion.objects.filter(organisation__code="04").order_by("valid_from")
    assert [version.kind for version in kinds] == [Kind.BRANCH, Kind.TEMPORARY_BRANCH]


def test_what_is_no_part_of_a_version_makes_none() -> None:
    loaded(roster())
    taken = loaded(_with(3, 备注="办公地点已搬迁", 批准成立日期=date(2020, 1, 1)), at=LATER)
    assert taken.updated == 1
    assert OrganisationVersion.objects.filter(organisation__code="04").count() == 1


def test_a_move_takes_everything_beneath_along() -> None:
    water = {"unit": "青岚市水利局", "leader": "中共青岚市水利局党组"}
    both = [
        *roster(),
        line("中共青岚市水利局党组", "08", "党组", unit="青岚市水利局"),
        line("中共青岚市水利局机关委员会", "09", "机关党委", WORK_COMMITTEE, **water),
        line("中共青岚市水利局机关支部委员会", "10", "党支部", "中共青岚市水利局机关委员会", **water),
    ]
    loaded(both)
    moved = [dict(one) for one in both]
    moved[5] |= {"上级党组织": "中共青岚市水利局机关委员会", "领导党组(党委)": "中共青岚市水利局党组"}
    assert loaded(moved[:6] + moved[7:], at=LATER).updated == 1
    general, branch = _organisation("06"), _organisation("07")
    assert general.path == f"{_organisation('09').path}0002"
    assert branch.path == f"{general.path}0001"
    assert general.organ.name == "青岚市水利局"
    latest = OrganisationVersion.objects.get(organisation=branch, valid_to=None)
    assert (latest.path, latest.reason) == (branch.path, "随上级党组织调整")
    assert len(set(Organisation.objects.values_list("path", flat=True))) == 10


def test_one_that_moves_may_gain_a_child_in_the_same_workbook() -> None:
    water = {"unit": "青岚市水利局", "leader": "中共青岚市水利局党组"}
    both = [
        *roster(),
        line("中共青岚市水利局党组", "08", "党组", unit="青岚市水利局"),
        line("中共青岚市水利局机关委员会", "09", "机关党委", WORK_COMMITTEE, **water),
    ]
    loaded(both)
    moved = [dict(one) for one in both]
    moved[5] |= {"上级党组织": "中共青岚市水利局机关委员会", "领导党组(党委)": "中共青岚市水利局党组"}
    new = line(
        "中共青岚市第一中学初中部支部委员会", "11", "党支部", "中共青岚市第一中学总支部委员会", **water
    )
    assert loaded([*moved, new], at=LATER).created == 1
    general = _organisation("06")
    assert {_organisation("07").path, _organisation("11").path} == {
        f"{general.path}0001",
        f"{general.path}0002",
    }


def test_what_the_roster_no_longer_names_is_told_and_kept() -> None:
    loaded(roster())
    taken = loaded(roster()[:4], at=LATER)
    assert [one.key for one in taken.vanished] == ["code:05", "code:06", "code:07"]
    assert Organisation.objects.count() == 7


def test_another_part_s_roster_makes_nothing_vanish() -> None:
    loaded(roster())
    water = [line("中共青岚市水利局党组", "08", "党组", unit="青岚市水利局")]
    assert loaded(water, at=LATER).vanished == ()


def test_a_refused_row_neither_changes_its_organisation_nor_makes_it_vanish() -> None:
    loaded(roster())
    taken = loaded(
        _with(5, 上级党组织="中共不存在单位机关委员会", 党组织全称="中共青岚市第一中学委员会"), at=LATER
    )
    assert (taken.updated, taken.unchanged, taken.vanished) == (0, 6, ())
    assert _organisation("06").name == "中共青岚市第一中学总支部委员会"


def test_a_code_that_is_filled_in_later_is_the_same_organisation() -> None:
    loaded(_with(3, 党组织代码=None))
    assert loaded(roster(), at=LATER).updated == 1
    assert Organisation.objects.count() == 7
    assert _organisation("04").versions.count() == 1


def test_a_later_term_is_new_once_the_one_before_is_over() -> None:
    loaded(_with(3, 本届届满日期=date(2026, 3, 1)))
    loaded(_with(3, 本届届满日期=date(2029, 3, 1)), at=LATER)
    ends = CommitteeTerm.objects.order_by("ends_on").values_list("ends_on", flat=True)
    assert list(ends) == [date(2026, 3, 1), date(2029, 3, 1)]


def test_a_term_that_is_not_over_is_corrected() -> None:
    loaded(_with(3, 本届届满日期=date(2027, 3, 1)))
    taken = loaded(_with(3, 本届届满日期=date(2027, 9, 1)), at=LATER)
    assert taken.updated == 1
    assert CommitteeTerm.objects.get().ends_on == date(2027, 9, 1)
    assert OrganisationVersion.objects.filter(organisation__code="04").count() == 1


def test_superiors_may_stand_anywhere_in_the_rows() -> None:
    """A 党组 whose own superior is deep in the tree is written after those that it leads."""
    rows = [
        OrgRow("code:1", "中共青岚市委市直属机关工作委员会", Kind.WORK_COMMITTEE, "工委", "1"),
        OrgRow("code:2", "中共青岚市甲局机关委员会", Kind.ORGAN_COMMITTEE, "甲局", "2", "code:1", "code:4"),
        OrgRow("code:3", "中共青岚市甲局机关支部", Kind.BRANCH, "甲局", "3", "code:2", "code:4"),
        OrgRow("code:4", "中共青岚市甲局党组", Kind.PARTY_GROUP, "甲局", "4", "code:3"),
    ]
    take_in(rows=rows, by=SYSTEM, at=NOW)
    assert _organisation("3").leader == _organisation("2").leader == _organisation("4")
    assert OrganisationVersion.objects.get(organisation__code="2").leader == _organisation("4")


def test_rows_that_hang_on_each_other_are_never_written() -> None:
    rows = [
        OrgRow("code:1", "甲支部", Kind.BRANCH, "甲", "1", "code:2"),
        OrgRow("code:2", "乙支部", Kind.BRANCH, "乙", "2", "code:1"),
    ]
    with pytest.raises(Invalid, match="最终又是它自己"):
        take_in(rows=rows, by=SYSTEM, at=NOW)
    assert not Organisation.objects.exists()
    assert not AuditEntry.objects.exists()


def test_only_those_who_may_load_take_rows_in(people: People) -> None:
    rows = checked(roster())[0].rows
    held = Organisation.objects.count()
    for person in people:
        if person in (people.administrator, people.staff):
            continue
        with pytest.raises(NotAllowed):
            take_in(rows=rows, by=person.actor, at=NOW)
    assert Organisation.objects.count() == held


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    def queries(lines: list[dict[str, Any]]) -> int:
        rows = checked(lines)[0].rows
        with CaptureQueriesContext(
            connection,
        ) as caught:
            take_in(rows=rows, by=SYSTEM, at=NOW)
        return len(caught)

    few = queries(roster())
    more = [
        line(f"中共青岚市第{number}中学支部委员会", f"9{number:02}", "党支部", "中共青岚市教育局机关委员会",
             unit=f"青岚市第{number}中学", leader="中共青岚市教育局党组")
        for number in range(10, 45)
    ]  # fmt: skip
    assert queries([*roster(), *more]) <= few
    assert Organisation.objects.live(TODAY).count() == 42


def test_a_unit_s_nature_follows_the_roster() -> None:
    loaded(roster())
    loaded(_with(5, 单位性质="国有企业"), at=LATER)
    assert Unit.objects.get(name="青岚市第一中学").nature == Nature.ENTERPRISE


def test_a_tree_deeper_than_paths_reach_is_refused() -> None:
    rows = [
        OrgRow(
            f"code:{level}",
            f"第{level}层党委",
            Kind.COMMITTEE,
            "一层",
            str(level),
            f"code:{level - 1}" if level else None,
        )
        for level in range(13)
    ]
    with pytest.raises(Invalid, match="最多 12 层"):
        take_in(rows=rows, by=SYSTEM, at=NOW)
    assert take_in(rows=rows[:12], by=SYSTEM, at=NOW).created == 12
