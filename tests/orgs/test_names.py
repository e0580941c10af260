"""One organisation, many spellings (R02-01): examples in rules/names.toml, laws by Hypothesis."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.orgs.rules import names

EXAMPLES = tomllib.loads((Path(__file__).parent / "rules/names.toml").read_text(encoding="utf-8"))["example"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_spellings_of_one_name_have_one_key(example: dict[str, Any]) -> None:
    keys = {names.name_key(name) for name in example["same"]}
    assert len(keys) == 1
    assert keys.isdisjoint(names.name_key(name) for name in example["other"])


@given(st.integers(min_value=1, max_value=999))
def test_a_branch_is_counted_the_same_in_either_numerals(number: int) -> None:
    chinese = names.chinese_number(number)
    written = names.name_key(f"安澜市审计局机关第{chinese}支部")
    assert written == names.name_key(f"安澜市审计局机关第{number}党支部")


@given(st.text(alphabet="安澜市教育局机关第一二十支部党委员会总组中共(（ )）1２", max_size=24))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    key = names.name_key(text)
    assert names.name_key(f" {text}\n") == key
    assert not any(sign.isspace() for sign in key)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("中共安澜市教育局机关第一支部委员会", "市教育局机关第一党支部"),
        ("中共安澜市教育局机关委员会", "市教育局机关党委"),
        ("中共安澜市委市直属机关工作委员会", "市委市直属机关工委"),
        ("中共安澜市发展研究院(筹)总支部委员会", "市发展研究院(筹)党总支"),
        ("中共明川县教育局党组", "明川县教育局党组"),
        ("中共安澜集团有限公司委员会", "安澜集团有限公司党委"),
    ],
)
def test_screens_leave_out_the_party_and_the_place(name: str, short: str) -> None:
    assert names.short_name(name, "安澜") == short


def test_the_place_is_that_of_the_work_committee() -> None:
    assert names.place_of("中共安澜市委市直属机关工作委员会") == "安澜"
    assert names.place_of("中共明川县委县直机关工作委员会") == "明川"
    assert names.place_of("市直机关工委") == ""


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("中共安澜市教育局机关第一支部委员会", "安澜市教育局"),
        ("中共安澜市教育局直属机关委员会", "安澜市教育局"),
        ("中共安澜市教育局离退休干部第二支部委员会", "安澜市教育局"),
        ("中共安澜市发展和改革委员会党组", "安澜市发展和改革委员会"),
        ("中共安澜市委市直属机关工作委员会", "安澜市委市直属机关工作委员会"),
        ("机关第一支部", "机关"),
    ],
)
def test_a_name_says_in_which_unit_it_sits(name: str, unit: str) -> None:
    assert names.unit_name(name) == unit


def test_initials_are_those_that_people_type() -> None:
    assert names.initials("市教育局机关第一党支部") == "sjyjjgdydzb"
    assert names.initials("市发展研究院(筹) 2") == "sfzyjyc2"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("曾庆禾", "zqh"),
        ("单立夏", "slx"),
        ("仇英", "qy"),
        ("解放", "xf"),
        ("区少华", "osh"),
        ("朴实诚", "psc"),
        ("查慎言", "zsy"),
        ("尉迟恭", "ycg"),
        ("欧阳修", "oyx"),
        ("张明", "zm"),
        ("单", "d"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, typed: str) -> None:
    assert names.person_initials(name) == typed
