"""领导干部执行情况: who counts as a leading cadre, and the figures of several beside the other members.

Sources: S001-44 (领导干部首先做到), S001-42, R01-26 (双重组织生活), R01-16. Figures are of organs; of
one person only facts are told, and nothing sorts persons by them (R14-06).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import TextChoices

from heli.accounts.catalogue import LEADING_OFFICES, SECRETARIES, Office
from heli.orgs.catalogue import LEADING_KINDS, Kind

BODIES = LEADING_KINDS - {Kind.LOCAL_COMMITTEE}
"""Whose members are counted: leading bodies of organs. The 地方党委 keeps its records elsewhere."""
HEADED = frozenset({Kind.WORK_COMMITTEE, Kind.ORGAN_COMMITTEE})
"""Whose 书记 and 副书记 are counted: 机关党委 and what stands above it."""
HEADS = frozenset({Office.SECRETARY, Office.DEPUTY, Office.FULLTIME_DEPUTY})


def is_leading(kind: str, office: str) -> bool:
    """Whether an office at an organisation of a kind makes a leading cadre."""
    return (kind in BODIES and office in LEADING_OFFICES) or (kind in HEADED and office in HEADS)


def title(organisation: str, office: str) -> str:
    """An office with where it is held, the body named once: 市教育局党组成员, not 市教育局党组党组成员."""
    return (
        f"{organisation.removesuffix('党组')}{office}" if office.startswith("党组") else organisation + office
    )


class Told(TextChoices):
    """What is known of one person and the 民主生活会 of his body (R01-26)."""

    NOT_DUE = "", "不是班子成员"
    ATTENDED = "attended", "已参加"
    AWAY = "away", "没有参加"
    NOT_HELD = "not_held", "没有召开的记录"
    UNKNOWN = "unknown", "未知"


class Coming(NamedTuple):
    """Meetings of the own branch: how many one was due at by name, and came to."""

    due: int = 0
    came: int = 0

    @property
    def words(self) -> str:
        """As a fact, not as a figure about a person."""
        if not self.due:
            return "没有点名的记录"
        if self.came == self.due:
            return "每次都参加"
        return "有缺席" if self.came else "没有参加过"


@dataclass(frozen=True, slots=True)
class Cadre:
    """A leading cadre on the day: `member` is the line of the roster, None where the post names none.

    `held` are his posts by primary key, `posts` by their words. `branch` and `coming` are None where the
    branch lies outside the reader's scope; `lectures` are records of kind lecture that name him as chair.
    """

    name: str
    initials: str
    organ: int
    held: tuple[int, ...]
    posts: tuple[str, ...]
    offices: frozenset[Office]
    member: int | None = None
    branch: int | None = None
    coming: Coming | None = None
    lectures: tuple[int, ...] = ()
    democratic: Told = Told.NOT_DUE

    @property
    def post(self) -> int:
        """The post by which he is addressed."""
        return self.held[0]

    @property
    def is_head(self) -> bool:
        """书记 of a leading body or a 机关党委: owes a 党课 every year (R01-16)."""
        return bool(self.offices & SECRETARIES)

    @property
    def branch_words(self) -> str:
        """Why there is no branch to show; empty where there is one."""
        if self.branch is not None:
            return ""
        return "名册中没有对应的党员" if self.member is None else "所在党支部不在您的范围内"

    @property
    def is_due(self) -> bool:
        return self.coming is not None and self.coming.due > 0


@dataclass(frozen=True, slots=True)
class Other:
    """Another member of a branch in which a leading cadre is enrolled."""

    member: int
    coming: Coming
    lectured: bool


class Part(NamedTuple):
    """`number` of `of`; None where it is not known."""

    number: int | None
    of: int

    @property
    def percent(self) -> str:
        """In percent with one digit; empty where there is nothing to divide."""
        return f"{self.number / self.of:.1%}" if self.of and self.number is not None else ""


class Sort(NamedTuple):
    """A number of the page: its words, and who is counted in it."""

    label: str
    counts: Callable[[Cadre], bool]


SORTS: Mapping[str, Sort] = {
    "all": Sort("全部领导干部", lambda one: True),
    "enrolled": Sort("已编入党支部", lambda one: one.branch is not None),
    "loose": Sort("名册中没有对应的党员", lambda one: one.member is None),
    "due": Sort("有点名记录", lambda one: one.is_due),
    "once": Sort("参加过支部会议", lambda one: one.is_due and _coming(one).came > 0),
    "every": Sort("每次都参加", lambda one: one.is_due and _coming(one).came == _coming(one).due),
    "missed": Sort("有缺席", lambda one: one.is_due and _coming(one).came < _coming(one).due),
    "lecture": Sort("讲过党课", lambda one: bool(one.lectures)),
    "head": Sort("书记", lambda one: one.is_head),
    "head_lecture": Sort("书记讲过党课", lambda one: one.is_head and bool(one.lectures)),
    "head_without": Sort("书记还没有讲党课", lambda one: one.is_head and not one.lectures),
    "attended": Sort("参加了民主生活会", lambda one: one.democratic is Told.ATTENDED),
}


def _coming(one: Cadre) -> Coming:
    return one.coming or Coming()


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some cadres; the second of a pair is that of the other members of their branches."""

    total: int
    enrolled: int
    due: int
    once: tuple[Part, Part]
    every: tuple[Part, Part]
    lectured: tuple[Part, Part]
    heads: Part
    democratic: Part
    not_held: bool
    """Whether records of 民主生活会 are kept, and there is none in the days asked for."""


def figures(cadres: Collection[Cadre], others: Collection[Other]) -> Figures:
    """What is counted of `cadres` and of the `others`, each of whom is named once."""
    counted = {name: sum(sort.counts(one) for one in cadres) for name, sort in SORTS.items()}
    due = [one for one in others if one.coming.due]
    told = [one.democratic for one in cadres if one.democratic is not Told.NOT_DUE]
    known = sum(one in (Told.ATTENDED, Told.AWAY) for one in told)
    return Figures(
        total=len(cadres),
        enrolled=counted["enrolled"],
        due=counted["due"],
        once=(
            _part(counted["once"], counted["due"]),
            _part(sum(one.coming.came > 0 for one in due), len(due)),
        ),
        every=(
            _part(counted["every"], counted["due"]),
            _part(sum(one.coming.came == one.coming.due for one in due), len(due)),
        ),
        lectured=(
            Part(counted["lecture"], len(cadres)),
            _part(sum(one.lectured for one in others), len(others)),
        ),
        heads=Part(counted["head_lecture"], counted["head"]),
        democratic=Part(counted["attended"] if known else None, known),
        not_held=bool(told) and all(one is Told.NOT_HELD for one in told),
    )


def _part(number: int, of: int) -> Part:
    """Of nobody nothing is known: not zero."""
    return Part(number if of else None, of)
