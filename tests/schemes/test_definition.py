"""What a scheme must be before it is adopted, and the ready ones (R11-01, R11-02, S000-73)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from heli.kernel.verdict import Strength
from heli.schemes.catalogue import TEMPLATES, Definition, Holder, Limit, Measure, Over, Part, Rung, Shape
from heli.schemes.rules.definition import as_written, can_be_adopted, in_hundredths, of_template
from tests.people import TODAY

COMMITTEES = of_template(TEMPLATES().get("organ-committee", TODAY))
BRANCHES = of_template(TEMPLATES().get("branch", TODAY))


def with_(definition: Definition, code: str, **changed: object) -> Definition:
    return replace(
        definition,
        indicators=tuple(
            replace(one, **changed) if one.code == code else one for one in definition.indicators
        ),
    )


@pytest.mark.parametrize("template", [one.id for one in TEMPLATES()])
def test_every_ready_scheme_holds_together_and_says_that_it_is_an_example(template: str) -> None:
    one = TEMPLATES().get(template, TODAY)
    assert can_be_adopted(of_template(one))
    assert "示例" in one.name
    assert "示例" in one.source
    assert one.strength is Strength.LOCAL


def test_the_ready_stars_are_as_the_rule_suggests() -> None:
    """R11-02: 100 = 共性 60 + 个性 40, 加分 ≤ 10, 90/80/70/60, 一票否决."""
    stars = of_template(TEMPLATES().get("stars", TODAY))
    parts = {part: sum(one.weight for one in stars.indicators if one.part is part) for part in Part}
    assert (parts[Part.COMMON], parts[Part.OWN], stars.bonus_cap) == (6000, 4000, 1000)
    assert [one.floor for one in stars.tiers] == [9000, 8000, 7000, 6000, 0]
    assert any(one.part is Part.DISQUALIFIER for one in stars.indicators)


@pytest.mark.parametrize(
    ("definition", "code", "words"),
    [
        (replace(BRANCHES, kinds=()), "no-kinds", "适用的组织类别"),
        (replace(BRANCHES, indicators=()), "no-indicators", "还没有指标"),
        (replace(BRANCHES, tiers=(Rung("好", 9000),)), "no-lowest-tier", "0 分起"),
        (replace(BRANCHES, tiers=(Rung("差", 0), Rung("好", 0))), "tiers-out-of-order", "从高到低"),
        (with_(BRANCHES, "A1", weight=0), "no-weight", "应办事项完成"),
        (with_(BRANCHES, "A1", weight=3900), "not-a-hundred", "合计 99 分"),
        (with_(BRANCHES, "A6", shape=Shape.SHARE), "no-share", "没有总数"),
        (with_(BRANCHES, "A6", target=0), "no-target", "目标数"),
        (with_(BRANCHES, "A7", each=0), "no-each", "每项计多少分"),
        (with_(BRANCHES, "A3", bands=((50, 1), (80, 2))), "bands-out-of-order", "从高到低"),
        (with_(BRANCHES, "A1", measure=Measure.NOTED), "noted-earns", "只能用于加分"),
        (with_(BRANCHES, "A9", measure=Measure.TERM), "not-noted", "只能是登记事项"),
        (with_(BRANCHES, "A1", least=4001), "least-over-weight", "超过了分值 40 分"),
        (with_(BRANCHES, "A7", least=1), "least-not-earned", "没有保底分"),
        (replace(BRANCHES, limits=(Limit("扣分", 100),)), "limit-of-none", "没有共性、个性指标"),
        (replace(BRANCHES, limits=(Limit("组织生活", 200, 100),)), "limits-crossed", "高于封顶"),
        (replace(BRANCHES, limits=(Limit("组织生活", 0, 7001),)), "limit-over-worth", "合计 70 分"),
        (with_(BRANCHES, "A1", measure=Measure.DEBRIEFED), "no-worths", "每种意见折算"),
        (
            with_(BRANCHES, "A1", measure=Measure.JUDGED, worths=(10000, 6000, 8000, 0)),
            "no-worths",
            "依次降低",
        ),
        (with_(BRANCHES, "A6", measure=Measure.JUDGED), "votes-by-share", "按比例得分或分档"),
        (with_(BRANCHES, "A1", gives_to="A99"), "gives-to-none", "不存在"),
        (with_(COMMITTEES, "A6", gives_to=""), "attached-without-heir", "并入哪个指标"),
    ],
)
def test_what_does_not_hold_together_is_refused_with_a_way_out(
    definition: Definition, code: str, words: str
) -> None:
    verdict = can_be_adopted(definition)
    assert (verdict.ok, verdict.code) == (False, code)
    assert words in verdict.reason


def test_committees_answer_for_what_is_attached() -> None:
    """S000-73: the group on 直属单位 is mandatory and weighs."""
    without = tuple(one for one in COMMITTEES.indicators if one.over is not Over.ATTACHED)
    heirs = tuple(replace(one, weight=one.weight + (2000 if one.code == "A1" else 0)) for one in without)
    assert can_be_adopted(replace(COMMITTEES, indicators=heirs)).code == "no-attached"


def test_weights_sum_to_a_hundred_for_every_class_with_its_own_indicators() -> None:
    own = replace(
        BRANCHES.indicators[0],
        code="A20",
        name="直属单位服务群众",
        part=Part.OWN,
        holds_for=tuple(Holder(kind, attached=True) for kind in BRANCHES.kinds),
    )
    only = tuple(Holder(kind, attached=False) for kind in BRANCHES.kinds)
    both = (own, replace(BRANCHES.indicators[0], holds_for=only), *BRANCHES.indicators[1:])
    assert can_be_adopted(replace(BRANCHES, indicators=both))
    assert can_be_adopted(replace(BRANCHES, indicators=both[1:])).code == "not-a-hundred"


@pytest.mark.parametrize(("points", "hundredths"), [("12.5", 1250), ("90", 9000), ("0.01", 1)])
def test_points_are_whole_hundredths(points: str, hundredths: int) -> None:
    assert in_hundredths(Decimal(points)) == hundredths
    assert as_written(hundredths) == points
