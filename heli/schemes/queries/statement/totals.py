"""Weights, points and totals, in whole hundredths: rounded half up by integer division, alike everywhere."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from heli.schemes.catalogue import FULL, Definition, Indicator, Limit, Measure, Part, Shape, Unknown
from heli.schemes.queries.statement.asked import SUBJECT, Asked, Layers


def weighed(layers: Layers, definition: Definition) -> str:
    """The weight of each indicator for each subject; NULL where it does not hold or nobody is there.

    Returns the layer to go on from: a weight that is the same for all needs none.
    """
    told = []
    for n, one in enumerate(definition.indicators):
        given = "".join(
            f" + CASE WHEN {layers.value(f'n{m}')} = 0 THEN {other.weight} ELSE 0 END"
            for m, other in enumerate(definition.indicators)
            if other.gives_to == one.code and layers.carried(f"n{m}")
        )
        there = [f"n{n} > 0" for _ in layers.carried(f"n{n}")] + [*_holds(one)]
        if not given and not there:
            layers.let(f"w{n}", one.weight)
        else:
            told.append(f"CASE WHEN {' AND '.join(there) or '1 = 1'} THEN {one.weight}{given} END AS w{n}")
    if not told:
        return "fact"
    layers.add("weighed", f"SELECT f.*, {', '.join(told)} FROM fact f")
    return "weighed"


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


def pointed(layers: Layers, asked: Asked, source: str) -> tuple[str, tuple[str, ...]]:
    """Points of each indicator, then the sums and the total; returns the SELECT and its columns."""
    definition, subject = asked.definition, ", ".join(SUBJECT)
    numbered = list(enumerate(definition.indicators))
    needed = [f"{name}{n}" for n, one in numbered for name in ("wabu" if asked.full else "wu")]
    carried = "".join(f", {name}" for name in layers.carried(*needed))
    told = ", ".join(f"{points_of(n, one, layers.value)} AS p{n}" for n, one in numbered)
    layers.add("pointed", f"SELECT {subject}{carried}, {told} FROM {source}")
    detail = [f"{name}{n}" for n, _ in numbered for name in "wabup"] if asked.full else []
    kept = "".join(f", {name}" for name in layers.carried(*detail))
    layers.add("reckoned", f"SELECT {subject}{kept}, {_sums_of(layers, definition)} FROM pointed")
    limits = _limits_of(layers, definition)
    if limits:
        layers.add("limited", f"SELECT r.*, {limits} FROM reckoned r")
    sums = ("known", "open", "bonus", "deduction", "barred")
    told = "".join(f", {layers.value(name)} AS {name}" for name in detail)
    select = f"SELECT {subject}, {', '.join(sums)}, {_total(layers, definition)} AS total{told} FROM "
    return select + ("limited" if limits else "reckoned"), (*SUBJECT, *sums, "total", *detail)


def points_of(n: int, one: Indicator, value: Callable[[str], str] = str) -> str:
    """What an indicator earns, in hundredths; NULL where it does not count or nothing is known.

    `value` says what to write for the columns w (weight), a and b.
    """
    w, a, b = (value(f"{name}{n}") for name in "wab")
    counts = [] if w.isdigit() else [f"{w} IS NOT NULL"]
    if one.part in (Part.DISQUALIFIER, Part.RESET):
        return _where(counts, f"CASE WHEN {a} > 0 THEN 1 ELSE 0 END")
    if b == "0":
        return "CAST(NULL AS bigint)"
    counts += [] if b.isdigit() else [f"{b} > 0"]
    if one.measure is Measure.MARK:
        earned = f"CASE WHEN {a} > {w} THEN {w} ELSE {a} END"
    elif one.shape is Shape.EACH:
        earned = f"CASE WHEN {a} * {one.each} > {w} THEN {w} ELSE {a} * {one.each} END"
    elif one.shape is Shape.BANDS:
        reached = a if one.measure is Measure.RECORDS else f"({a} * {FULL} / {b})"
        ladder = " ".join(
            f"WHEN {reached} >= {floor} THEN (2 * {w} * {share} + {FULL}) / {2 * FULL}"
            for floor, share in one.bands
        )
        earned = f"CASE {ladder} ELSE 0 END"
    elif one.shape is Shape.TARGET or one.measure is Measure.RECORDS:
        target = max(one.target, 1)
        reached = f"(CASE WHEN {a} > {target} THEN {target} ELSE {a} END)"
        earned = f"(2 * {w} * {reached} + {target}) / {2 * target}"
    else:
        reached = f"(CASE WHEN {a} > {b} THEN {b} ELSE {a} END)"
        earned = f"(2 * {w} * {reached} + {b}) / (2 * {b})"
    if one.least:
        earned = f"CASE WHEN {earned} < {one.least} THEN {one.least} ELSE {earned} END"
    return _where(counts, earned)


def _where(conditions: Sequence[str], value: str) -> str:
    return f"CASE WHEN {' AND '.join(conditions)} THEN {value} END" if conditions else value


def _sums_of(layers: Layers, definition: Definition) -> str:
    """`known` and `open` weight, what is earned by group, 加分, 扣分, and whether 一票否决 holds."""
    numbered = list(enumerate(definition.indicators))
    earning = [(n, one) for n, one in numbered if one.part.earns]
    told = [
        f"{_sum(_known(n, layers.value) for n, _ in earning)} AS known",
        f"{_sum(_open(n, layers.value) for n, _ in earning if layers.value(f'u{n}') != '0')} AS open",
    ]
    for number, group in _earning_groups(definition):
        inside = [n for n, one in earning if one.group == group]
        reset = [n for n, one in numbered if one.part is Part.RESET and one.group == group]
        if reset:
            told.append(
                f"CASE WHEN {_sum(f'COALESCE(p{n}, 0)' for n in reset)} > 0 THEN 0 ELSE 1 END AS c{number}"
            )
        else:
            layers.let(f"c{number}", 1)
        told += [
            f"{_sum(f'COALESCE(p{n}, 0)' for n in inside)} AS s{number}",
            f"{_sum(_known(n, layers.value) for n in inside)} AS k{number}",
        ]
        weights = [layers.value(f"w{n}") for n in inside]
        if all(one.isdigit() for one in weights):
            layers.let(f"g{number}", sum(map(int, weights)))
        else:
            told.append(f"{_sum(f'COALESCE({one}, 0)' for one in weights)} AS g{number}")
    for name, part in (("bonus", Part.BONUS), ("deduction", Part.DEDUCTION), ("barred", Part.DISQUALIFIER)):
        of_part = (f"COALESCE(p{n}, 0)" for n, one in numbered if one.part is part)
        told.append(f"{_sum(of_part)} AS {name}")
    return ", ".join(told)


def _earning_groups(definition: Definition) -> Iterator[tuple[int, str]]:
    """Groups that can earn something, by number."""
    earning = {one.group for one in definition.indicators if one.part.earns}
    return ((number, group) for number, group in enumerate(definition.groups) if group in earning)


def _limits_of(layers: Layers, definition: Definition) -> str:
    """What each group earns, within its limits (保底、封顶), or nothing where it is reset (清零)."""
    told = []
    for number, group in _earning_groups(definition):
        limit, kept = definition.limit(group), layers.carried(f"c{number}")
        if limit is None and not kept:
            layers.let(f"e{number}", f"s{number}")
            continue
        earned = f"s{number}" if limit is None else f"({_limited(number, limit, layers.value)})"
        told.append(f"{' * '.join((earned, *kept))} AS e{number}")
    return ", ".join(told)


def _limited(n: int, limit: Limit, value: Callable[[str], str]) -> str:
    """The points of a group: its limits are read down to the weight that is known of its whole."""
    whole = value(f"g{n}")
    least, most = (
        f"((2 * CASE WHEN {whole} < {points} THEN {whole} ELSE {points} END * k{n} + {whole})"
        f" / (2 * {whole}))"
        for points in (limit.least, limit.most or FULL)
    )
    held = f"CASE WHEN s{n} < {least} THEN {least} WHEN s{n} > {most} THEN {most} ELSE s{n} END"
    return f"CASE WHEN k{n} > 0 THEN {held} ELSE 0 END"


def _known(n: int, value: Callable[[str], str]) -> str:
    """The weight of an indicator of which something is known."""
    return f"CASE WHEN p{n} IS NULL THEN 0 ELSE {value(f'w{n}')} END"


def _open(n: int, value: Callable[[str], str]) -> str:
    """The weight of an indicator of which something is not known."""
    weight, unknown = value(f"w{n}"), value(f"u{n}")
    return f"CASE WHEN p{n} IS NULL AND {unknown} > 0 THEN COALESCE({weight}, 0) ELSE 0 END"


def _sum(parts: Iterable[str]) -> str:
    return f"({' + '.join(parts) or '0'})"


def _total(layers: Layers, definition: Definition) -> str:
    """The total in hundredths: what is known is read as the whole (unknown is not zero), then 加分, 扣分."""
    groups = [(f"k{n}", layers.value(f"g{n}"), layers.value(f"e{n}")) for n, _ in _earning_groups(definition)]
    if definition.unknown is Unknown.GROUP:
        earned = _sum(
            f"CASE WHEN {k} > 0 THEN (2 * {g} * {e} + {k}) / (2 * {k}) ELSE 0 END" for k, g, e in groups
        )
        known = _sum(f"CASE WHEN {k} > 0 THEN {g} ELSE 0 END" for k, g, _ in groups)
    else:
        earned, known = _sum(e for _, _, e in groups), "known"
    base = f"(2 * {FULL} * {earned} + {known}) / (2 * {known})"
    cap = definition.bonus_cap
    bonus = f"CASE WHEN bonus > {cap} THEN {cap} ELSE bonus END"
    total = f"({base} + {bonus} - deduction)"
    return f"CASE WHEN known > 0 THEN CASE WHEN {total} < 0 THEN 0 ELSE {total} END END"
