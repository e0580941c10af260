"""Weights, points and totals, in whole hundredths: rounded half up by integer division, alike everywhere."""

from collections.abc import Iterable, Iterator

from heli.schemes.catalogue import FULL, Definition, Indicator, Limit, Measure, Part, Shape, Unknown
from heli.schemes.queries.statement.asked import Asked, Layers


def weighed(layers: Layers, definition: Definition) -> None:
    """The weight of each indicator for each subject; NULL where it does not hold or nobody is there."""
    told = []
    for n, one in enumerate(definition.indicators):
        given = "".join(
            f" + CASE WHEN n{m} = 0 THEN {other.weight} ELSE 0 END"
            for m, other in enumerate(definition.indicators)
            if other.gives_to == one.code
        )
        there = [f"n{n} > 0", *_holds(one)]
        told.append(f"CASE WHEN {' AND '.join(there)} THEN {one.weight}{given} END AS w{n}")
    layers.add("weighed", f"SELECT f.*, {', '.join(told)} FROM fact f")


def _holds(one: Indicator) -> Iterator[str]:
    """The condition that an indicator of some classes holds; nothing where it holds for all."""
    classes = []
    for holder in one.holds_for:
        said = [f"kind = '{holder.kind}'"]
        said += [] if holder.attached is None else [f"attached = {int(holder.attached)}"]
        said += [f"nature = '{holder.nature}'"] if holder.nature else []
        classes.append(f"({' AND '.join(said)})")
    if classes:
        yield f"({' OR '.join(classes)})"


def pointed(layers: Layers, asked: Asked) -> tuple[str, ...]:
    """Points of each indicator, then the sums and the total; returns the names of the columns."""
    definition = asked.definition
    numbered = list(enumerate(definition.indicators))
    told = ", ".join(f"{points_of(n, one)} AS p{n}" for n, one in numbered)
    layers.add("pointed", f"SELECT w.*, {told} FROM weighed w")
    layers.add("reckoned", f"SELECT p.*, {_sums_of(definition)} FROM pointed p")
    layers.add("limited", f"SELECT r.*, {_limits_of(definition)} FROM reckoned r")
    detail = [f"{name}{n}" for n, _ in numbered for name in "wabup"] if asked.full else []
    named = (
        "id",
        "kind",
        "nature",
        "system",
        "attached",
        "path",
        "known",
        "open",
        "bonus",
        "deduction",
        "barred",
    )
    layers.add(
        "summed",
        f"SELECT {', '.join(named)}, {_total(definition)} AS total"
        f"{''.join(f', {one}' for one in detail)} FROM limited",
    )
    return (*named, "total", *detail)


def points_of(n: int, one: Indicator) -> str:
    """What an indicator earns, in hundredths; NULL where it does not count or nothing is known."""
    if one.part in (Part.DISQUALIFIER, Part.RESET):
        return f"CASE WHEN w{n} IS NOT NULL THEN CASE WHEN a{n} > 0 THEN 1 ELSE 0 END END"
    known = f"w{n} IS NOT NULL AND b{n} > 0"
    if one.measure is Measure.MARK:
        earned = f"CASE WHEN a{n} > w{n} THEN w{n} ELSE a{n} END"
    elif one.shape is Shape.EACH:
        earned = f"CASE WHEN a{n} * {one.each} > w{n} THEN w{n} ELSE a{n} * {one.each} END"
    elif one.shape is Shape.BANDS:
        value = f"a{n}" if one.measure is Measure.RECORDS else f"(a{n} * {FULL} / b{n})"
        ladder = " ".join(
            f"WHEN {value} >= {floor} THEN (2 * w{n} * {share} + {FULL}) / {2 * FULL}"
            for floor, share in one.bands
        )
        earned = f"CASE {ladder} ELSE 0 END"
    elif one.shape is Shape.TARGET or one.measure is Measure.RECORDS:
        target = max(one.target, 1)
        reached = f"(CASE WHEN a{n} > {target} THEN {target} ELSE a{n} END)"
        earned = f"(2 * w{n} * {reached} + {target}) / {2 * target}"
    else:
        reached = f"(CASE WHEN a{n} > b{n} THEN b{n} ELSE a{n} END)"
        earned = f"(2 * w{n} * {reached} + b{n}) / (2 * b{n})"
    if one.least:
        earned = f"CASE WHEN {earned} < {one.least} THEN {one.least} ELSE {earned} END"
    return f"CASE WHEN {known} THEN {earned} END"


def _sums_of(definition: Definition) -> str:
    """`known` and `open` weight, what is earned by group, 加分, 扣分, and whether 一票否决 holds."""
    numbered = list(enumerate(definition.indicators))
    earning = [(n, one) for n, one in numbered if one.part.earns]
    told = [
        f"{_sum(f'CASE WHEN p{n} IS NULL THEN 0 ELSE w{n} END' for n, _ in earning)} AS known",
        f"{_sum(_open(n) for n, _ in earning)} AS open",
    ]
    for number, group in enumerate(definition.groups):
        inside = [n for n, one in earning if one.group == group]
        reset = [n for n, one in numbered if one.part is Part.RESET and one.group == group]
        kept = (
            f"CASE WHEN {_sum(f'COALESCE(p{n}, 0)' for n in reset)} > 0 THEN 0 ELSE 1 END" if reset else "1"
        )
        told += [
            f"{_sum(f'COALESCE(p{n}, 0)' for n in inside)} AS s{number}",
            f"{kept} AS c{number}",
            f"{_sum(f'CASE WHEN p{n} IS NULL THEN 0 ELSE w{n} END' for n in inside)} AS k{number}",
            f"{_sum(f'COALESCE(w{n}, 0)' for n in inside)} AS g{number}",
        ]
    for name, part in (("bonus", Part.BONUS), ("deduction", Part.DEDUCTION), ("barred", Part.DISQUALIFIER)):
        of_part = (f"COALESCE(p{n}, 0)" for n, one in numbered if one.part is part)
        told.append(f"{_sum(of_part)} AS {name}")
    return ", ".join(told)


def _limits_of(definition: Definition) -> str:
    """What each group earns, within its limits (保底、封顶), or nothing where it is reset (清零)."""
    return ", ".join(
        f"({_limited(number, definition.limit(group))}) * c{number} AS e{number}"
        for number, group in enumerate(definition.groups)
    )


def _limited(n: int, limit: Limit | None) -> str:
    """The points of a group: its limits are read down to the weight that is known of its whole."""
    if limit is None:
        return f"s{n}"
    least, most = (
        f"((2 * CASE WHEN g{n} < {points} THEN g{n} ELSE {points} END * k{n} + g{n}) / (2 * g{n}))"
        for points in (limit.least, limit.most or FULL)
    )
    held = f"CASE WHEN s{n} < {least} THEN {least} WHEN s{n} > {most} THEN {most} ELSE s{n} END"
    return f"CASE WHEN k{n} > 0 THEN {held} ELSE 0 END"


def _open(n: int) -> str:
    """The weight of an indicator of which something is not known."""
    return f"CASE WHEN p{n} IS NULL AND u{n} > 0 THEN COALESCE(w{n}, 0) ELSE 0 END"


def _sum(parts: Iterable[str]) -> str:
    return f"({' + '.join(parts) or '0'})"


def _total(definition: Definition) -> str:
    """The total in hundredths: what is known is read as the whole (unknown is not zero), then 加分, 扣分."""
    groups = range(len(definition.groups))
    if definition.unknown is Unknown.GROUP:
        earned = _sum(
            f"CASE WHEN k{n} > 0 THEN (2 * g{n} * e{n} + k{n}) / (2 * k{n}) ELSE 0 END" for n in groups
        )
        known = _sum(f"CASE WHEN k{n} > 0 THEN g{n} ELSE 0 END" for n in groups)
    else:
        earned, known = _sum(f"e{n}" for n in groups), _sum(f"k{n}" for n in groups)
    base = f"(2 * {FULL} * {earned} + {known}) / (2 * {known})"
    cap = definition.bonus_cap
    bonus = f"CASE WHEN bonus > {cap} THEN {cap} ELSE bonus END"
    total = f"({base} + {bonus} - deduction)"
    return f"CASE WHEN known > 0 THEN CASE WHEN {total} < 0 THEN 0 ELSE {total} END END"
