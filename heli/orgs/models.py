"""Units, organisations (today's copy), their append-only versions, and committee terms."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.orgs.catalogue import BRANCH_KINDS, Kind, LeadershipSystem, Nature

STEP = 4  # digits of one level in `path`


def next_path(path: str) -> str:
    """The first path after every descendant of `path`: "00010009" → "00010010"."""
    return str(int(path) + 1).zfill(len(path))


def beneath(path: str, field: str = "path") -> Q:
    """The subtree of `path`, itself included, as a range that an index serves (measurements.md, "Tree")."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": next_path(path)})


class Unit(models.Model):
    """单位: an organ or one of its 直属单位. `organ` is empty for an organ itself."""

    name = models.CharField("单位名称", max_length=120, unique=True)
    nature = models.CharField("单位性质", max_length=20, choices=Nature.choices, default=Nature.UNSTATED)
    organ = models.ForeignKey(
        "self", verbose_name="所属机关", null=True, on_delete=models.PROTECT, related_name="attached"
    )

    class Meta:
        verbose_name = "单位"

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those that `scope` covers, by today's tree."""
        if scope.everything:
            return self
        reach = Q(pk__in=scope.organisations) | Q(leader_id__in=scope.leaders)
        for path in scope.paths:
            reach |= beneath(path)
        return self.filter(reach)

    def live(self, on: date) -> Self:
        """Neither closed by `on` nor founded after it."""
        return self.not_closed(on).filter(Q(founded_on=None) | Q(founded_on__lte=on))

    def not_closed(self, on: date) -> Self:
        """Not closed by `on`, whenever founded."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on))

    def under(self, path: str) -> Self:
        return self.filter(beneath(path))

    def branches(self) -> Self:
        return self.filter(kind__in=BRANCH_KINDS)


class Organisation(models.Model):
    """A Party organisation or leading body as it stands today.

    `parent` is 隶属, `leader` is the 党组 (or other leading body) of 领导. `unit` is where it sits, `organ`
    the unit whose row it counts in on the board; `attached`: whether it sits in a 直属单位 of that organ.
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
    """What an organisation was from `valid_from` until before `valid_to`; only `valid_to` is set later."""

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
    path = models.CharField(max_length=STEP * 12)
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
        indexes: ClassVar = [models.Index(name="orgversion_ends", fields=["valid_to", "valid_from", "path"])]

    def __str__(self) -> str:
        return f"{self.name} 自 {self.valid_from}"


class CommitteeTerm(models.Model):
    """A committee's term as the roster gives it: its end (本届届满日期), its beginning where known."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="terms")
    begins_on = models.DateField("本届起始日期", null=True)
    ends_on = models.DateField("本届届满日期")

    class Meta:
        verbose_name = "任期"
        constraints: ClassVar = [
            models.UniqueConstraint(name="term_once", fields=["organisation", "ends_on"]),
            models.CheckConstraint(
                name="term_ends_after_start", condition=Q(begins_on=None) | Q(ends_on__gt=F("begins_on"))
            ),
        ]
        indexes: ClassVar = [models.Index(name="term_by_end", fields=["ends_on"])]

    def __str__(self) -> str:
        return f"{self.organisation.short_name} 届满 {self.ends_on}"
