"""Dated posts, and what members of a leading body answer for."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.accounts.catalogue import ASSISTANTS, LEADING_OFFICES, Office
from heli.accounts.models import Account
from heli.members.catalogue import ResponsibilityKind, office_words
from heli.members.models.members import Member
from heli.orgs.models import Organisation


class PostQuerySet(models.QuerySet["Post"]):
    def held(self, on: date) -> Self:
        """Posts valid on a day."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gt=on))

    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope))


class Post(models.Model):
    """An office at an organisation held by a named person from a day on; `valid_to` is the first day after.

    `fulltime`: Party affairs are this person's whole work (R02-10). `member` is set when the person is known
    on the roster, `account` when the person may log in.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="posts"
    )
    office = models.CharField("党内职务", max_length=20, choices=Office.choices)
    name = models.CharField("姓名", max_length=60)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="posts")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="posts")
    fulltime = models.BooleanField("专职", default=False)
    valid_from = models.DateField("任职日期")
    valid_to = models.DateField("免职日期", null=True)

    objects: ClassVar = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="post_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.UniqueConstraint(
                name="post_held_once", fields=["organisation", "office", "name", "valid_from"]
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="post_by_account", fields=["account", "valid_to"]),
            models.Index(name="post_by_org", fields=["organisation", "valid_to", "office"]),
        ]

    def get_office_display(self) -> str:  # type: ignore[no-redef] # Django gives way to one's own
        """The office as an organisation of this kind calls it: at a 部务会 nobody is 党组书记."""
        if self.office in LEADING_OFFICES | ASSISTANTS:
            return office_words(self.organisation.kind, self.office)
        return str(Office(self.office).label)

    def __str__(self) -> str:
        return f"{self.organisation.short_name}{self.get_office_display()} {self.name}"


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def in_force(self, on: date) -> Self:
        """Those of a day: none outlasts its post."""
        return (
            self.filter(valid_from__lte=on, post__valid_from__lte=on)
            .filter(Q(valid_to=None) | Q(valid_to__gt=on))
            .filter(Q(post__valid_to=None) | Q(post__valid_to__gt=on))
        )

    def visible_to(self, scope: Scope) -> Self:
        """Those of leading bodies, or over organisations, that `scope` covers."""
        if scope.everything:
            return self
        visible = Organisation.objects.visible_to(scope).values("pk")
        return self.filter(Q(post__organisation__in=visible) | Q(organisation__in=visible))


class Responsibility(models.Model):
    """一岗双责: an organisation that a member of a leading body answers for (S000-32, S000-33).

    `organisation` is one that the body leads; `kind` one of the five of S000-33. `field` is his own
    work beside it. It ends with the post.
    """

    post = models.ForeignKey(
        Post, verbose_name="班子成员", on_delete=models.PROTECT, related_name="responsibilities"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="分管的党组织", on_delete=models.PROTECT, related_name="answered_for"
    )
    kind = models.CharField("责任类型", max_length=20, choices=ResponsibilityKind.choices)
    field = models.CharField("分管业务", max_length=120, blank=True)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)

    objects: ClassVar = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = "一岗双责"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="answering_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                name="answering_once", fields=["post", "organisation", "kind"], condition=Q(valid_to=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post.name} {self.get_kind_display()}"
