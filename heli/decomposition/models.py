"""A requirement at an organisation that it was handed to, what was done about it, and deadlines proposed."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.decomposition.catalogue import (
    DEEPEST,
    HELD,
    UNSETTLED,
    Layer,
    ProposalState,
    TaskAct,
    TaskState,
)
from heli.duties.catalogue import RequirementState
from heli.duties.models import Requirement
from heli.orgs.models import Organisation

_HELD, _UNSETTLED = sorted(HELD), sorted(UNSETTLED)


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))

    def standing(self) -> Self:
        """Neither taken back, nor of a requirement that was withdrawn."""
        return self.exclude(state=TaskState.TAKEN_BACK).exclude(requirement__state=RequirementState.WITHDRAWN)

    def of_year(self, year: int) -> Self:
        return self.filter(requirement__in=Requirement.objects.of_year(year).values("pk"))


class Task(models.Model):
    """任务: one requirement at one organisation that it was handed down to (S000-24).

    `giver` handed it down: the 工委 at level 1, else the organisation of `parent`. `asked` is what the giver
    asks beyond the plan's words, `measures` the organisation's own; `office` answers for it by post
    (S003-71). `due_on` is never later than the parent's, and does not move the duty's own day. `layer` is the
    organisation's on the day of handing; `waited` the days until it was taken up (S004-12).
    """

    requirement = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, related_name="tasks", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="承办组织",
        on_delete=models.PROTECT,
        related_name="tasks",
        db_index=False,
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    giver = models.ForeignKey(
        Organisation, verbose_name="下达组织", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    level = models.PositiveSmallIntegerField("级次")
    layer = models.CharField("层级", max_length=10, choices=Layer.choices)
    state = models.CharField("状态", max_length=12, choices=TaskState.choices, default=TaskState.HANDED)
    asked = models.CharField("上级要求", max_length=300, blank=True)
    measures = models.CharField("本级措施", max_length=500, blank=True)
    office = models.CharField("责任岗位", max_length=20, choices=Office.choices, blank=True)
    due_on = models.DateField("下达期限")
    handed_at = models.DateTimeField("下达时间")
    handed_by = models.CharField("下达人", max_length=120)
    taken_up_at = models.DateTimeField("签收时间", null=True)
    taken_up_by = models.CharField("签收人", max_length=120, blank=True)
    waited = models.PositiveSmallIntegerField("签收用时（天）", null=True)

    objects: ClassVar = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "任务"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="task_once",
                fields=["requirement", "organisation"],
                condition=~Q(state=TaskState.TAKEN_BACK),
            ),
            models.CheckConstraint(name="task_level", condition=Q(level__range=(1, DEEPEST))),
            models.CheckConstraint(
                name="task_parent", condition=Q(level=1, parent=None) | Q(level__gt=1, parent__isnull=False)
            ),
            models.CheckConstraint(name="task_handed_by", condition=~Q(handed_by="")),
            models.CheckConstraint(
                name="task_taken_up_by",
                condition=Q(taken_up_at=None, taken_up_by="", waited=None)
                | (Q(taken_up_at__isnull=False, waited__isnull=False) & ~Q(taken_up_by="")),
            ),
            models.CheckConstraint(
                name="task_held_is_taken_up",
                condition=Q(state__in=_HELD, taken_up_at__isnull=False)
                | (~Q(state__in=_HELD) & Q(taken_up_at=None)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="task_by_org", fields=["organisation", "state"]),
            # Whatever is counted over all tasks is read from this index alone (ADR 21).
            models.Index(
                name="task_by_layer", fields=["requirement", "layer", "state", "waited", "handed_at"]
            ),
            models.Index(name="task_returned_to", fields=["giver"], condition=Q(state=TaskState.RETURNED)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}：{self.requirement.measure}"

    @property
    def glyph(self) -> str:
        return TaskState(self.state).glyph

    @property
    def is_held(self) -> bool:
        """Whether the organisation has taken it up."""
        return self.state in HELD


class TaskStepQuerySet(models.QuerySet["TaskStep"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of tasks of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(task__organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class TaskStep(models.Model):
    """What was done about one task with words: returned, amended, insisted on, taken back. Only added."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField("办理", max_length=14, choices=TaskAct.choices)
    reason = models.CharField("理由", max_length=300)
    acted_at = models.DateTimeField("办理时间")
    acted_by = models.CharField("办理人", max_length=120)

    objects: ClassVar = TaskStepQuerySet.as_manager()

    class Meta:
        verbose_name = "任务办理"
        constraints: ClassVar = [
            models.CheckConstraint(name="task_step_by", condition=~Q(acted_by="") & ~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}：{self.reason}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of tasks of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(task__organisation__in=Organisation.objects.visible_to(scope).values("pk"))

    def unsettled(self) -> Self:
        return self.filter(state__in=_UNSETTLED)


class Proposal(models.Model):
    """期限建议: another deadline for one task, proposed by its giver; nothing moves until it is in force.

    `cause` is the proposal one level up that it was passed on from. `answered` is when its receiver agreed or
    differed, `settled` when it came into force or was dropped.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="proposals")
    cause = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="passed_on")
    was = models.DateField("原期限")
    due_on = models.DateField("建议期限")
    reason = models.CharField("理由", max_length=300)
    state = models.CharField("状态", max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.CharField("提出人", max_length=120)
    answer = models.CharField("不同意见", max_length=300, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.CharField("答复人", max_length=120, blank=True)
    insisted = models.CharField("坚持的理由", max_length=300, blank=True)
    settled_at = models.DateTimeField("办结时间", null=True)
    settled_by = models.CharField("办结人", max_length=120, blank=True)

    objects: ClassVar = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "期限建议"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="proposal_one_unsettled", fields=["task"], condition=Q(state__in=_UNSETTLED)
            ),
            models.CheckConstraint(name="proposal_by", condition=~Q(proposed_by="") & ~Q(reason="")),
            models.CheckConstraint(
                name="proposal_answered_by", condition=Q(answered_at=None) | ~Q(answered_by="")
            ),
            models.CheckConstraint(
                name="proposal_settled_by",
                condition=Q(state__in=_UNSETTLED, settled_at=None)
                | (~Q(state__in=_UNSETTLED) & Q(settled_at__isnull=False) & ~Q(settled_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.was} → {self.due_on}"
