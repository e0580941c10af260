"""委托: rights of a post passed on to another person for an absence."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Permission
from heli.accounts.models import Account
from heli.members.models.posts import Post
from heli.orgs.models import Organisation


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, on: date) -> Self:
        """Those that give rights on a day, as long as their post is held."""
        return self.filter(valid_from__lte=on, valid_to__gt=on, revoked_at=None)

    def visible_to(self, scope: Scope) -> Self:
        """Those of posts at organisations that `scope` covers."""
        if scope.everything:
            return self
        return self.filter(post__organisation__in=Organisation.objects.visible_to(scope))


class Delegation(models.Model):
    """Named rights of one post, passed on to an account from a day on; `valid_to` is the first day after.

    It gives rights only while the post is held, and none that the post does not give. `permissions` are
    names of Permission with a space between. Revoked at once and for good.
    """

    post = models.ForeignKey(Post, verbose_name="职务", on_delete=models.PROTECT, related_name="delegations")
    account = models.ForeignKey(
        Account, verbose_name="受托人", on_delete=models.PROTECT, related_name="delegations"
    )
    permissions = models.TextField("委托的权限")
    reason = models.CharField("委托原因", max_length=200)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至")
    made_at = models.DateTimeField("登记时间")
    made_by = models.CharField("登记人", max_length=120)
    revoked_at = models.DateTimeField("收回时间", null=True)
    revoked_by = models.CharField("收回人", max_length=120, blank=True)

    objects: ClassVar = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "委托"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="delegation_ends_after_start", condition=Q(valid_to__gt=F("valid_from"))
            ),
            models.CheckConstraint(
                name="delegation_revoked_by_someone",
                condition=Q(revoked_at=None, revoked_by="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="delegation_by_account", fields=["account", "valid_to"])]

    def __str__(self) -> str:
        return f"{self.post} 委托 {self.account.name}"

    @property
    def rights(self) -> list[Permission]:
        """What is passed on, in the order of the catalogue."""
        named = set(self.permissions.split())
        return [permission for permission in Permission if permission.value in named]
