"""The invented organisations: 工委, 122 organs with leading bodies and 机关党委, branches, 直属单位."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from heli.demo.catalogue import (
    CITY,
    COMMITTEE_ORGANS,
    GROUP_ORGANS,
    PARTY_DEPARTMENTS,
    PROVINCE,
    VERTICAL_ORGANS,
    Size,
)
from heli.kernel.periods import add_months
from heli.orgs.catalogue import LEADING_KINDS, TERM_KINDS, Kind, LeadershipSystem, Leading, Nature

NUMERALS = "一二三四五六七八九"
TERM_YEARS = {
    Kind.ORGAN_COMMITTEE: 5,
    Kind.COMMITTEE: 5,
    Kind.DISCIPLINE_COMMITTEE: 5,
    Kind.GENERAL_BRANCH: 3,
    Kind.BRANCH: 3,
    Kind.RETIRED_BRANCH: 3,
}  # R02-05, R01-30
STEMS = (
    "信息",
    "服务",
    "事务",
    "研究",
    "执法",
    "培训",
    "检测",
    "评价",
    "保障",
    "宣传",
    "档案",
    "监测",
    "指导",
    "发展",
)
DUAL_STEMS = ("重点项目", "志愿服务", "营商环境", "乡村振兴", "应急值守")
RETIRED_FROM = 3
"""An organ with so many branches of its own has one for its retired members."""
BODIES = (
    ("中心", Nature.INSTITUTION, LeadershipSystem.BY_HEAD),
    ("院", Nature.INSTITUTION, LeadershipSystem.UNDER_COMMITTEE),
    ("支队", Nature.ORGAN, LeadershipSystem.UNSTATED),
    ("有限公司", Nature.ENTERPRISE, LeadershipSystem.UNSTATED),
)


@dataclass(frozen=True, slots=True)
class Planted:
    """One invented organisation; `parent` and `leader` are names of others, `attached` as on the board."""

    name: str
    kind: Kind
    unit: str
    nature: Nature
    system: LeadershipSystem
    parent: str | None
    leader: str | None
    attached: bool
    founded_on: date
    term_ends_on: date | None
    leading: Leading = Leading.LEADS
    outside: bool = False

    @property
    def has_roster(self) -> bool:
        """Whether members belong to it formally; a 兼合式党支部 has second members alone (R01-09)."""
        return self.kind in {Kind.BRANCH, Kind.RETIRED_BRANCH}


def plant(size: Size, random: Random, today: date) -> list[Planted]:
    """Every organisation, superiors before those beneath; the numbers of `size` are met exactly."""
    committee = f"中共{CITY}委市直属机关工作委员会"
    sender = f"中共{CITY}委员会"
    found = [
        _made(sender, Kind.LOCAL_COMMITTEE, sender[2:], random, today, outside=True),
        _made(
            committee,
            Kind.WORK_COMMITTEE,
            committee[2:],
            random,
            today,
            leader=sender,
            leading=Leading.DISPATCHES,
        ),
    ]
    organs = [*PARTY_DEPARTMENTS, *COMMITTEE_ORGANS, *GROUP_ORGANS]
    weights = [0.4 + random.random() * 1.6 for _ in organs]
    shares = zip(
        organs,
        shared(size.own_general, weights),
        shared(size.own_branches, weights, least=1),
        shared(size.attached_single, weights),
        shared(size.attached_grouped, weights),
        shared(size.dual, weights),
        strict=True,
    )
    branches = iter(shared(size.attached_branches, [1.0] * size.attached_grouped, least=1))
    for organ, general, own, single, grouped, dual in shares:
        inside = _organ(organ, committee, general, own, random, today)
        leader = next(one.name for one in inside if one.kind in LEADING_KINDS and not one.outside)
        parent = next(one.name for one in inside if one.kind == Kind.ORGAN_COMMITTEE)
        found += inside
        found += _beside(inside, parent, leader, dual, random, today)
        for number in range(single + grouped):
            inner = 0 if number < single else next(branches)
            found += _attached(organ, number, inner, (leader, parent), random, today)
    return found


def _organ(organ: str, committee: str, general: int, own: int, random: Random, today: date) -> list[Planted]:
    unit = f"{CITY}{organ.removeprefix('市')}"
    base = f"中共{unit}"
    # 市政协机关 has its branches as 市政协机关第一支部: nobody says 机关机关.
    inner = base.removesuffix("机关")
    top = f"{inner}机关委员会"
    found = _leading(organ, unit, random, today)
    body = found[-1].name
    found.append(_made(top, Kind.ORGAN_COMMITTEE, unit, random, today, parent=committee, leader=body))
    generals = [f"{inner}机关第{numeral(number)}总支部委员会" for number in range(1, general + 1)]
    found += [
        _made(name, Kind.GENERAL_BRANCH, unit, random, today, parent=top, leader=body) for name in generals
    ]
    for number in range(1, own + 1):
        # A 总支 takes five branches or so; the others stand directly beneath the 机关党委.
        above = generals[(number - 1) % general] if general and number <= general * 5 else top
        name, kind = f"{inner}机关第{numeral(number)}支部委员会", Kind.BRANCH
        if number == own and own >= RETIRED_FROM:
            name, kind, above = f"{inner}机关离退休支部委员会", Kind.RETIRED_BRANCH, top
        found.append(_made(name, kind, unit, random, today, parent=above, leader=body))
    return found


def _leading(organ: str, unit: str, random: Random, today: date) -> list[Planted]:
    """The leading body of an organ, after the body of the province that leads or guides it (R08-05)."""
    base = f"中共{unit}"
    if organ in PARTY_DEPARTMENTS:
        ending = organ[-1] if organ[-1] in "部室局校" else "委"
        return [_made(f"{unit}{ending}务会", Kind.LEADING_BODY, unit, random, today)]
    kind = Kind.LEADING_COMMITTEE if organ in COMMITTEE_ORGANS else Kind.PARTY_GROUP
    name = f"{base}{'委员会' if organ in COMMITTEE_ORGANS else '党组'}"
    if organ not in VERTICAL_ORGANS:
        return [_made(name, kind, unit, random, today)]
    above = f"{PROVINCE}{organ.removeprefix('市')}"
    higher = f"中共{above}党组"
    return [
        _made(higher, Kind.PARTY_GROUP, above, random, today, outside=True),
        _made(name, kind, unit, random, today, leader=higher, leading=Leading(VERTICAL_ORGANS[organ])),
    ]


def _beside(
    inside: list[Planted], parent: str, leader: str, dual: int, random: Random, today: date
) -> Iterator[Planted]:
    """The 机关纪委 (R02-06), and 兼合式党支部 for what several branches do together (S001-10)."""
    unit, stem = inside[-1].unit, parent.removesuffix("委员会")

    def made(name: str, kind: Kind) -> Planted:
        return _made(name, kind, unit, random, today, parent=parent, leader=leader)

    yield made(f"{stem}纪律检查委员会", Kind.DISCIPLINE_COMMITTEE)
    for number in range(dual):
        yield made(f"{stem}{DUAL_STEMS[number % len(DUAL_STEMS)]}兼合式党支部", Kind.DUAL_BRANCH)


def _attached(
    organ: str, number: int, inner: int, above: tuple[str, str], random: Random, today: date
) -> Iterator[Planted]:
    leader, parent = above
    ending, nature, system = random.choices(BODIES, (5, 3, 1, 2))[0]
    stem = STEMS[number % len(STEMS)] + (numeral(number // len(STEMS) + 1) if number >= len(STEMS) else "")
    unit = f"{CITY}{_word(organ)}{stem}{ending}"

    def made(name: str, kind: Kind, above: str) -> Planted:
        return _made(
            name,
            kind,
            unit,
            random,
            today,
            parent=above,
            leader=leader,
            nature=nature,
            system=system,
            attached=True,
        )

    if not inner:
        yield made(f"中共{unit}支部委员会", Kind.BRANCH, parent)
        return
    big = inner > 8
    top = f"中共{unit}{'委员会' if big else '总支部委员会'}"
    yield made(top, Kind.COMMITTEE if big else Kind.GENERAL_BRANCH, parent)
    for branch in range(1, inner + 1):
        yield made(f"中共{unit}第{numeral(branch)}支部委员会", Kind.BRANCH, top)


def _word(organ: str) -> str:
    """What the names of an organ's 直属单位 begin with: 市教育局 → 教育."""
    word = organ.removeprefix("市委").removeprefix("市")
    for ending in (
        "委员会办公室",
        "管理委员会",
        "委员会",
        "领导小组办公室",
        "管理局",
        "办公室",
        "机关",
        "局",
        "部",
        "厅",
    ):
        if len(word) > len(ending) + 1:
            word = word.removesuffix(ending)
    return word


def _made(
    name: str,
    kind: Kind,
    unit: str,
    random: Random,
    today: date,
    *,
    parent: str | None = None,
    leader: str | None = None,
    nature: Nature = Nature.ORGAN,
    system: LeadershipSystem = LeadershipSystem.UNSTATED,
    attached: bool = False,
    leading: Leading = Leading.LEADS,
    outside: bool = False,
) -> Planted:
    founded = today - timedelta(days=random.randrange(4 * 365, 15 * 365))
    years = TERM_YEARS.get(kind)
    # Terms lie anywhere in their course; a few ended and were not renewed, some end within the year.
    ends = add_months(today, random.randrange(-2, years * 12)) if years and kind in TERM_KINDS else None
    return Planted(
        name, kind, unit, nature, system, parent, leader, attached, founded, ends, leading, outside
    )


def numeral(number: int) -> str:
    """1–999 as it stands in a name: 一, 十二, 一百零三."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{NUMERALS[hundreds - 1]}百" if hundreds else ""
    if hundreds and not tens and ones:
        words += "零"
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{NUMERALS[tens - 1]}十"
    return words + (NUMERALS[ones - 1] if ones else "")


def shared(total: int, weights: list[float], *, least: int = 0) -> list[int]:
    """`total` divided by weight into whole parts of at least `least`, by largest remainder."""
    free = total - least * len(weights)
    exact = [free * weight / sum(weights) for weight in weights]
    parts = [int(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda place: parts[place] - exact[place])
    for place in order[: free - sum(parts)]:
        parts[place] += 1
    return [part + least for part in parts]
