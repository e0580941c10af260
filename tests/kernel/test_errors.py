"""Refusals carry a code for programs, a message for people and a status for the web."""

import pytest

from heli.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, WrongState


@pytest.mark.parametrize(
    ("error", "status"), [(NotAllowed, 403), (NotFound, 404), (WrongState, 409), (Invalid, 422)]
)
def test_each_kind_of_refusal_has_its_status(error: type[DomainError], status: int) -> None:
    assert error("some-code", "说明").status == status


def test_it_reads_as_its_message() -> None:
    refusal = NotFound("no-such-unit", "没有这个单位。")
    assert str(refusal) == "没有这个单位。"
    assert refusal.code == "no-such-unit"


def test_invalid_says_which_fields_are_wrong() -> None:
    refusal = Invalid("bad-form", "请改正。", fields={"held_on": "日期在将来。"})
    assert refusal.fields == {"held_on": "日期在将来。"}
    assert Invalid("bad-form", "请改正。").fields == {}
