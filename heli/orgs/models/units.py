"""Units, and the dictionaries that an office edits itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from heli.orgs.catalogue import Dictionary, Nature


class DictionaryEntry(models.Model):
    """字典项: a value of a dictionary that the office keeps (S000-26, S000-43); closed, never deleted."""

    dictionary = models.CharField("字典", max_length=20, choices=Dictionary.choices)
    name = models.CharField("名称", max_length=60)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    source = models.CharField("依据", max_length=200, blank=True)
    closed_on = models.DateField("停用日期", null=True)

    class Meta:
        verbose_name = "字典项"
        constraints: ClassVar = [
            models.UniqueConstraint(name="dictionary_name_once", fields=["dictionary", "name"]),
            models.CheckConstraint(name="dictionary_name_said", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """单位: an organ or one of its 直属单位. `organ` is empty for an organ itself."""

    name = models.CharField("单位名称", max_length=120, unique=True)
    nature = models.CharField("单位性质", max_length=20, choices=Nature.choices, default=Nature.UNSTATED)
    organ = models.ForeignKey(
        "self", verbose_name="所属机关", null=True, on_delete=models.PROTECT, related_name="attached"
    )

    function = models.ForeignKey(
        DictionaryEntry, verbose_name="单位职能", null=True, on_delete=models.PROTECT, related_name="units"
    )
    staff_count = models.PositiveIntegerField("机关工作人员总数", null=True)

    class Meta:
        verbose_name = "单位"

    def __str__(self) -> str:
        return self.name
