"""A sheet of many events: recognised, checked row upon row, carried out together, all or none (S004-20)."""

from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed
from heli.kernel.models import AuditEntry
from heli.members.models import Member
from heli.orgs.models import Event, EventBatch, Organisation
from heli.reorganisation.actions.batches import BatchCheck, carry_out_batch, check_batch
from heli.reorganisation.models import Draft
from heli.reorganisation.queries.lines import Sheet
from heli.reorganisation.sheets.reading import read
from heli.reorganisation.sheets.table import EVENTS
from heli.reorganisation.sheets.writing import example, template
from heli.sheets.writing import Heading, SheetOut, write_workbook
from tests.people import NOW, TODAY, City, People, Person, building

ClientOf = Callable[[Person], Client]
DAY = "2026-05-20"
NUMBER = "青直工委〔2026〕15号"
GOOD: list[Mapping[str, str]] = [
    {
        "kind": "设立",
        "new_name": "中共青岚市水利局机关第二支部委员会",
        "new_kind": "党支部",
        "parent": "中共青岚市水利局机关委员会",
        "leader": "中共青岚市水利局党组",
        "unit": "青岚市水利局",
    },
    {"kind": "更名", "organisation": "0330000009", "new_name": "中共青岚市教育出版有限公司支部委员会"},
    {
        "kind": "撤销",
        "organisation": "市教育出版有限公司支部",
        "successor": "中共青岚市水利局机关第二支部委员会",
    },
    {
        "kind": "划转",
        "organisation": "市教育考试中心支部",
        "parent": "市水利局机关委员会",
        "leader": "市水利局党组",
    },
    {"kind": "合并", "organisation": "市教育局机关第二支部", "successor": "市教育局机关第一支部"},
]


def book(rows: list[Mapping[str, str]], goings: list[tuple[str, str, str, str]] | None = None) -> bytes:
    """A workbook as an office writes it; what a row does not say is the paper's."""
    paper = {"happened_on": DAY, "document_number": NUMBER, "reason": "机构改革"}
    keys = [column.key for column in EVENTS.columns]
    lines = [[{**paper, **row}.get(key, "") for key in keys] for row in rows]
    sheets = [SheetOut("改革方案", [Heading(one.title) for one in EVENTS.columns], lines)]
    if goings is not None:
        titles = ("姓名", "证件号后四位", "原党组织", "去向党组织")
        sheets.append(SheetOut("人员", [Heading(one) for one in titles], goings))
    file = BytesIO()
    write_workbook(file, sheets)
    return file.getvalue()


def sheet_of(rows: list[Mapping[str, str]], goings: list[tuple[str, str, str, str]] | None = None) -> Sheet:
    return read("变动.xlsx", book(rows, goings), TODAY)


def checked(
    rows: list[Mapping[str, str]], goings: list[tuple[str, str, str, str]] | None = None
) -> BatchCheck:
    return check_batch(
        title="机构改革", document_number=NUMBER, sheet=sheet_of(rows, goings), by=SYSTEM, at=NOW
    )


def carried_out(
    rows: list[Mapping[str, str]], goings: list[tuple[str, str, str, str]] | None = None
) -> EventBatch:
    return carry_out_batch(
        title="机构改革",
        document_number=NUMBER,
        sheet=sheet_of(rows, goings),
        file_name="变动.xlsx",
        by=SYSTEM,
        at=NOW,
    )


def test_a_check_says_what_each_row_does_and_leaves_nothing(city: City) -> None:
    entries = AuditEntry.objects.count()
    check = checked(GOOD)
    assert [fault.message for fault in check.faults] == []
    assert [one.line.kind.label for one in check.passed] == ["设立", "更名", "撤销", "划转", "合并"]
    assert (check.total.members, check.total.founded, check.total.closed) == (7, 1, 2)
    assert not Event.objects.exists()
    assert not EventBatch.objects.exists()
    assert AuditEntry.objects.count() == entries


def test_rows_may_name_what_earlier_rows_founded_and_renamed(city: City) -> None:
    check, batch = checked(GOOD), carried_out(GOOD)
    assert batch.events.count() == len(GOOD)
    new = Organisation.objects.get(name="中共青岚市水利局机关第二支部委员会")
    assert new.member_count == 3
    city.press.refresh_from_db()
    assert str(city.press.closed_on) == DAY
    done = AuditEntry.objects.order_by("-pk")[0]
    assert (done.action, done.subject_label) == ("reorganisation.carry_out_batch", "机构改革")
    assert check.total.members == 7


BAD: list[tuple[Mapping[str, str], str, str]] = [
    ({"kind": "搬家", "organisation": "市教育局机关第二支部"}, "事项", "可以写"),
    ({"kind": "更名", "organisation": "市不存在局支部", "new_name": "某"}, "党组织(代码或全称)", "没有名为"),
    ({"kind": "更名", "organisation": "市教育局机关第二支部"}, "新名称", "请填写新的名称"),
    ({"kind": "撤销", "organisation": "市教育局机关第二支部"}, "承接组织", "还没有去处"),
    (
        {"kind": "划转", "organisation": "市第一中学总支部委员会", "parent": "市第一中学高中部支部"},
        "",
        "之下",
    ),
    (
        {"kind": "更名", "organisation": "市教育局机关第二支部", "new_name": "中共某", "happened_on": "明天"},
        "生效日期",
        "日期",
    ),
    (
        {
            "kind": "更名",
            "organisation": "市教育局机关第二支部",
            "new_name": "中共某",
            "happened_on": "2026-12-01",
        },
        "生效日期",
        "晚于今天",
    ),
    (
        {"kind": "设立", "new_name": "中共青岚市数据局党组", "new_kind": "党组"},
        "所在单位",
        "没有所在单位",
    ),
    ({"kind": "拆分", "organisation": "市第一中学高中部支部"}, "新名称", "请在新名称中填写"),
]


@pytest.mark.parametrize(("row", "column", "words"), BAD)
def test_a_fault_names_its_row_its_column_and_the_way_out(
    city: City, row: Mapping[str, str], column: str, words: str
) -> None:
    check = checked([GOOD[0], row])
    fault = next(one for one in check.faults if one.row == 3)
    assert words in fault.message
    assert fault.sheet == "改革方案"
    if column:
        assert fault.column == column
    with pytest.raises(Invalid, match="整张表都没有办理"):
        carried_out([GOOD[0], row])
    assert not Event.objects.exists()
    assert not EventBatch.objects.exists()


def test_a_general_rule_is_overridden_by_a_remark(city: City) -> None:
    with building():
        Organisation.objects.filter(pk=city.first_branch.pk).update(member_count=60, full_count=60)
    fault = checked([GOOD[4]]).faults[0]
    assert (fault.column, "请写明理由" in fault.message, "第四条" in fault.message) == ("备注", True, True)
    assert checked([{**GOOD[4], "why": "场地合用，经批准"}]).faults == []


def test_a_split_takes_its_people_from_the_second_table(city: City) -> None:
    old, new = "市第一中学高中部支部", "中共青岚市第一中学初中部支部委员会"
    row = {"kind": "拆分", "organisation": old, "new_name": new, "successor": old}
    names = ("杨景行", "罗以宁", "梁思齐")
    carried_out([row], [(name, "", old, new) for name in names])
    there = Member.objects.filter(organisation__name=new)
    assert sorted(there.values_list("name", flat=True)) == sorted(names)
    wrong = checked([row], [("路人甲", "", old, new)])
    assert wrong.refused


def test_the_example_and_the_template_are_recognised(city: City) -> None:
    file = BytesIO()
    write_workbook(file, example())
    sheet = read("示例.xlsx", file.getvalue(), TODAY)
    assert [one.kind.label for one in sheet.lines] == ["设立", "划转", "更名", "合并", "拆分", "升格", "撤销"]
    assert len(sheet.goings) == 2
    empty = BytesIO()
    write_workbook(empty, template())
    with pytest.raises(Invalid, match="没有数据行"):
        read("空白.xlsx", empty.getvalue(), TODAY)


def test_a_workbook_without_the_table_is_refused(city: City) -> None:
    file = BytesIO()
    write_workbook(file, [SheetOut("名单", [Heading("姓名"), Heading("电话")], [("甲", "1")])])
    with pytest.raises(Invalid, match="没有《组织变动表》"):
        read("名单.xlsx", file.getvalue(), TODAY)


def test_only_who_may_change_organisations_checks_and_carries_out(city: City, people: People) -> None:
    sheet = sheet_of(GOOD)
    for person in (people.stranger, people.member, people.secretary):
        with pytest.raises(NotAllowed):
            check_batch(title="改", document_number="号", sheet=sheet, by=person.actor, at=NOW)
        with pytest.raises(NotAllowed):
            carry_out_batch(
                title="改", document_number="号", sheet=sheet, file_name="", by=person.actor, at=NOW
            )
    check = check_batch(title="改", document_number="号", sheet=sheet, by=people.deputy.actor, at=NOW)
    assert [one.line.kind.label for one in check.passed] == ["更名", "合并"]


def uploaded(client: Client, rows: list[Mapping[str, str]]) -> Draft:
    file = SimpleUploadedFile("变动.xlsx", book(rows))
    asked = {"title": "2026 年机构改革", "document_number": NUMBER, "workbook": file}
    client.post(reverse("reorganisation:batches"), asked)
    return Draft.objects.latest("pk")


def test_a_sheet_goes_from_upload_to_its_events(people: People, client_of: ClientOf) -> None:
    client = client_of(people.staff)
    draft = uploaded(client, GOOD)
    here = reverse("reorganisation:draft", args=(draft.pk,))
    page = client.get(here).content.decode()
    assert "将要办理 · 5 件" in page
    assert not Event.objects.exists()
    client.post(reverse("reorganisation:confirm", args=(draft.pk,)))
    draft.refresh_from_db()
    assert draft.state == "done", draft.failure
    assert bytes(draft.content) == b""
    assert draft.batch.events.count() == 5
    assert "已经办理 · 5 件" in client.get(here).content.decode()
    assert "2026 年机构改革" in client.get(reverse("reorganisation:batches")).content.decode()
    listed = client.get(f"{reverse('reorganisation:events')}?batch={draft.batch_id}")
    assert listed.context["page"].paginator.count == 5


def test_a_sheet_with_a_fault_cannot_be_confirmed(people: People, client_of: ClientOf) -> None:
    client = client_of(people.staff)
    draft = uploaded(client, [*GOOD, BAD[1][0]])
    page = client.get(reverse("reorganisation:draft", args=(draft.pk,))).content.decode()
    assert "没有名为" in page
    assert page.count("有 1 行不能办理") == 2
    assert "confirm-title" not in page
    assert "；</td>" not in page
    assert client.post(reverse("reorganisation:confirm", args=(draft.pk,))).status_code == 409
    assert not Event.objects.exists()


def test_what_changed_since_the_check_has_to_be_confirmed_again(
    city: City, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    draft = uploaded(client, GOOD)
    carried_out(
        [{"kind": "合并", "organisation": "市教育印务有限公司支部", "successor": "市教育考试中心支部"}]
    )
    client.post(reverse("reorganisation:confirm", args=(draft.pk,)))
    draft.refresh_from_db()
    assert (draft.state, EventBatch.objects.count()) == ("checked", 1)
    assert "再次确认" in draft.failure


def test_a_sheet_is_given_up_and_what_is_no_workbook_is_told(people: People, client_of: ClientOf) -> None:
    client = client_of(people.staff)
    draft = uploaded(client, GOOD)
    client.post(reverse("reorganisation:discard", args=(draft.pk,)))
    draft.refresh_from_db()
    assert (draft.state, bytes(draft.content)) == ("discarded", b"")
    asked = {"title": "改革", "document_number": "号", "workbook": SimpleUploadedFile("x.xlsx", b"nothing")}
    client.post(reverse("reorganisation:batches"), asked)
    failed = Draft.objects.latest("pk")
    assert failed.state == "failed"
    assert failed.failure in client.get(reverse("reorganisation:draft", args=(failed.pk,))).content.decode()


def test_a_sheet_that_is_too_large_is_refused(
    people: People, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heli.reorganisation.forms.lists.MOST_BYTES", 10)
    file = SimpleUploadedFile("变动.xlsx", b"x" * 11)
    asked = {"title": "改革", "document_number": "号", "workbook": file}
    answer = client_of(people.staff).post(reverse("reorganisation:batches"), asked)
    assert "请分成几个文件" in answer.content.decode()
    assert not Draft.objects.exists()


def test_another_committee_s_sheet_is_not_known(people: People, client_of: ClientOf) -> None:
    draft = uploaded(client_of(people.staff), GOOD)
    for name in ("draft", "confirm", "recheck", "discard"):
        here = reverse(f"reorganisation:{name}", args=(draft.pk,))
        for person, status in ((people.deputy, 404), (people.stranger, 403)):
            client = client_of(person)
            answer = client.get(here) if name == "draft" else client.post(here)
            assert answer.status_code == status, name


@pytest.mark.parametrize("name", ["template", "example"])
def test_the_tables_can_be_downloaded(name: str, people: People, client_of: ClientOf) -> None:
    answer = client_of(people.staff).get(reverse(f"reorganisation:{name}"))
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_command_checks_and_carries_out(city: City, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from heli.cli import reorganise as command

    monkeypatch.setattr(command.database, "prepare", lambda: None)
    file = tmp_path / "改革.xlsx"
    file.write_bytes(book(GOOD))
    run = CliRunner().invoke
    told = run(command.reorganise, [str(file), "--check"], standalone_mode=False)
    assert told.return_value == 0, told.output
    assert not Event.objects.exists()
    assert run(command.reorganise, [str(file)], standalone_mode=False).return_value == 0
    assert Event.objects.count() == 5
    file.write_bytes(book([BAD[1][0]]))
    assert run(command.reorganise, [str(file)], standalone_mode=False).return_value == 1
