"""A verdict is written once and read twice: by the button and by the action."""

import pytest

from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.verdict import Strength, Verdict, all_of


def test_yes_is_true_and_requires_nothing() -> None:
    assert Verdict.yes()
    Verdict.yes().require()


def test_no_is_false_and_raises_its_reason() -> None:
    verdict = Verdict.no("到会不足半数。", source="支部条例第十一条", code="no-quorum")
    assert not verdict
    assert (verdict.source, verdict.strength) == ("支部条例第十一条", Strength.HARD)
    with pytest.raises(Invalid, match="到会不足半数") as refused:
        verdict.require()
    assert refused.value.code == "no-quorum"


def test_it_raises_the_error_that_the_rule_names() -> None:
    with pytest.raises(WrongState):
        Verdict.no("已经报送。", error=WrongState).require()


def test_a_refusal_written_by_hand_raises_not_allowed() -> None:
    with pytest.raises(NotAllowed):
        Verdict(ok=False, reason="不是您管理的组织。").require()


def test_of_several_the_first_refusal_counts() -> None:
    first, second = Verdict.no("一"), Verdict.no("二")
    assert all_of(Verdict.yes(), first, second) is first


def test_several_that_agree_agree() -> None:
    assert all_of(Verdict.yes(), Verdict.yes())
    assert all_of()


@pytest.mark.parametrize(("letter", "word"), [("H", "必须"), ("G", "一般"), ("M", "可以"), ("P", "地方做法")])
def test_a_strength_is_a_letter_in_files_and_a_word_on_screen(letter: str, word: str) -> None:
    assert Strength(letter).label == word
