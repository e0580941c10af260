"""Classes: those in sight, one of them with those whom the reader may see, who may be entered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.kernel.errors import NotFound
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.study import rules
from heli.study.models import ClassMember, StudyClass
from heli.study.rules import Held


class ByBranch(NamedTuple):
    """How many of a branch attended."""

    organisation_id: int
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class ClassPage:
    """`named` are the members whom the reader may see by name: of his own branch, of a class of his own, or
    himself. `branches` are numbers of the branches in sight; `total` is everyone."""

    study_class: StudyClass
    hours: Decimal
    total: int
    named: Sequence[ClassMember]
    branches: Sequence[ByBranch]
    may_enter: bool


def classes(scope: Scope, year: int, words: str = "") -> QuerySet[StudyClass]:
    """Classes in sight that ended in the year, the latest first, with their number of members."""
    found: QuerySet[StudyClass] = StudyClass.objects.standing().visible_to(scope).filter(ends_on__year=year)
    if words:
        found = found.filter(Q(title__contains=words) | Q(organiser__contains=words))
    return found.select_related("host").annotate(attended=Count("members")).order_by("-ends_on", "-pk")


def class_seen(pk: int, scope: Scope) -> StudyClass:
    """A standing class in `scope`; NotFound otherwise."""
    found: StudyClass | None = (
        StudyClass.objects.standing().visible_to(scope).select_related("host").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("study-class-not-found", "没有这个班次，或它已作废、不在您的范围内。")
    return found


def class_page(study_class: StudyClass, actor: Actor) -> ClassPage:
    """One class for the reader: three queries."""
    own = actor.scope(Permission.RECORD_ENTER)
    may_enter = own.covers(study_class.host)
    everyone = ClassMember.objects.filter(study_class=study_class)
    named = everyone if may_enter else everyone.filter(_own(own, actor))
    by_branch = (
        everyone.visible_to(actor.scope(Permission.MEMBER_SEE))
        .values("member__organisation", "member__organisation__short_name")
        .annotate(number=Count("pk"))
        .order_by("member__organisation__path")
    )
    rows = by_branch.values_list("member__organisation", "member__organisation__short_name", "number")
    rule = rules.rules_of(study_class.ends_on.year)
    return ClassPage(
        study_class,
        rule.of_class(study_class.kind, study_class.half_days, study_class.hours),
        everyone.count(),
        list(
            named.select_related("member__organisation").order_by(
                "member__initials", "member__name", "member"
            )
        ),
        [ByBranch(*row) for row in rows],
        may_enter,
    )


def _own(scope: Scope, actor: Actor) -> Q:
    visible = Organisation.objects.visible_to(scope).values("pk")
    mine = Q(member=actor.member_id) if actor.member_id is not None else Q(pk=None)
    return mine if scope.is_empty else mine | Q(member__organisation__in=visible)


def may_be_entered(study_class: StudyClass, on: date) -> QuerySet[Member]:
    """The present members of the host, where it is a branch, who are not entered yet; by name."""
    entered = ClassMember.objects.filter(study_class=study_class).values("member")
    found: QuerySet[Member] = Member.objects.present().filter(organisation=study_class.host)
    return found.exclude(pk__in=entered).order_by("initials", "name", "pk")


def named(organisations: Collection[int], scope: Scope) -> list[Member]:
    """The present members of the organisations as far as `scope` covers them: one query."""
    found = Member.objects.present().visible_to(scope).filter(organisation__in=organisations)
    return list(found.select_related("organisation"))


def entered(study_class: StudyClass) -> set[int]:
    """Who is entered already: one query."""
    return set(ClassMember.objects.filter(study_class=study_class).values_list("member_id", flat=True))


def clashing(study_class: StudyClass, members: Collection[int]) -> dict[int, str]:
    """By member the name of another class that he cannot have attended beside this one: one query."""
    this = held(study_class)
    others = (
        ClassMember.objects.filter(
            member__in=members,
            study_class__withdrawn_at=None,
            study_class__begins_on__lte=this.ends_on,
            study_class__ends_on__gte=this.begins_on,
        )
        .exclude(study_class=study_class)
        .select_related("study_class")
    )
    return {
        one.member_id: one.study_class.title
        for one in others.order_by("pk")
        if rules.clashes(this, held(one.study_class))
    }


def held(study_class: StudyClass) -> Held:
    return Held(study_class.title, study_class.kind, study_class.begins_on, study_class.ends_on)


def attended_seen(pk: int, scope: Scope) -> ClassMember:
    """Somebody's line of a standing class of an organisation in `scope`; NotFound otherwise."""
    visible = Organisation.objects.visible_to(scope).values("pk")
    found: ClassMember | None = (
        ClassMember.objects.filter(study_class__host__in=visible, study_class__withdrawn_at=None)
        .select_related("study_class__host", "member__organisation")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("class-member-not-found", "学员名单中没有这一行，或这个班次不是您的组织登记的。")
    return found
