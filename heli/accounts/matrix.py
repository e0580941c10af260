"""Roles × permissions, as documents and pages show them; every cell is asked of `permissions.scope_of`."""

from typing import NamedTuple

from heli.accounts.catalogue import Area, Office, Permission, Reach, area_of
from heli.accounts.permissions import scope_of
from heli.accounts.scope import Holding, Membership, PostHeld, Scope

_ROLES: tuple[tuple[str, Reach, Office], ...] = (
    ("机关工委书记、副书记、委员", Reach.CITY, Office.SECRETARY),
    ("机关工委工作人员", Reach.CITY, Office.STAFF),
    ("机关工委党务干事", Reach.CITY, Office.CLERK),
    ("机关工委业务管理员", Reach.CITY, Office.ADMINISTRATOR),
    ("系统管理员", Reach.CITY, Office.SYSTEM_ADMIN),
    ("安全管理员", Reach.CITY, Office.SECURITY_ADMIN),
    ("审计管理员", Reach.CITY, Office.AUDIT_ADMIN),
    ("党组（党委）书记", Reach.LED, Office.LEAD_SECRETARY),
    ("党组（党委）副书记、成员", Reach.LED, Office.LEAD_MEMBER),
    ("党组秘书", Reach.LED, Office.GROUP_CLERK),
    ("党组（党委）工作人员", Reach.LED, Office.STAFF),
    ("机关党委、党委、党总支书记、副书记、委员", Reach.BENEATH, Office.SECRETARY),
    ("机关党委、党委、党总支工作人员", Reach.BENEATH, Office.STAFF),
    ("机关党委、党委、党总支党务干事", Reach.BENEATH, Office.CLERK),
    ("党支部书记", Reach.OWN, Office.SECRETARY),
    ("党支部副书记、委员", Reach.OWN, Office.ORGANISATION),
    ("党支部工作人员", Reach.OWN, Office.STAFF),
    ("党支部党务干事", Reach.OWN, Office.CLERK),
    ("党小组组长", Reach.OWN, Office.GROUP_LEADER),
)


NONE = "—"
"""What a cell of the matrix says where a right is not held."""


class Part(NamedTuple):
    """The rights of one area: its name, what they are called, and for each role how far each reaches."""

    area: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def held(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each role that holds any of them, with those that it holds and how far they reach."""
        told = [
            (role, [pair for pair in zip(self.heading, cells, strict=True) if pair[1] != NONE])
            for role, cells in self.rows
        ]
        return [(role, pairs) for role, pairs in told if pairs]


def roles() -> list[tuple[str, tuple[Holding, ...]]]:
    """The roles of the matrix, each with what it holds."""
    posts: list[tuple[str, tuple[Holding, ...]]] = [
        (role, (PostHeld(1, role, "0001", reach, office),)) for role, reach, office in _ROLES
    ]
    return [*posts, ("党员", (Membership(1),)), ("没有任职的账号", ())]


def matrix() -> list[tuple[str, ...]]:
    """Role × permission for the documentation: the heading, then for each role its reach in words.

    Every cell is asked of `scope_of`, so that the document cannot say what a page does not do.
    """
    return [("职务", *(one.label for one in Permission)), *_cells(tuple(Permission))]


def matrix_by_area() -> list[Part]:
    """The matrix, an area of the Party's work at a time (S000-13); the keeping of the system last."""
    parts: list[Part] = []
    for area in (*Area, None):
        of_it = tuple(one for one in Permission if area_of(one) is area)
        rows = tuple((row[0], tuple(row[1:])) for row in _cells(of_it))
        name = area.label if area is not None else "系统与账号"
        parts.append(Part(name, tuple(one.label for one in of_it), rows))
    return parts


def side_by_side() -> list[tuple[str, str, str, str]]:
    """Over one and the same organisation: what a 党组 and a 机关党委 may do (S000-11, S000-12, S000-13).

    For each right of the four areas: area, right, whether the 党组 that leads it has it over it, and the
    机关党委 that it is affiliated to.
    """
    rows: list[tuple[str, str, str, str]] = []
    for area in Area:
        for permission in (one for one in Permission if area_of(one) is area):
            lead, above = (_over_the_same(held, permission) for held in (_LEADING_BODY, _COMMITTEE_ABOVE))
            rows.append((area.label, permission.label, lead, above))
    return rows


class _Branch(NamedTuple):
    """A branch of a 直属单位 that the 党组 1 leads and that is affiliated to the 机关党委 at 00010002."""

    pk: int = 9
    path: str = "000100020003"
    leader_id: int | None = 1
    leading: str = "leads"


_LEADING_BODY = PostHeld(1, "党组", "0005", Reach.LED, Office.LEAD_SECRETARY)
_COMMITTEE_ABOVE = PostHeld(2, "机关党委", "00010002", Reach.BENEATH, Office.FULLTIME_DEPUTY)


def _over_the_same(held: PostHeld, permission: Permission) -> str:
    return "可以" if scope_of((held,), permission).covers(_Branch()) else NONE


def _cells(permissions: tuple[Permission, ...]) -> list[tuple[str, ...]]:
    return [(role, *(in_words(scope_of(held, one)) for one in permissions)) for role, held in roles()]


def in_words(scope: Scope) -> str:
    """How far a scope reaches, for the matrix and for 我的账号."""
    if scope.everything:
        return "全市"
    if scope.paths:
        return "本组织及下级"
    if scope.leaders:
        return "本组织及所领导、指导的组织"
    if scope.steered:
        return "本组织及所领导的组织"
    return "本组织" if scope.organisations else NONE
