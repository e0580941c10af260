"""我的数据: everything that is held on one member, for himself; and requests to put something right."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.kernel.models import AuditEntry
from heli.kernel.secrets import decrypt
from heli.members.catalogue import Sensitive
from heli.members.models import Belonging, DataRequest, Member, Post, SecondMembership, Transfer
from heli.orgs.models import Organisation
from heli.orgs.models.organisations import STEP

MOST_READS = 50
REVEAL, HAND_OUT = "members.reveal", "members.hand_out_contacts"


class Read(NamedTuple):
    """That somebody read one's phone or wage base: when, who, what, for what."""

    at: datetime
    who: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """All that Heli holds on one member, in the words of the screen."""

    member: Member
    facts: Sequence[tuple[str, str]]
    belongings: Sequence[Belonging]
    posts: Sequence[Post]
    seconds: Sequence[SecondMembership]
    transfers: Sequence[Transfer]
    requests: Sequence[DataRequest]
    reads: Sequence[Read]


def own_data(member_id: int) -> OwnData:
    """Eight queries, whoever asks; the view hands in nobody's but the reader's own."""
    member = Member.objects.select_related("organisation", "account").get(pk=member_id)
    return OwnData(
        member=member,
        facts=_facts(member),
        belongings=list(member.belongings.select_related("organisation").order_by("-valid_from")),
        posts=list(member.posts.select_related("organisation").order_by("-valid_from", "pk")),
        seconds=list(member.second_memberships.select_related("organisation").order_by("-valid_from")),
        transfers=list(member.transfers.select_related("origin", "destination").order_by("-pk")),
        requests=list(member.data_requests.order_by("-asked_at")),
        reads=reads_of(member),
    )


def reads_of(member: Member) -> list[Read]:
    """Who read the member's sensitive fields, one by one or with his branch's list, the latest first."""
    path = member.organisation.path
    above = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
    places = Organisation.objects.filter(path__in=above).values_list("pk", flat=True)
    lists = [f"{Organisation._meta.label}:{pk}" for pk in places]
    since = member.belongings.filter(valid_to=None).values_list("recorded_at", flat=True).first()
    listed = Q(action=HAND_OUT, subject__in=lists)
    if since is not None:
        listed &= Q(at__gte=since)
    one = Q(action=REVEAL, subject=f"{Member._meta.label}:{member.pk}")
    found = AuditEntry.objects.filter(one | listed).order_by("-id")[:MOST_READS]
    return [_read(entry) for entry in found]


def requests(scope: Scope, *, is_open: bool) -> QuerySet[DataRequest]:
    """Requests of members within `scope`, the oldest open one first, of answered ones the latest."""
    found: QuerySet[DataRequest] = DataRequest.objects.visible_to(scope)
    found = found.filter(answered_at=None) if is_open else found.exclude(answered_at=None)
    return found.select_related("member__organisation").order_by("asked_at" if is_open else "-answered_at")


def request_to_answer(pk: int, scope: Scope) -> DataRequest:
    """One request of a member within `scope`; NotFound otherwise."""
    found: DataRequest | None = (
        DataRequest.objects.visible_to(scope).select_related("member__organisation").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("data-request-not-found", "没有这件更正申请，或提出人不在您的范围内。")
    return found


def visible_member(pk: int, scope: Scope) -> Member:
    """A member within `scope`, present or gone; NotFound otherwise."""
    found: Member | None = (
        Member.objects.visible_to(scope).select_related("organisation").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("member-not-found", "名册中没有这名党员，或他不在您的范围内。")
    return found


def _facts(member: Member) -> list[tuple[str, str]]:
    account = member.account
    return [
        ("姓名", member.name),
        ("性别", member.sex or _NONE),
        ("出生日期", _day(member.born_on)),
        ("学历", member.education or _NONE),
        ("证件号", f"后四位 {member.id_last4}，和不能还原的加密摘要；不保存号码"),
        ("入党时间", _day(member.joined_on)),
        ("转正时间", _day(member.full_on)),
        ("所在党支部", member.organisation.name),
        ("党员类别", member.get_standing_display()),
        ("人员类别", member.get_serving_display()),
        *((field.label, _secret(member, field)) for field in Sensitive),
        ("备注", member.note or _NONE),
        ("登录用户名", account.username if account is not None else "没有账号"),
    ]


_NONE = "没有保存"


def _day(day: date | None) -> str:
    return str(day) if day is not None else _NONE


def _secret(member: Member, field: Sensitive) -> str:
    held = decrypt(getattr(member, field.value) or None, field=field.context)
    return f"{held}（加密保存）" if held else _NONE


def _read(entry: AuditEntry) -> Read:
    detail: dict[str, Any] = json.loads(entry.detail)
    what = str(detail.get("field", ""))
    if entry.action == HAND_OUT:
        what = f"{what}（{entry.subject_label}名单）"
    return Read(entry.at, entry.actor, what, str(detail.get("reason", "")))
