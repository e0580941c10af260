"""Numbers, dates and places are worked out once, for Word and PDF alike."""

from dataclasses import replace
from datetime import date

import pytest

from heli.kernel.errors import Invalid
from heli.papers import composition, layout
from heli.papers.composition import Text, compose, signature
from heli.papers.paper import Attachment, Heading, Kind, Paragraph
from tests.papers import samples


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")]
)
def test_numbers_are_written_in_chinese(number: int, written: str) -> None:
    assert composition.chinese(number) == written


def test_headings_are_numbered_by_level_and_begin_anew_under_each() -> None:
    levels = (1, 2, 3, 4, 4, 3, 2, 3, 1, 2)
    body = tuple(Heading(level, "情况") for level in levels)
    texts = [
        block.text
        for block in compose(replace(samples.circular(), body=body)).body
        if isinstance(block, Text)
    ]
    assert texts == [
        "一、情况",
        "（一）情况",
        "1.情况",
        "（1）情况",
        "（2）情况",
        "2.情况",
        "（二）情况",
        "1.情况",
        "二、情况",
        "（一）情况",
    ]


def test_dates_have_no_leading_zeros() -> None:
    assert composition.date_in_words(date(2026, 6, 3)) == "2026年6月3日"


def test_without_a_seal_the_date_begins_two_characters_after_the_name() -> None:
    placed = signature("中共安澜市委市直属机关工作委员会", "2026年6月30日", stamped=False)
    name_begins = 28 - placed.name_indent - 16
    date_begins = 28 - placed.date_indent - 6.5
    assert placed.name_indent == 2
    assert date_begins == name_begins + 2


def test_without_a_seal_a_date_longer_than_the_name_stands_two_from_the_edge() -> None:
    placed = signature("市委办", "2026年12月30日", stamped=False)
    assert placed.date_indent == 2
    name_begins, date_begins = 28 - placed.name_indent - 3, 28 - 2 - 7
    assert date_begins == name_begins + 2


def test_with_a_seal_the_date_stands_four_from_the_edge_and_the_name_over_its_middle() -> None:
    placed = signature("中共安澜市委办公室", "2026年6月30日", stamped=True)
    assert placed.date_indent == 4
    assert placed.name_indent + 9 / 2 == 4 + 6.5 / 2


def test_with_a_seal_a_long_name_stays_inside_and_over_the_middle_of_the_date() -> None:
    placed = signature("中共安澜市委市直属机关工作委员会", "2026年6月30日", stamped=True)
    assert placed.name_indent == 0
    assert placed.date_indent + 6.5 / 2 == 16 / 2


@pytest.mark.parametrize("name", ["安澜市委文件", "中共安澜市委市直属机关工作委员会文件", "甲" * 60])
def test_the_name_in_red_never_leaves_the_type_area(name: str) -> None:
    head = composition.masthead(name)
    assert head.breadth * head.stretch <= layout.TYPE_WIDTH * layout.MM
    assert head.stretch >= layout.MASTHEAD_STRETCH - 0.02
    assert head.size <= layout.MASTHEAD_SIZE


def test_one_attachment_has_no_number_and_several_have() -> None:
    plain = samples.circular()
    alone = compose(replace(plain, attachments=("整改台账",)))
    several = compose(replace(plain, attachments=("整改台账", Attachment("情况表", (samples.kinds(),)))))
    assert alone.attachments == (("", "整改台账"),)
    assert several.attachments == (("1.", "整改台账"), ("2.", "情况表"))
    assert [annex.label for annex in several.annexes] == ["附件2"]


def test_addressees_that_would_leave_no_text_on_the_first_page_go_to_the_imprint() -> None:
    many = tuple(f"市直属第{n}单位党组（党委）" for n in range(10, 30))
    composed = compose(replace(samples.circular(), addressees=many))
    assert composed.addressees == ""
    assert composed.imprint is not None
    assert composed.imprint.addressees.startswith("市直属第10单位党组（党委），")


def test_lists_end_as_the_standard_wants() -> None:
    composed = compose(samples.circular())
    assert composed.addressees.endswith("党支部：")
    assert composed.imprint is not None
    assert composed.imprint.copies.endswith("工作委员会。")
    assert composed.imprint.printed_on == "2026年7月1日印发"


def test_a_paper_without_copies_and_printer_has_no_imprint() -> None:
    bare = replace(samples.circular(), copies_to=(), printed_by="", printed_on=None)
    assert compose(bare).imprint is None


def test_invisible_characters_from_other_programs_are_left_out() -> None:
    body = (Paragraph("以上情况\u200b请\x07知悉\ufeff。\t特此\n通报。"),)
    texts = [
        block.text
        for block in compose(replace(samples.circular(), body=body)).body
        if isinstance(block, Text)
    ]
    assert texts == ["以上情况请知悉。 特此", "通报。"]


@pytest.mark.parametrize("kind", [Kind.LETTER, Kind.MINUTES])
def test_a_kind_without_layout_is_refused(kind: Kind) -> None:
    with pytest.raises(Invalid, match="版式尚未编排"):
        compose(replace(samples.circular(), kind=kind))
