"""Scores as a workbook: a row an organisation, figures that Excel can reckon with, 未知 where it is so."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from heli.accounts.scope import EVERYTHING, Scope
from heli.appraisal.queries import scores
from heli.appraisal.queries.basis import basis, live_on
from heli.appraisal.sheets import export
from heli.kernel.periods import Period
from heli.sheets.writing import write_workbook
from tests.people import TODAY, City

HALF = Period.parse("2026H1")


def exported(scope: Scope = EVERYTHING) -> list[tuple[Any, ...]]:
    """The rows of the sheet, header first, below the note."""
    file = BytesIO()
    write_workbook(file, [export(scope, period=HALF, on=TODAY)])
    sheet = load_workbook(file).active
    assert sheet is not None
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    return rows[next(number for number, row in enumerate(rows) if row[0] == "党组织") :]


def test_every_score_is_a_row_in_the_order_of_the_tree(worked: City) -> None:
    rows = scores.scored(basis(HALF, TODAY, live_on(TODAY)))
    assert [(row[0], row[2]) for row in exported()[1:]] == [
        (one.subject.name, "未知" if one.score.total is None else float(one.score.total)) for one in rows
    ]


def test_points_stand_below_their_requirement(worked: City) -> None:
    header, *rows = exported()
    small = dict(
        zip(header, next(row for row in rows if row[0] == worked.small_branch.short_name), strict=True)
    )
    assert small == {
        "党组织": worked.small_branch.short_name,
        "类别": "党支部 · 机关 · 机关本级",
        "得分": 50,
        "档次": "需加强",
        "开展主题党日活动（8分）": 4,
        "召开支部委员会会议（8分）": None,  # it has no committee
        "召开支部党员大会（8分）": "未知",
        "专题研究全面从严治党工作（8分）": None,
        "党组织书记讲党课（8分）": None,
        "制定党建责任清单（8分）": None,
        "按期完成换届选举（8分）": None,
        "开展调研（5分）": "未知",
    }


def test_nobody_sees_more_than_his_scope(worked: City) -> None:
    own = Scope(organisations=(worked.press.pk,))
    assert [row[0] for row in exported(own)[1:]] == [worked.press.short_name]
    assert len(exported(Scope())) == 1
