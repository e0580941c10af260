"""What a definition must be before it is adopted; a template read as a definition (R11-01, S000-73)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from heli.kernel.errors import Invalid
from heli.kernel.verdict import Verdict, all_of
from heli.orgs.catalogue import COMMITTEE_KINDS, RANK, UNRECORDED_KINDS, Kind, Nature
from heli.schemes.catalogue import (
    FULL,
    MARKS_OF_A_VOTE,
    Definition,
    Indicator,
    Limit,
    Measure,
    Over,
    Part,
    Rung,
    Shape,
    Template,
)

SOURCE = "S000-22、S000-73，R11-01"


def in_hundredths(points: Decimal | int) -> int:
    """Points as an office writes them, as whole hundredths; what is finer is dropped half up by quantize."""
    return int((Decimal(points) * 100).to_integral_value())


def as_written(hundredths: int) -> str:
    """Hundredths as an office writes them, without idle noughts: 12.5, 90."""
    text = f"{Decimal(hundredths) / 100:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def of_template(template: Template) -> Definition:
    """A template as a definition; its indicators get the codes A1, A2, … in order."""
    codes = {one.name: f"A{place}" for place, one in enumerate(template.indicators, start=1)}
    return Definition(
        kinds=template.kinds,
        period=template.period,
        tiers=tuple(Rung(name, in_hundredths(floor)) for name, floor in template.tiers),
        bonus_cap=in_hundredths(template.bonus_cap),
        limits=tuple(
            Limit(group, in_hundredths(least), in_hundredths(most)) for group, least, most in template.limits
        ),
        indicators=tuple(
            Indicator(
                code=codes[one.name],
                group=one.group,
                name=one.name,
                part=one.part,
                weight=in_hundredths(one.weight),
                measure=one.measure,
                shape=one.shape,
                over=one.over,
                tasks=one.tasks,
                kinds=one.kinds,
                target=one.target,
                each=in_hundredths(one.each),
                bands=tuple((in_hundredths(floor), in_hundredths(share)) for floor, share in one.bands),
                gives_to=codes.get(one.gives_to, ""),
                least=in_hundredths(one.least),
                times=one.times,
            )
            for one in template.indicators
        ),
    )


class Organiser(NamedTuple):
    """Who makes a scheme: its kind, and whether there are 直属单位 beneath it."""

    kind: str
    has_attached: bool


THE_CITY = Organiser(Kind.WORK_COMMITTEE, True)


def kinds_judged(organiser: str) -> tuple[Kind, ...]:
    """The kinds of organisation that one of this kind judges: the 工委 all, another those of lower rank."""
    among = (kind for kind in Kind if kind not in UNRECORDED_KINDS)
    if organiser == Kind.WORK_COMMITTEE:
        return tuple(among)
    return tuple(kind for kind in among if RANK[kind] > RANK[Kind(organiser)])


def judges(organiser: str, kinds: Iterable[str]) -> Verdict:
    """A 机关党委 judges those beneath it: no 党组, no 机关党委, not itself."""
    beyond = [Kind(one).label for one in kinds if one not in kinds_judged(organiser)]
    if not beyond:
        return Verdict.yes()
    return _no(
        f"{Kind(organiser).label}的方案只考核下级党组织，不能包括{'、'.join(beyond)}。"
        "请在适用范围里去掉，或者换一个示例。",
        "kinds-not-beneath",
    )


def can_be_adopted(definition: Definition, organiser: Organiser = THE_CITY) -> Verdict:
    """Whether a scheme holds together: whom it is for, sums of a hundred for every class, tiers, 直属单位."""
    return all_of(
        _whom(definition),
        judges(organiser.kind, definition.kinds),
        _tiers(definition.tiers),
        *(_indicator(one, definition) for one in definition.indicators),
        *(_limit(one, definition) for one in definition.limits),
        *_sums(definition),
        _attached(definition) if organiser.has_attached else Verdict.yes(),
    )


def _no(reason: str, code: str) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=Invalid, code=code)


def _whom(definition: Definition) -> Verdict:
    if not definition.kinds:
        return _no("方案没有写明适用的组织类别。请至少选择一类党组织。", "no-kinds")
    if not definition.indicators:
        return _no("方案还没有指标。请添加指标，分值合计 100 分。", "no-indicators")
    return Verdict.yes()


def _tiers(tiers: tuple[Rung, ...]) -> Verdict:
    floors = [one.floor for one in tiers]
    if not tiers or floors[-1] != 0:
        return _no("分档的最低一档要从 0 分起。请补上最低一档。", "no-lowest-tier")
    if floors != sorted(set(floors), reverse=True):
        return _no("分档要从高到低，起点各不相同。请按起点从高到低排列。", "tiers-out-of-order")
    return Verdict.yes()


def _indicator(one: Indicator, definition: Definition) -> Verdict:
    """What one indicator needs to be measured as it says."""
    if one.part.earns and one.weight == 0:
        return _no(f"“{one.name}”没有分值。请填写分值，或者删去这个指标。", "no-weight")
    if one.measure is Measure.RECORDS and one.shape is Shape.SHARE:
        return _no(
            f"“{one.name}”按记录件数，没有总数可比。计分方式请选对照目标数、分档或每项计分。", "no-share"
        )
    if one.shape is Shape.TARGET and one.target < 1:
        return _no(f"“{one.name}”没有目标数。请填写不少于 1 的目标数。", "no-target")
    if one.shape is Shape.EACH and one.each < 1:
        return _no(f"“{one.name}”没有每项分值。请填写每项计多少分。", "no-each")
    if one.shape is Shape.BANDS and not _falls(one.bands):
        return _no(f"“{one.name}”的分档要从高到低写，各档起点不同。", "bands-out-of-order")
    if one.measure.of_votes and one.shape not in (Shape.SHARE, Shape.BANDS):
        return _no(f"“{one.name}”按得票计分，计分方式请选按比例得分或分档得分。", "votes-by-share")
    if one.measure.of_votes and not _is_worths(one.worths):
        return _no(
            f"“{one.name}”没有写明每种意见折算百分之几。请从好到差写四个数，依次降低，如“100 80 60 0”。",
            "no-worths",
        )
    if one.least and not one.part.earns:
        return _no(f"“{one.name}”是{one.part.label}，没有保底分。请把保底分改为 0。", "least-not-earned")
    if one.least > one.weight:
        return _no(
            f"“{one.name}”保底 {as_written(one.least)} 分，超过了分值 {as_written(one.weight)} 分。请改小。",
            "least-over-weight",
        )
    if one.measure is Measure.NOTED and one.part.earns:
        return _no(f"“{one.name}”是登记事项，只能用于加分、扣分、一票否决或清零。", "noted-earns")
    if one.part in (Part.DISQUALIFIER, Part.RESET) and one.measure is not Measure.NOTED:
        return _no(f"“{one.name}”是{one.part.label}，依据只能是登记事项，写明日期和文件。", "not-noted")
    codes = {other.code for other in definition.indicators if other.part.earns}
    if one.gives_to and (one.gives_to not in codes or one.gives_to == one.code):
        return _no(f"“{one.name}”不适用时并入的指标不存在。请选择同一方案中的另一个指标。", "gives-to-none")
    return Verdict.yes()


def _is_worths(worths: Sequence[int]) -> bool:
    """One for each mark, from the best down, none more than the whole."""
    falls = list(worths) == sorted(set(worths), reverse=True)
    return len(worths) == MARKS_OF_A_VOTE and falls and worths[0] <= FULL


def _falls(bands: Iterable[tuple[int, int]]) -> bool:
    floors = [floor for floor, _ in bands]
    return bool(floors) and floors == sorted(set(floors), reverse=True)


def _limit(one: Limit, definition: Definition) -> Verdict:
    """保底 and 封顶 are of a group that earns, in order, and within what the group is worth."""
    worth = sum(each.weight for each in definition.indicators if each.group == one.group and each.part.earns)
    if not worth:
        return _no(
            f"“{one.group}”没有共性、个性指标，不能设保底、封顶。请改正指标组的名称，或者删去这一行。",
            "limit-of-none",
        )
    if one.most and one.least > one.most:
        return _no(f"“{one.group}”的保底分高于封顶分。请改正。", "limits-crossed")
    if max(one.least, one.most) > worth:
        return _no(
            f"“{one.group}”各指标合计 {as_written(worth)} 分，保底、封顶不能超过。请改小。",
            "limit-over-worth",
        )
    return Verdict.yes()


def limited(limit: Limit | None, earned: int, known: int, whole: int) -> int:
    """What a group earns within its limits, in hundredths, read down to what is `known` of its `whole`."""
    if limit is None or not known:
        return earned
    least = _of_known(limit.least, known, whole)
    most = _of_known(limit.most, known, whole) if limit.most else known
    return max(least, min(most, earned))


def _of_known(points: int, known: int, whole: int) -> int:
    return (2 * min(points, whole) * known + whole) // (2 * whole)


def classes(definition: Definition) -> Iterator[tuple[str, str, bool]]:
    """Every class that a scheme may meet: kind, nature, 直属单位 or not."""
    for kind in definition.kinds:
        for nature in Nature.values:
            for attached in (False, True):
                yield kind, nature, attached


def _sums(definition: Definition) -> Iterator[Verdict]:
    """The weights that hold for a class sum to a hundred, whatever the class."""
    wrong: Counter[tuple[str, int]] = Counter()
    for kind, nature, attached in classes(definition):
        held = definition.of(kind, nature, attached=attached)
        total = sum(one.weight for one in held if one.part.earns)
        if total != FULL:
            wrong[kind, total] += 1
    for kind, total in wrong:
        yield _no(
            f"适用于{Kind(kind).label}的共性、个性指标分值合计 {as_written(total)} 分，应为 100 分。"
            "请调整分值，或者调整指标适用的类别。",
            "not-a-hundred",
        )


def _attached(definition: Definition) -> Verdict:
    """Committees answer for 直属单位: those indicators are there, weigh, and say who takes their weight."""
    if not any(Kind(kind) in COMMITTEE_KINDS for kind in definition.kinds):
        return Verdict.yes()
    inside = [one for one in definition.indicators if one.over is Over.ATTACHED and one.part.earns]
    if not inside:
        return _no(
            "考核机关党委（党委、党总支）的方案必须有“直属单位各组织”的指标，分值不能为 0。请添加。",
            "no-attached",
        )
    without = next((one for one in inside if not one.gives_to), None)
    if without is not None:
        return _no(
            f"“{without.name}”要写明没有直属单位的组织这项分值并入哪个指标（并回机关本级）。",
            "attached-without-heir",
        )
    return Verdict.yes()
