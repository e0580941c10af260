"""Classes: entered once by whoever organised them or by a branch, with the list of those who attended."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.study import rules
from heli.study.catalogue import TAGS, ClassKind
from heli.study.models import ClassMember, StudyClass
from heli.study.queries import classes as queries

CHUNK = 500
MOST_NAMED = 5


@action
def enter_class(
    *,
    host: Organisation,
    title: str,
    organiser: str,
    kind: ClassKind,
    begins_on: date,
    ends_on: date,
    by: Doer,
    at: datetime,
    half_days: int | None = None,
    hours: Decimal | None = None,
    tag: str = "",
) -> StudyClass:
    """Enter a class that is over, without its members yet (S001-29, S003-18).

    `half_days` for what is converted, `hours` for what a certificate states; the other is not kept.
    NotAllowed without `record.enter` over `host`; Invalid as `rules.is_class`, or where it is known.
    """
    may(by, Permission.RECORD_ENTER, host).require()
    if not title.strip() or not organiser.strip():
        raise Invalid("title-missing", "请填写班次名称和主办单位。")
    if tag and tag not in {one.id for one in TAGS().on(ends_on)}:
        raise Invalid("tag-unknown", "内容分类请从列出的各项中选择。")
    rules.is_class(kind, begins_on, ends_on, half_days, hours, at.date()).require()
    _once(host, title.strip(), begins_on)
    certified = rules.rules_of(ends_on.year).classes[kind].per_half_day is None
    return StudyClass.objects.create(
        host=host,
        title=title.strip(),
        organiser=organiser.strip(),
        kind=kind,
        tag=tag,
        begins_on=begins_on,
        ends_on=ends_on,
        half_days=None if certified else half_days,
        hours=hours if certified else None,
        entered_at=at,
        entered_by=by.label[:120],
    )


@action
def enrol(*, study_class: StudyClass, members: Collection[Member], by: Doer, at: datetime) -> StudyClass:
    """Enter who attended; who is entered already stays entered once.

    NotAllowed without `record.enter` over the host or `member.see` over each member's branch; Invalid where
    somebody cannot have attended it beside another class (`rules.clashes`), with names.
    """
    may(by, Permission.RECORD_ENTER, study_class.host).require()
    _standing(study_class)
    for organisation in {one.organisation for one in members}:
        may(by, Permission.MEMBER_SEE, organisation).require()
    if not members:
        raise Invalid("nobody", "请选择参加培训的党员。")
    held = queries.entered(study_class)
    new = {one.pk: one for one in members if one.pk not in held}
    clashing = queries.clashing(study_class, list(new))
    if clashing:
        some = "、".join(f"{new[pk].name}（{title}）" for pk, title in list(clashing.items())[:MOST_NAMED])
        told = (
            f"有 {len(clashing)} 人同一时间已登记在别的班次：{some}。同一次培训只登记一次，请去掉后再登记。"
        )
        raise Invalid("class-clashes", told)
    made = [
        ClassMember(study_class=study_class, member_id=pk, entered_at=at, entered_by=by.label[:120])
        for pk in new
    ]
    ClassMember.objects.bulk_create(made, batch_size=CHUNK)
    note(members=len(made))
    return study_class


@action
def strike(*, attended: ClassMember, by: Doer, at: datetime) -> None:
    """Take somebody off a class who was entered by mistake; the audit says whom."""
    may(by, Permission.RECORD_ENTER, attended.study_class.host).require()
    _standing(attended.study_class)
    note(member=attended.member.name, branch=attended.member.organisation.name)
    attended.delete()


@action
def withdraw_class(*, study_class: StudyClass, why: str, by: Doer, at: datetime) -> StudyClass:
    """Declare a class void that was entered by mistake: it counts for nobody any more, and stays, marked."""
    may(by, Permission.RECORD_ENTER, study_class.host).require()
    _standing(study_class)
    if not why.strip():
        raise Invalid("why-missing", "请写明作废的原因。", fields={"why": "请写明作废的原因。"})
    study_class.withdrawn_at, study_class.withdrawn_by = at, by.label[:120]
    study_class.withdrawn_why = why.strip()[:200]
    study_class.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    return study_class


def _once(host: Organisation, title: str, begins_on: date) -> None:
    same = StudyClass.objects.standing().filter(host=host, title=title, begins_on=begins_on)
    if same.exists():
        told = f"{host.short_name}已登记 {begins_on} 的“{title}”，请在那个班次里补学员。"
        raise Invalid("class-repeated", told)


def _standing(study_class: StudyClass) -> None:
    if study_class.withdrawn_at is not None:
        raise WrongState("class-withdrawn", "这个班次已经作废。")
