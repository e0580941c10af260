"""Loading: all or nothing, the same again changes nothing, a correction corrects, absence is a question."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection, models

from heli.duties.models import Fulfilment, Occurrence, Record, Requirement, Standing
from heli.duties.queries import counters
from heli.intake import actions
from heli.intake.catalogue import DecisionKind, IntakeState
from heli.intake.models import ColumnChoice, Decision, Intake
from heli.intake.queries import intakes
from heli.intake.queries.check import check
from heli.intake.queries.opening import File
from heli.kernel import installation
from heli.kernel.action import SYSTEM
from heli.kernel.errors import WrongState
from heli.kernel.models import AuditEntry
from heli.members.models import Member, Post
from heli.orgs.models import Organisation, OrganisationVersion
from tests.intake import books
from tests.intake.books import LEDGER, MEMBERS, ORGS, PLAN, Office, Sheet, workbook
from tests.people import NOW, TODAY

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
STAGES = (
    "orgs_organisation",
    "members_member",
    "members_post",
    "duties_requirement",
    "duties_record",
    "duties_fulfilment",
    "intake_decision",
    "intake_finding",
    "kernel_auditentry",
)
"""Tables in the order in which a load writes them."""


def load(office: Office, *titles: str) -> Intake:
    """Check and load the office's tables, or those named alone."""
    wanted = {f"{title}.xlsx" for title in titles}
    files = [file for file in office.files() if not wanted or file.name in wanted]
    return actions.load(checked=check(files, today=TODAY), by=SYSTEM, at=NOW)


def outcomes(intake: Intake) -> dict[str, tuple[int, int, int, int]]:
    """(created, updated, unchanged, vanished) by table."""
    return {
        one["table"]: (one["created"], one["updated"], one["unchanged"], one["vanished"])
        for one in intake.summary["outcomes"]
    }


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the business."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("heli.")]
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=repr)
        for model in ours
        if model._meta.app_label not in ("kernel", "intake")
    }


@contextmanager
def failing_at(table: str) -> Iterator[None]:
    """A database that breaks down when something is inserted into a table."""

    def fail(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if "INSERT" in sql and f'"{table}"' in sql:
            raise OperationalError("disk I/O error")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


def test_it_loads_all_four_tables(office: Office) -> None:
    intake = load(office)
    assert outcomes(intake) == {
        "organisations": (9, 0, 0, 0),
        "members": (27, 0, 0, 0),
        "plan": (4, 0, 0, 0),
        "meetings": (32, 0, 0, 0),
    }
    assert (intake.state, intake.load_number, intake.loaded_at) == (IntakeState.LOADED, 1, NOW)
    school = Organisation.objects.get(name=books.SCHOOL)
    assert (school.parent.name, school.leader.name) == (
        f"{books.EDUCATION}机关委员会",
        f"{books.EDUCATION}党组",
    )
    assert (school.member_count, school.attached) == (7, True)
    assert Post.objects.filter(organisation=school).count() == 3
    assert Fulfilment.objects.filter(organisation=school).count() == 6 + 2


def test_the_first_load_founds_the_installation_under_the_name_of_the_committee(office: Office) -> None:
    load(office)
    founded = installation.current()
    assert founded is not None
    assert (founded.office_name, founded.is_demo) == ("云岭市委市直属机关工作委员会", False)
    load(office)
    assert installation.current() == founded


def test_a_load_leaves_one_entry_in_the_audit_with_its_counts(office: Office) -> None:
    load(office)
    entry = AuditEntry.objects.get()
    assert entry.action == "intake.load"
    assert '"created":27' in entry.detail
    assert f"{MEMBERS}.xlsx" in entry.detail
    assert "orgs.take_in" in entry.steps
    assert office.members[0]["公民身份证号码"] not in entry.detail


def test_loading_twice_changes_nothing(office: Office) -> None:
    load(office)
    before = contents()
    again = load(office)
    assert contents() == before
    assert outcomes(again) == {
        "organisations": (0, 0, 9, 0),
        "members": (0, 0, 27, 0),
        "plan": (0, 0, 4, 0),
        "meetings": (0, 0, 32, 0),
    }
    assert again.load_number == 2
    assert not Decision.objects.exists()


def test_a_corrected_workbook_updates_what_differs_and_nothing_else(office: Office) -> None:
    load(office)
    office.org(books.SCHOOL)["党组织全称"] = "中共云岭市第一高级中学支部委员会"
    office.member("冯小满")["学历"] = "硕士研究生"
    office.plan[3]["完成时限"] = "11月30日前"
    office.ledger[0]["实到人数"] = 5
    for row in [*office.members, *office.ledger]:
        for key in ("所在党支部", "党组织"):
            if row.get(key) == books.SCHOOL:
                row[key] = "中共云岭市第一高级中学支部委员会"
    again = load(office)
    assert outcomes(again) == {
        "organisations": (0, 1, 8, 0),
        "members": (0, 1, 26, 0),
        "plan": (0, 1, 3, 0),
        "meetings": (0, 1, 31, 0),
    }
    renamed = OrganisationVersion.objects.filter(name__contains="第一中学").count()
    assert renamed == 1
    assert Organisation.objects.filter(name__contains="高级中学").count() == 1
    assert (
        Record.objects.get(happened_on=office.ledger[0]["日期"], organisation__name=books.FIRST).present == 5
    )
    assert not Decision.objects.exists()


def test_what_vanished_is_a_question_and_nothing_is_deleted(office: Office) -> None:
    load(office)
    office.orgs = [row for row in office.orgs if row["党组织全称"] != books.WATER_BRANCH]
    office.members = [
        row for row in office.members if row["所在党支部"] != books.WATER_BRANCH and row["姓名"] != "冯小满"
    ]
    office.plan = office.plan[:3]
    office.ledger = [row for row in office.ledger if row["主题"] != "6月主题党日"]
    again = load(office)
    assert [counts[3] for counts in outcomes(again).values()] == [1, 1, 1, 4]
    kinds = DecisionKind
    raised = dict(Decision.objects.values_list("kind").annotate(number=models.Count("pk")))
    assert raised == {
        kinds.ORGANISATION_VANISHED: 1,
        kinds.MEMBER_VANISHED: 1,
        kinds.REQUIREMENT_VANISHED: 1,
        kinds.RECORD_VANISHED: 4,
    }
    assert [model.objects.count() for model in (Organisation, Member, Requirement, Record)] == [9, 27, 4, 32]
    assert "冯小满" in Decision.objects.get(kind=kinds.MEMBER_VANISHED).subject


def test_a_question_is_asked_once_even_after_it_was_settled(office: Office) -> None:
    load(office)
    office.members = office.members[1:]
    load(office, MEMBERS)
    load(office, MEMBERS)
    decision = Decision.objects.get()
    actions.settle_decision(decision=decision, outcome="已转出", by=SYSTEM, at=NOW)
    load(office, MEMBERS)
    assert Decision.objects.get().outcome == "已转出"


def test_a_table_that_was_not_handed_in_has_not_vanished(office: Office) -> None:
    load(office)
    assert outcomes(load(office, LEDGER)) == {"meetings": (0, 0, 32, 0)}
    assert not Decision.objects.exists()


def test_one_department_alone_says_nothing_of_the_others(office: Office) -> None:
    load(office)
    rows = [row for row in office.members if row["所在党支部"] == books.WATER_BRANCH][1:]
    file = File("水利局.xlsx", workbook(Sheet("花名册", rows)))
    actions.load(checked=check([file], today=TODAY), by=SYSTEM, at=NOW)
    assert Decision.objects.get().subject.startswith("江治河")


def test_a_leader_that_is_not_known_is_a_question_about_that_row(office: Office) -> None:
    office.org(books.SCHOOL)["领导党组(党委)"] = "中共云岭市体育局党组"
    load(office)
    decision = Decision.objects.get()
    assert decision.kind == DecisionKind.ROW_DOUBTFUL
    assert decision.subject == books.SCHOOL
    assert "体育局" in decision.question
    assert "第 9 行" in decision.question
    assert Organisation.objects.get(name=books.SCHOOL).leader is None


@pytest.mark.parametrize("table", STAGES)
def test_nothing_is_half_written_when_something_fails_in_the_middle(office: Office, table: str) -> None:
    office.org(books.SCHOOL)["领导党组(党委)"] = "中共云岭市体育局党组"
    checked = check(office.files(), today=TODAY)
    before = contents()
    with pytest.raises(OperationalError), failing_at(table):
        actions.load(checked=checked, by=SYSTEM, at=NOW)
    assert contents() == before
    assert [model.objects.count() for model in (Intake, Decision, AuditEntry)] == [0, 0, 0]
    assert installation.current() is None
    actions.load(checked=checked, by=SYSTEM, at=NOW)
    assert Member.objects.count() == 27


def test_of_two_loads_of_the_same_moment_the_second_must_check_again(office: Office) -> None:
    first, second = (check(office.files(), today=TODAY) for _ in range(2))
    actions.load(checked=first, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState) as refusal:
        actions.load(checked=second, by=SYSTEM, at=LATER)
    assert refusal.value.code == "loaded-meanwhile"
    assert Intake.objects.count() == 1
    assert intakes.loads() == 1


def test_what_headings_mean_is_remembered_with_the_load(office: Office) -> None:
    sheet = Sheet("花名册", office.members, headings={"所在党支部": "科室"})
    files = [*office.files()[:1], File("花名册.xlsx", workbook(sheet))]
    checked = check(files, today=TODAY, mapping={"members": {"科室": "branch"}})
    assert not ColumnChoice.objects.exists()
    actions.load(checked=checked, by=SYSTEM, at=NOW)
    assert check(files, today=TODAY).summary.ready_by_table()["members"] == 27


def test_records_are_read_anew_where_another_secretary_makes_them_count(office: Office) -> None:
    """A 党课 must be given by the secretary: who that is, the roster says."""
    lecture_item = {"序号": 5, "具体举措": "党组织书记讲党课", "责任单位": "各党支部"}
    office.plan.append(dict(office.plan[0], **lecture_item, 完成时限="12月20日前", 佐证材料="党课讲稿"))
    office.ledger.append(dict(office.ledger[0], 会议类型="党课", 主题="讲党课", 主持人="周组韬"))
    load(office)
    lecture = Requirement.objects.get(measure="党组织书记讲党课")
    assert not Standing.objects.filter(requirement=lecture).exists()
    office.org(books.FIRST)["书记"] = "周组韬"
    office.member("林书远")["党内职务"], office.member("周组韬")["党内职务"] = "组织委员", "书记"
    before = Record.objects.get(topic="讲党课").happened_on
    actions.load(checked=check(office.files()[:2], today=TODAY), by=SYSTEM, at=NOW.replace(month=1, day=5))
    assert Post.objects.filter(name="周组韬", office="secretary", valid_from__lte=before).exists()
    assert Standing.objects.filter(requirement=lecture, organisation__name=books.FIRST).exists()


def test_a_branch_that_counts_elsewhere_is_tallied_there(office: Office) -> None:
    load(office)
    moved = office.org(books.SCHOOL)
    moved["上级党组织"], moved["领导党组(党委)"] = f"{books.WATER}机关委员会", f"{books.WATER}党组"
    load(office, ORGS)
    assert list(counters.differences()) == []


def test_a_plan_alone_is_loaded_into_an_empty_database(office: Office) -> None:
    office.plan = office.plan[1:3]
    assert outcomes(load(office, PLAN)) == {"plan": (2, 0, 0, 0)}


def test_terms_that_end_make_duties_also_when_the_roster_alone_is_loaded(office: Office) -> None:
    item = {"序号": 5, "具体举措": "按期完成换届选举", "责任单位": "任期届满的党组织"}
    office.plan.append(dict(office.plan[0], **item, 完成时限="届满前", 佐证材料="选举结果报告"))
    load(office)
    assert not Occurrence.objects.exists()
    office.org(books.SCHOOL)["本届届满日期"] = TODAY - timedelta(days=30)
    load(office, ORGS)
    assert Occurrence.objects.get().organisation.name == books.SCHOOL
