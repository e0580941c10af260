"""What is read from lines, what must be said on both sides, how a requirement lies over layers."""

from datetime import date

import pytest

from heli.exchange.catalogue import GATHERINGS, Act, State
from heli.exchange.rules import acts, judging, problems
from heli.exchange.rules.acts import Share
from heli.kernel.errors import WrongState
from heli.kernel.periods import Period
from tests.people import TODAY

NAMES = {"市教育局党组": (7, "市教育局党组"), "中共青岚市教育局党组": (7, "市教育局党组")}


@pytest.mark.parametrize(
    ("line", "category", "text"),
    [
        ("组织建设：会议记录过于简单", "organisation", "会议记录过于简单"),
        ("1. 中心组研讨结合实际不够", "thought", "中心组研讨结合实际不够"),
        ("窗口服务态度有差距", "conduct", "窗口服务态度有差距"),
        ("会场布置太晚，来不及准备", "", "会场布置太晚，来不及准备"),
        ("战斗堡垒作用发挥不够", "roles", "战斗堡垒作用发挥不够"),
    ],
)
def test_a_category_is_named_in_front_or_known_by_words(line: str, category: str, text: str) -> None:
    assert problems.problem_lines(f"\n{line}\n \n", TODAY) == [problems.ProblemLine(category, text)]


@pytest.mark.parametrize(
    ("results", "lines", "said"),
    [
        ("太短", "会议记录过于简单", "做法成绩至少写 20 个字"),
        ("班子成员分片联系直属单位，半年走访基层二十次。", "", "只讲成绩的材料不能报送"),
        ("班子成员分片联系直属单位，半年走访基层二十次。", "没有", "太短"),
        ("班子成员分片联系直属单位，半年走访基层二十次。", "问" * 201, "请分成几条"),
        ("班子成员分片联系直属单位，半年走访基层二十次。", "会议记录过于简单\n会议记录过于简单", "写了两遍"),
    ],
)
def test_both_sides_are_to_be_told(results: str, lines: str, said: str) -> None:
    found = problems.can_be_shown(results, problems.problem_lines(lines, TODAY), TODAY)
    assert not found
    assert said in found.reason


def test_pasted_lines_say_what_each_means_and_what_is_wrong() -> None:
    text = (
        "市教育局党组｜责任落实｜责任清单没有随分工调整\n"
        "中共青岚市教育局党组\t中心组研讨结合实际不够\n"
        "市财政局党组｜责任落实｜责任清单没有更新过\n"
        "市教育局党组｜文化建设｜没有这一类的问题\n"
        "没有分开的一行\n"
        "市教育局党组｜责任落实｜责任清单没有随分工调整\n"
        "市教育局党组｜｜短"
    )
    read = problems.pasted(text, NAMES, [(7, "中心组研讨结合实际不够")], TODAY)
    assert [one.exhibit for one in read] == [7, 7, None, 7, None, 7, 7]
    faults = [one.fault for one in read]
    assert faults[0] == ""
    assert read[0].problem.category == "responsibility"
    assert "已有同样的问题" in faults[1]
    assert "不是参加单位" in faults[2]
    assert "没有“文化建设”这一类" in faults[3]
    assert "没有分开" in faults[4]
    assert "已有同样的问题" in faults[5]
    assert "一句话说清" in faults[6]


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([(9, 10), (8, 10), (6, 10)], "上热中温下凉"),
        ([(9, 10), (6, 10)], "上热下凉"),
        ([(6, 10), (9, 10)], "下层高于上层"),
        ([(90, 100), (88, 100), (87, 100)], "各层大体一致"),
        ([(9, 10), (5, 10), (8, 10)], "各层不均"),
        ([(9, 10), (0, 0)], ""),
    ],
)
def test_how_a_requirement_lies_over_the_layers(shares: list[tuple[int, int]], said: str) -> None:
    assert acts.lie_of([Share(done, owed) for done, owed in shares], TODAY) == said


@pytest.mark.parametrize(
    ("period", "before"),
    [("2026", "2026H1"), ("2026H1", "2026Q1"), ("2026H2", "2026Q3"), ("2026Q1", "2025Q4")],
)
def test_what_a_period_is_compared_with(period: str, before: str) -> None:
    assert acts.earlier(Period.parse(period)).code == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "请填写名称"),
        ({"known": True}, "同名"),
        ({"as_of": date(2025, 12, 31)}, "不在2026年上半年内"),
        ({"due_on": date(2026, 7, 1)}, "晚于开会日期"),
    ],
)
def test_title_and_days_make_a_gathering(changed: dict[str, object], said: str) -> None:
    words = {
        "title": "期中考", "known": False, "period": Period.parse("2026H1"), "as_of": TODAY, "held_on": TODAY,
        "due_on": TODAY, **changed,
    }  # fmt: skip
    found = acts.can_be_arranged(**words)  # type: ignore[arg-type]
    assert not found
    assert said in found.reason


def test_the_acts_come_in_their_order_and_none_goes_back() -> None:
    state = State.PREPARING
    for act in (Act.SHOW, Act.COMPARE, Act.JUDGE, Act.PUBLISH, Act.ARCHIVE):
        state = GATHERINGS.next(state, act)
    assert state is State.ARCHIVED
    with pytest.raises(WrongState, match="现在是“评”"):
        GATHERINGS.next(State.JUDGING, Act.SHOW)
    with pytest.raises(WrongState):
        GATHERINGS.next(State.COMPARING, Act.CALL_OFF)


def test_nobody_judges_itself() -> None:
    about = {"organiser": 1, "participants": {2, 3}}
    assert judging.may_speak_of(organisation=1, shown=2, **about)  # type: ignore[arg-type]
    assert judging.may_speak_of(organisation=2, shown=3, **about)  # type: ignore[arg-type]
    assert not judging.may_speak_of(organisation=2, shown=2, **about)  # type: ignore[arg-type]
    assert not judging.may_speak_of(organisation=4, shown=2, **about)  # type: ignore[arg-type]


def test_hands_are_no_more_than_units() -> None:
    assert judging.hands_add_up({1: {"good": 3, "fair": 1}}, 4)
    assert "合计 5，多于到会单位 4 个" in judging.hands_add_up({1: {"good": 3, "fair": 2}}, 4).reason
    assert not judging.hands_add_up({}, 0)


def test_what_is_upheld_shows_in_the_ledger_first() -> None:
    assert judging.can_be_upheld(upheld=True, changed=1)
    assert judging.can_be_upheld(upheld=False, changed=0)
    refused = judging.can_be_upheld(upheld=True, changed=0)
    assert "请先由有关组织更正或补记履职记录" in refused.reason
