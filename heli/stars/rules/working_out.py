"""测算: from scores, terms and facts to a proposed star with the reasons that moved it (R11-01, R11-02).

The order is that of an office: who gets no star, the line, the star held, satisfaction, 逐级晋升, quotas from
above. Whoever falls out of a quota takes part in the next one beneath; a tie at a quota is told, not broken.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from heli.schemes.rules.definition import as_written
from heli.stars.catalogue import STARS, Star, Terms

SOURCE = "R11-01、R11-02，示例，待工委确认"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one organisation. `score` in hundredths, `satisfaction` in hundredths of a percent.

    `previous` None: it never had a star. `exceptional` and `barred` are the documents or reasons behind them.
    """

    pk: int
    score: int | None
    pool: str = ""
    is_new: bool = False
    previous: int | None = None
    exceptional: str = ""
    satisfaction: int | None = None
    barred: str = ""


@dataclass(slots=True)
class Worked:
    """The star proposed for one organisation, why, and whether a tie at a quota is to be decided."""

    star: Star
    reasons: list[str] = field(default_factory=list)
    is_tied: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that a rule leaves an organisation, with the words for it."""

    star: Star
    reason: str


def work_out(facts: Sequence[Facts], terms: Terms) -> dict[int, Worked]:
    """The proposal for each organisation, by its key; the order of `facts` changes nothing."""
    found = {one.pk: _by_line(one, terms) for one in facts}
    pools: dict[str, list[Facts]] = {}
    for one in facts:
        if _is_assessed(one, terms):
            pools.setdefault(pool_of(one.pool, terms), []).append(one)
    for inside in pools.values():
        _hold_quotas(inside, found, terms)
    return found


def pool_of(pool: str, terms: Terms) -> str:
    """Among whom a quota is counted."""
    return pool if terms.by_class else ""


def quota_of(star: int, assessed: int, terms: Terms) -> int | None:
    """How many may have `star` where so many are assessed, rounded downwards; None without a quota."""
    share = terms.quotas.get(star)
    return None if share is None else assessed * share // 100


def limits(one: Facts, terms: Terms) -> Iterator[Limit]:
    """What no line and no decision lifts an organisation above, the hardest first."""
    if one.barred:
        yield Limit(Star.BARRED, f"一票否决：{one.barred}，不评星")
    if one.is_new and terms.newcomers:
        yield Limit(Star.NONE, "当年新成立，只自评不定星")
    if one.score is None:
        yield Limit(Star.NONE, "得分未知，不定星；未知不是零分")
    if (
        terms.satisfaction_line > 0
        and one.satisfaction is not None
        and one.satisfaction < terms.satisfaction_line
    ):
        told = f"群众满意度 {as_written(one.satisfaction)}%，低于 {as_written(terms.satisfaction_line)}%"
        most = Star(terms.satisfaction_star)
        yield Limit(most, f"{told}，最高{most.label}")
    if terms.step and one.previous is not None and not one.exceptional:
        most = _next_up(one.previous, terms)
        yield Limit(most, f"上次{Star(one.previous).label}，逐级晋升至{most.label}")


def most_for(one: Facts, terms: Terms) -> Limit:
    """The tightest limit; five stars without any."""
    return min(limits(one, terms), key=lambda limit: limit.star, default=Limit(Star.FIVE, ""))


def assessed_in(facts: Sequence[Facts], terms: Terms) -> dict[str, int]:
    """How many are assessed in each pool: with a known score, not barred, not new."""
    found: dict[str, int] = {}
    for one in facts:
        if _is_assessed(one, terms):
            pool = pool_of(one.pool, terms)
            found[pool] = found.get(pool, 0) + 1
    return found


def over_quota(facts: Sequence[Facts], stars: Mapping[int, int], terms: Terms) -> str:
    """Which quota the given stars exceed, in words; empty where none."""
    for pool, assessed in assessed_in(facts, terms).items():
        for star in STARS:
            most = quota_of(star, assessed, terms)
            number = sum(stars.get(one.pk) == star and pool_of(one.pool, terms) == pool for one in facts)
            if most is not None and number > most:
                ground = f"参评 {assessed} 个的 {terms.quotas[star]}%，舍去小数"
                return f"{star.label}名额 {most} 个（{ground}），现在有 {number} 个"
    return ""


def _is_assessed(one: Facts, terms: Terms) -> bool:
    return not one.barred and one.score is not None and not (one.is_new and terms.newcomers)


def _next_up(previous: int, terms: Terms) -> Star:
    """One star above; from none, the lowest that is given."""
    if previous >= 1:
        return Star(min(previous + 1, Star.FIVE))
    return Star(min(terms.lines, default=Star.ONE))


def _by_line(one: Facts, terms: Terms) -> Worked:
    """By line and limits alone."""
    if not _is_assessed(one, terms) or one.score is None:
        most = most_for(one, terms)
        return Worked(most.star, [most.reason])
    made = _reached(one.score, terms)
    _hold_previous(made, one, terms)
    for limit in limits(one, terms):
        if made.star > limit.star:
            made.star = limit.star
            made.reasons.append(limit.reason)
    made.reasons += _notes(one, made, terms)
    return made


def _reached(score: int, terms: Terms) -> Worked:
    star = max((one for one in terms.lines if score >= terms.lines[one]), default=None)
    if star is not None:
        return Worked(
            Star(star),
            [f"得分 {as_written(score)}，达{Star(star).label}线（{as_written(terms.lines[star])}）"],
        )
    lowest = min(terms.lines)
    line = f"{Star(lowest).label}线（{as_written(terms.lines[lowest])}）"
    return Worked(Star.NONE, [f"得分 {as_written(score)}，不到{line}，不定星"])


def _hold_previous(made: Worked, one: Facts, terms: Terms) -> None:
    """A star held and not reached again: lowered, or kept where the terms say so."""
    if one.previous is None or one.previous <= made.star:
        return
    held = Star(one.previous).label
    if terms.lowers:
        made.reasons.append(f"上次{held}，得分不到{held}线，调整为{made.star.label}")
    else:
        made.star = Star(one.previous)
        made.reasons.append(f"上次{held}，规则不因得分降星，保持{held}")


def _notes(one: Facts, made: Worked, terms: Terms) -> Iterator[str]:
    if terms.satisfaction_line and one.satisfaction is None:
        yield "群众满意度未知，没有据此限制"
    if (
        terms.step
        and one.previous is not None
        and one.exceptional
        and made.star > _next_up(one.previous, terms)
    ):
        yield f"破格（{one.exceptional}），不受逐级晋升限制"
    if terms.step and one.previous is None:
        yield "此前没有评定过，不受逐级晋升限制"


def _hold_quotas(inside: Sequence[Facts], found: dict[int, Worked], terms: Terms) -> None:
    """From five stars down: whoever does not fit falls one star, with the place that he has by score."""
    for star in STARS:
        most = quota_of(star, len(inside), terms)
        reached = [one for one in inside if found[one.pk].star is star]
        if most is None or len(reached) <= most:
            continue
        reached.sort(key=_downwards)
        line = reached[most - 1].score if most else None
        cut = reached[most].score == line
        for one in reached:
            is_above = most > 0 and _downwards(one) < -(line or 0)
            if is_above or (one.score == line and not cut):
                continue
            _fall(found[one.pk], one, reached, most, tied=one.score == line)


def _downwards(one: Facts) -> int:
    return -(one.score or 0)


def _fall(made: Worked, one: Facts, reached: Sequence[Facts], most: int, *, tied: bool) -> None:
    star = made.star
    made.star = Star(star - 1)
    if tied:
        same = [other for other in reached if other.score == one.score]
        above = sum(_downwards(other) < _downwards(one) for other in reached)
        made.is_tied = True
        alike = f"{len(same)} 个组织同为 {as_written(one.score or 0)} 分"
        made.reasons.append(f"{star.label}名额 {most} 个，还剩 {most - above} 个，{alike}，由审定会议决定")
        return
    place = 1 + sum(_downwards(other) < _downwards(one) for other in reached)
    full = f"{star.label}名额 {most} 个已满" if most else f"{star.label}没有名额（舍去小数）"
    made.reasons.append(f"{full}，按得分排第 {place}，定为{made.star.label}")
