"""Organisations (today's copy) and their append-only versions."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.orgs.catalogue import BRANCH_KINDS, Kind, LeadershipSystem, Leading, Nature
from heli.orgs.models.units import DictionaryEntry, Unit

STEP = 4  # digits of one level in `path`


def next_path(path: str) -> str:
    """The first path after every descendant of `path`: "00010009" → "00010010"."""
    return str(int(path) + 1).zfill(len(path))


def beneath(path: str, field: str = "path") -> Q:
    """The subtree of `path`, itself included, as a range that an index serves (measurements.md, "Tree")."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": next_path(path)})


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those that `scope` covers, by today's tree."""
        if scope.everything:
            return self
        reach = Q(pk__in=scope.organisations) | Q(leader_id__in=scope.leaders)
        reach |= Q(leader_id__in=scope.steered) & ~Q(leading=Leading.GUIDES)
        for path in scope.paths:
            reach |= beneath(path)
        return self.filter(reach)

    def live(self, on: date) -> Self:
        """Of this city, neither closed by `on` nor founded after it."""
        return self.not_closed(on).filter(Q(founded_on=None) | Q(founded_on__lte=on), outside=False)

    def not_closed(self, on: date) -> Self:
        """Not closed by `on`, whenever founded."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on))

    def under(self, path: str) -> Self:
        return self.filter(beneath(path))

    def branches(self) -> Self:
        return self.filter(kind__in=BRANCH_KINDS)


class Organisation(models.Model):
    """A Party organisation or leading body as it stands today.

    `parent` is 隶属, `leader` the 党组 (or other leading body) of 领导, `leading` the kind of that relation
    (R08-05); the Party committee that sends out a 工委 is its `leader` (S004-05). `outside`: a body of
    another place, a name without accounts or duties. `unit` is where it sits, `organ` the unit whose row it
    counts in on the board; `attached`: whether it sits in a 直属单位 of that organ. `covered`: further units
    of a 联合党支部 (R01-03). `ends_on`: the last day of a temporary or project organisation (R01-04, R01-05).
    `path` has STEP digits a level. Counts are handed down by `heli.members`.
    """

    code = models.CharField("党组织代码", max_length=40, unique=True, null=True)
    name = models.CharField("党组织全称", max_length=160)
    name_key = models.CharField(max_length=160, db_index=True)
    short_name = models.CharField("简称", max_length=160)
    initials = models.CharField("拼音首字母", max_length=160)
    kind = models.CharField("组织类别", max_length=20, choices=Kind.choices)
    nature = models.CharField("单位性质", max_length=20, choices=Nature.choices, default=Nature.UNSTATED)
    system = models.CharField(
        "领导体制", max_length=20, choices=LeadershipSystem.choices, default=LeadershipSystem.UNSTATED
    )
    unit = models.ForeignKey(
        Unit, verbose_name="所在单位", on_delete=models.PROTECT, related_name="organisations"
    )
    organ = models.ForeignKey(Unit, verbose_name="所属机关", on_delete=models.PROTECT, related_name="counted")
    attached = models.BooleanField("直属单位")
    parent = models.ForeignKey(
        "self", verbose_name="上级党组织", null=True, on_delete=models.PROTECT, related_name="children"
    )
    leader = models.ForeignKey(
        "self", verbose_name="领导党组（党委）", null=True, on_delete=models.PROTECT, related_name="led"
    )
    leading = models.CharField("领导关系", max_length=12, choices=Leading.choices, default=Leading.LEADS)
    outside = models.BooleanField("不在本市", default=False)
    inner = models.ForeignKey(
        DictionaryEntry, verbose_name="内设类别", null=True, on_delete=models.PROTECT, related_name="+"
    )
    covered = models.ManyToManyField(Unit, verbose_name="覆盖单位", related_name="joint_branches")
    ends_on = models.DateField("存续截止日期", null=True)
    path = models.CharField(max_length=STEP * 12, unique=True)
    founded_on = models.DateField("批准成立日期", null=True)
    closed_on = models.DateField("撤销日期", null=True)
    member_count = models.PositiveIntegerField("党员数", default=0)
    full_count = models.PositiveIntegerField("正式党员数", default=0)
    has_committee = models.BooleanField("设支委会", default=False)
    note = models.CharField("备注", max_length=300, blank=True)

    objects: ClassVar = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "党组织"
        constraints: ClassVar = [
            models.CheckConstraint(name="org_not_its_own_parent", condition=~Q(parent=F("id"))),
            models.CheckConstraint(
                name="org_full_within_members", condition=Q(full_count__lte=F("member_count"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="org_by_organ", fields=["organ", "kind"]),
            models.Index(name="org_by_leader", fields=["leader"]),
            models.Index(name="org_by_kind", fields=["kind", "nature", "attached"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCH_KINDS

    @property
    def place(self) -> str:
        return "直属单位" if self.attached else "机关本级"


class OrganisationVersion(models.Model):
    """What an organisation was from `valid_from` until before `valid_to`.

    Only `valid_to` is set later, and `has_committee` once: it is None until a roster first tells.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    nature = models.CharField(max_length=20, choices=Nature.choices)
    system = models.CharField(max_length=20, choices=LeadershipSystem.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    attached = models.BooleanField()
    parent = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    leading = models.CharField(max_length=12, choices=Leading.choices, default=Leading.LEADS)
    has_committee = models.BooleanField("设支委会", null=True)
    path = models.CharField(max_length=STEP * 12)
    event = models.ForeignKey("orgs.Event", null=True, on_delete=models.PROTECT, related_name="versions")
    reason = models.CharField("缘由", max_length=200)
    recorded_at = models.DateTimeField("记录时间")
    recorded_by = models.CharField("记录人", max_length=120)

    class Meta:
        verbose_name = "沿革"
        constraints: ClassVar = [
            models.UniqueConstraint(name="orgversion_once_a_day", fields=["organisation", "valid_from"]),
            models.CheckConstraint(
                name="orgversion_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="orgversion_ends", fields=["valid_to", "valid_from", "path"]),
            models.Index(name="orgversion_made", fields=["valid_from"], condition=Q(event__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name} 自 {self.valid_from}"
