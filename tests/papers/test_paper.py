"""What a paper may hold, and what the regulations say of it (R06-10, R06-15, R13-06 … R13-16)."""

from dataclasses import replace
from datetime import date

import pytest

from heli.kernel.verdict import Strength
from heli.papers.paper import (
    OFFERED,
    Direction,
    Grid,
    Heading,
    Kind,
    Number,
    Paper,
    Paragraph,
    check,
)
from tests.papers import samples


def _report(**changes: object) -> Paper:
    plain = Paper(
        kind=Kind.REPORT,
        issuer="中共安澜市财政局机关委员会",
        title="关于2026年上半年机关党建工作情况的报告",
        body=(Paragraph("现将有关情况报告如下。"),),
        dated=date(2026, 6, 30),
        addressees=("市委市直属机关工作委员会",),
        signer="赵启明",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_good_circular_has_nothing_against_it() -> None:
    assert check(samples.circular()) == []
    assert check(samples.circular(122, annexed=True)) == []


def test_only_circulars_and_notices_are_offered_today() -> None:
    assert OFFERED == (Kind.CIRCULAR, Kind.NOTICE)


@pytest.mark.parametrize(
    ("kind", "direction"),
    [
        (Kind.REQUEST, Direction.UPWARD),
        (Kind.REPORT, Direction.UPWARD),
        (Kind.LETTER, Direction.LEVEL),
        (Kind.NOTICE, Direction.DOWNWARD),
        (Kind.REPLY, Direction.DOWNWARD),
    ],
)
def test_each_kind_goes_its_way(kind: Kind, direction: Direction) -> None:
    assert kind.direction is direction


def test_a_number_has_six_cornered_brackets_and_no_leading_zeros() -> None:
    assert str(Number("安直工", 2026, 12)) == "安直工〔2026〕12号"
    assert str(Number("安直工", 2026, 3)) == "安直工〔2026〕3号"


@pytest.mark.parametrize(("year", "serial"), [(2026, 0), (26, 1), (2026, -1)])
def test_a_number_that_cannot_be_is_not_made(year: int, serial: int) -> None:
    with pytest.raises(ValueError, match="no such document number"):
        Number("安直工", year, serial)


def test_a_table_wants_as_many_cells_as_headings() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells under 2 headings"):
        Grid(("甲", "乙"), (("1", "2"), ("3",)))


def test_a_table_names_each_cell_by_its_heading() -> None:
    assert Grid(("甲", "乙"), (("1", "2"),)).labelled == [[("甲", "1"), ("乙", "2")]]
    with pytest.raises(ValueError, match="as many widths"):
        Grid(("甲", "乙"), (), widths=(1.0,))
    with pytest.raises(ValueError, match="without a column"):
        Grid((), ())


def test_a_heading_has_one_of_four_levels() -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        Heading(5, "第五层")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": " "}, "公文没有标题"),
        ({"issuer": ""}, "没有写明发文机关"),
        ({"body": (samples.kinds(),)}, "公文没有正文"),
        ({"signer": ""}, "上行文应当标注签发人"),
        ({"printed_by": "机关党委办公室"}, "印发机关和印发日期应当同时标注"),
        ({"printed_by": "机关党委办公室", "printed_on": date(2026, 6, 29)}, "印发日期早于成文日期"),
    ],
)
def test_it_refuses_what_the_standard_forbids(changes: dict[str, object], reason: str) -> None:
    (verdict,) = check(_report(**changes))
    assert reason in verdict.reason
    assert verdict.strength is Strength.HARD
    assert verdict.source


@pytest.mark.parametrize("words", ["请批示", "请予批准", "以上妥否", "当否，请示下"])
def test_a_report_asks_for_nothing(words: str) -> None:
    (verdict,) = check(_report(body=(Paragraph(f"以上报告，{words}。"),)))
    assert "报告不得夹带请示事项" in verdict.reason
    assert "R06-10" in verdict.source


def test_a_request_hidden_in_a_table_or_an_attachment_is_found() -> None:
    table = Grid(("事项", "说明"), (("增设党支部", "请予批准"),))
    (verdict,) = check(_report(body=(Paragraph("情况如下。"), table)))
    assert "请予批准" in verdict.reason


def test_a_request_goes_to_one_addressee() -> None:
    asking = _report(
        kind=Kind.REQUEST, title="关于增设党支部的请示", body=(Paragraph("以上意见妥否，请批示。"),)
    )
    assert check(asking) == []
    (verdict,) = check(replace(asking, addressees=("市委", "市委市直属机关工作委员会")))
    assert "只能主送一个机关" in verdict.reason
    assert "R06-15" in verdict.source
    assert verdict.strength is Strength.HARD


def test_copies_of_a_request_are_for_a_person_to_weigh() -> None:
    asking = _report(kind=Kind.REQUEST, title="关于增设党支部的请示", copies_to=("局机关各党支部",))
    strengths = {verdict.strength for verdict in check(asking)}
    assert strengths == {Strength.GENERAL}


def test_a_downward_paper_names_no_signer() -> None:
    (verdict,) = check(replace(samples.circular(), signer="赵启明"))
    assert "通报不是上行文，不标注签发人" in verdict.reason


def test_what_is_only_unusual_is_named_after_what_is_forbidden() -> None:
    found = check(replace(samples.circular(), title="机关党建工作情况", addressees=(), printed_on=None))
    assert [verdict.strength for verdict in found] == [Strength.HARD, Strength.GENERAL, Strength.GENERAL]


def test_a_number_of_another_year_is_named() -> None:
    (verdict,) = check(replace(samples.circular(), number=Number("安直工", 2025, 12)))
    assert "发文字号的年份（2025）" in verdict.reason
    assert verdict.strength is Strength.GENERAL
