"""Loading through the pages, without scripts and with the jobs done at once."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from heli.accounts.catalogue import Office as PostOffice
from heli.duties.models import Record, Requirement
from heli.intake import actions
from heli.intake.catalogue import DecisionKind, IntakeState
from heli.intake.models import ColumnChoice, Decision, Intake
from heli.intake.queries.check import check
from heli.intake.queries.opening import File
from heli.kernel.action import SYSTEM
from heli.members.actions import accounts as account_actions
from heli.members.models import Member
from tests.intake import books
from tests.intake.books import MEMBERS, ORGS, PLAN, Office, Sheet, workbook
from tests.people import NOW, PASSWORD, TODAY, People, Person, building
from tests.sheets.old_books import compound

ClientOf = Callable[[Person], Client]
START = reverse("intake:start")
FEW_QUERIES = 12
LOCKED = compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"})
STRANGE = workbook(Sheet("支出", [{"科目": "差旅", "金额": 3}]))


@pytest.fixture
def browser(db: None) -> Client:
    """Where somebody of the office's 工委 has signed in: its organisations are loaded, nothing else."""
    actions.load(checked=check(Office().files()[:1], today=TODAY), by=SYSTEM, at=NOW)
    account = account_actions.create_account(
        username="gongwei",
        name="方敏行",
        organisation=books.COMMITTEE,
        office=PostOffice.STAFF,
        password=PASSWORD,
        by=SYSTEM,
        at=NOW,
    )
    client = Client()
    client.force_login(account)
    return client


def send(browser: Client, *files: File) -> Intake:
    """Upload the files; the check is done when the answer comes."""
    answer = browser.post(START, {"workbooks": [SimpleUploadedFile(one.name, one.content) for one in files]})
    assert answer.status_code == 302, answer.content.decode()
    return Intake.objects.get(pk=int(answer["Location"].rstrip("/").split("/")[-1]))


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def show(intake: Intake) -> str:
    return reverse("intake:show", args=(intake.pk,))


def do(browser: Client, name: str, intake: Intake, **words: Any) -> Any:
    return browser.post(reverse(f"intake:{name}", args=(intake.pk,)), words)


def test_an_office_loads_its_workbooks_in_three_steps(office: Office, browser: Client) -> None:
    intake = send(browser, *office.files())
    shown = page(browser, show(intake))
    assert intake.state == IntakeState.CHECKED
    assert "导入 9 个党组织、27 名党员、4 项任务、32 条记录" in shown
    business = (Member, Requirement, Record)
    assert [model.objects.count() for model in business] == [0, 0, 0]
    assert do(browser, "confirm", intake).status_code == 302
    assert "导入完成" in page(browser, show(intake))
    assert [model.objects.count() for model in business] == [27, 4, 32]
    loaded = Intake.objects.get(pk=intake.pk)
    assert (loaded.state, loaded.load_number) == (IntakeState.LOADED, 2)
    assert loaded.loaded_by is not None


def test_a_figure_opens_to_its_rows_with_cell_and_reason(office: Office, browser: Client) -> None:
    office.org(books.WATER_BRANCH)["组织类别"] = "俱乐部"
    office.member("周组韬")["入党时间"] = "2015.07.01"
    office.member("江治河")["入党时间"] = "1975-01-01"
    intake = send(browser, *office.files())
    lines = [line["workbook"] for line in intake.summary["lines"]]

    def rows(book: str, kind: str) -> str:
        return page(browser, reverse("intake:rows", args=(intake.pk, lines.index(f"{book}.xlsx"), kind)))

    refused = rows(ORGS, "refuse")
    assert "第 12 行" in refused
    assert "组织类别：<b>俱乐部</b>" in refused
    assert "不满 18 周岁" in rows(MEMBERS, "refuse")
    assert "2015.07.01" in rows(MEMBERS, "tolerate")
    ready = rows(MEMBERS, "ready")
    assert "周组韬" in ready
    assert "江治河" not in ready
    assert office.member("周组韬")["公民身份证号码"] not in ready
    assert office.member("周组韬")["手机号码"] not in ready
    assert "没有这样的行" in rows(PLAN, "refuse")


def test_the_workbook_comes_back_with_what_became_of_each_row(office: Office, browser: Client) -> None:
    office.member("冯小满")["入党时间"] = "不详年份"
    intake = send(browser, *office.files())
    kept = intake.workbooks.get(name=f"{MEMBERS}.xlsx")
    address = reverse("intake:annotated", args=(intake.pk, kept.pk))
    row = 4 + [one["姓名"] for one in office.members].index("冯小满")
    for done, not_done in (("可导入", "不能导入："), ("已导入", "未导入：")):
        answer = browser.get(address)
        assert "attachment" in answer["Content-Disposition"]
        results = books.column_of(b"".join(answer.streaming_content), MEMBERS, "导入结果")
        assert results[4] == done
        assert results[row].startswith(not_done)
        assert len([text for text in results.values() if text]) == 27
        do(browser, "confirm", intake)


def test_the_report_is_json_with_exactly_the_eight_keys(office: Office, browser: Client) -> None:
    office.org(books.SCHOOL)["党员数"] = 8
    intake = send(browser, *office.files())
    answer = browser.get(reverse("intake:report", args=(intake.pk,)))
    (one,) = [
        line for line in json.loads(answer.content) if line["code"] == "member-count-differs-from-roster"
    ]
    assert set(one) == {"workbook", "sheet", "row", "column", "value", "kind", "code", "message"}
    assert (one["row"], one["value"], one["kind"]) == (9, "8", "warn")


def test_an_unknown_column_is_given_its_meaning_on_the_page(office: Office, browser: Client) -> None:
    sheet = Sheet("花名册", office.members, headings={"所在党支部": "科室", "学历": "教育背景"})
    intake = send(browser, office.files()[0], File("花名册.xlsx", workbook(sheet)))
    shown = page(browser, show(intake))
    assert "认不出的列" in shown
    fields = dict(re.findall(r'for="id_(heading-\d+)">(\S+?)<', shown))
    names = {heading: name for name, heading in fields.items()}
    twice = do(browser, "choose_columns", intake, **{names["科室"]: "branch", names["教育背景"]: "branch"})
    assert twice.status_code == 422
    assert "同一张表上有两个表头对应这一列" in twice.content.decode()
    chosen = {names["科室"]: "branch", names["教育背景"]: "-"}
    assert do(browser, "choose_columns", intake, **chosen).status_code == 302
    shown = page(browser, show(intake))
    assert "认不出的列" not in shown
    assert "27 名党员" in shown
    assert dict(ColumnChoice.objects.values_list("heading", "column")) == {"科室": "branch", "教育背景": ""}
    again = send(browser, office.files()[0], File("下月.xlsx", workbook(sheet)))
    assert "27 名党员" in page(browser, show(again))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.xlsx", b"", "“空.xlsx”是空文件。"),
        ("通知.pdf", b"%PDF-1.7 \x00", "“通知.pdf”是PDF 文件，不是 Excel 工作簿。"),
        ("坏.xlsx", b"PK\x03\x04 and nothing else", "“坏.xlsx”已损坏或不完整，无法读取。"),
        ("锁.xlsx", LOCKED, "“锁.xlsx”设有打开密码"),
        ("经费.xlsx", STRANGE, "“经费.xlsx”里没有可以导入的表格。"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
    office: Office, browser: Client, name: str, content: bytes, words: str
) -> None:
    intake = send(browser, *office.files(), File(name, content))
    shown = page(browser, show(intake))
    assert words in shown
    assert "27 名党员" in shown
    alone = page(browser, show(send(browser, File(name, content))))
    assert words in alone
    assert "没有可以导入的行。请改正后重新上传。" in alone
    assert "disabled" in alone


def test_without_a_file_the_form_says_so(browser: Client) -> None:
    answer = browser.post(START, {})
    assert "请选择要导入的文件。" in answer.content.decode()
    assert Intake.objects.count() == 1


def test_what_changed_between_check_and_confirmation_has_to_be_confirmed_again(
    office: Office, browser: Client
) -> None:
    ledger = send(browser, office.files()[3])
    assert "导入 32 条记录" in page(browser, show(ledger))
    office.org(books.WATER_BRANCH)["党组织全称"] = "中共云岭市水利局机关第三支部委员会"
    do(browser, "confirm", send(browser, office.files()[0]))
    do(browser, "confirm", ledger)
    shown = page(browser, show(ledger))
    assert "检查结果与您看到的不同，尚未导入" in shown
    assert "8 行有写法不一之处，已按原意读取" in shown
    assert not Record.objects.exists()
    do(browser, "confirm", ledger)
    assert Record.objects.count() == 32


def test_giving_up_goes_back_to_the_start(office: Office, browser: Client) -> None:
    intake = send(browser, *office.files())
    answer = browser.post(reverse("intake:discard", args=(intake.pk,)), follow=True)
    assert answer.redirect_chain[-1][0] == START
    assert "已放弃这次导入" in answer.content.decode()
    assert do(browser, "confirm", intake).status_code == 409


def test_the_waiting_page_asks_again_and_then_is_drawn_anew(office: Office, browser: Client) -> None:
    waiting = actions.upload(files=office.files(), by=SYSTEM, at=NOW)
    shown = page(browser, show(waiting))
    assert "正在检查" in shown
    assert 'http-equiv="refresh"' in shown
    fragment = browser.get(show(waiting), headers={"HX-Request": "true"}).content.decode().strip()
    assert re.sub(r"\s+", " ", fragment) in shown
    do(browser, "recheck", waiting)
    assert browser.get(show(waiting), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_decisions_are_listed_answered_and_exported(office: Office, browser: Client) -> None:
    do(browser, "confirm", send(browser, *office.files()))
    office.members = office.members[1:]
    office.plan.append(
        dict(office.plan[0], 序号=5, 具体举措="建立党建品牌", 责任单位="有关单位", 完成时限="适时")
    )
    do(browser, "confirm", send(browser, *office.files()))
    here = reverse("intake:decisions")
    shown = page(browser, here)
    assert "林书远" in shown
    assert "第 5 项 建立党建品牌" in shown
    assert "共 <b>0</b> 项" in page(browser, f"{here}?kind=record_vanished")
    one = Decision.objects.get()
    assert one.kind == DecisionKind.MEMBER_VANISHED
    address = reverse("intake:decision", args=(one.pk,))
    assert "请写明怎样处理" in browser.post(address, {"answer": "其他", "note": ""}).content.decode()
    assert browser.post(address, {"answer": "已转出", "note": "转往外市"}).status_code == 302
    assert "已转出：转往外市" in page(browser, f"{here}?settled=1")
    assert "已转出：转往外市" in page(browser, address)
    answer = browser.get(reverse("intake:export_decisions"))
    outcomes = books.column_of(b"".join(answer.streaming_content), "待定清单", "处理结果")
    assert list(outcomes.values()) == ["已转出：转往外市"]
    assert Member.objects.filter(name="林书远", left_on=None).exists()


def _addresses(intake: Intake, decision: Decision) -> list[tuple[str, str]]:
    book = intake.workbooks.order_by("pk").first()
    assert book is not None
    one = {"args": (intake.pk,)}
    return [
        ("get", START),
        ("post", START),
        ("get", reverse("intake:show", **one)),
        ("get", reverse("intake:rows", args=(intake.pk, 0, "refuse"))),
        ("get", reverse("intake:report", **one)),
        ("get", reverse("intake:annotated", args=(intake.pk, book.pk))),
        *(
            ("post", reverse(f"intake:{name}", **one))
            for name in ("choose_columns", "recheck", "confirm", "discard")
        ),
        ("get", reverse("intake:decisions")),
        ("get", reverse("intake:export_decisions")),
        ("get", reverse("intake:decision", args=(decision.pk,))),
        ("post", reverse("intake:decision", args=(decision.pk,))),
    ]


def test_a_stranger_and_a_branch_secretary_are_refused_everywhere(
    office: Office, people: People, client_of: ClientOf
) -> None:
    intake = send(client_of(people.staff), *office.files())
    with building():
        decision = Decision.objects.create(
            kind="member_vanished",
            subject="某人",
            subject_key="1",
            question="?",
            raised_at=NOW,
            raised_by="系统",
        )
    addresses = _addresses(intake, decision)
    assert {address.split("/")[-2] for _, address in addresses} >= {"confirm", "discard", "decisions"}
    for person in (people.stranger, people.secretary, people.lead_secretary, people.member):
        client = client_of(person)
        for method, address in addresses:
            assert getattr(client, method)(address).status_code == 403, (person, method, address)
    for method, address in addresses:
        assert getattr(Client(), method)(address).status_code == 302
    assert Intake.objects.get(pk=intake.pk).state == IntakeState.CHECKED


def test_what_is_not_there_is_not_found(office: Office, browser: Client) -> None:
    intake = send(browser, office.files()[0])
    for address in (
        reverse("intake:show", args=(99,)),
        reverse("intake:rows", args=(intake.pk, 7, "refuse")),
        reverse("intake:rows", args=(intake.pk, 0, "nonsense")),
        reverse("intake:annotated", args=(intake.pk, 99)),
        reverse("intake:decision", args=(99,)),
    ):
        assert browser.get(address).status_code == 404


def test_pages_ask_the_database_few_times(
    office: Office, browser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office.member("冯小满")["入党时间"] = "不详"
    intake = send(browser, *office.files())
    for address in (
        START,
        show(intake),
        reverse("intake:rows", args=(intake.pk, 1, "refuse")),
        reverse("intake:rows", args=(intake.pk, 1, "ready")),
        reverse("intake:decisions"),
    ):
        with django_assert_max_num_queries(FEW_QUERIES):
            page(browser, address)
