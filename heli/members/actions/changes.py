"""Joining, 转正, retiring, leaving, coming back: each on a day, with its paper (R09-10 … R09-14)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid
from heli.kernel.secrets import encrypt
from heli.kernel.verdict import Strength, Verdict, all_of
from heli.members.actions import belongings, closing, rerouting
from heli.members.actions.belongings import Turn
from heli.members.catalogue import ENDING, PHONE_FIELD, Change, Serving, Standing
from heli.members.models import Belonging, Member
from heli.members.queries.changes import Asked, admitting, case_of, weighed
from heli.members.rules import changes as rules
from heli.members.rules.changes import Dated
from heli.orgs.rules.names import person_initials


@dataclass(frozen=True, slots=True)
class Joiner:
    """Who is admitted. The ID number itself goes no further than the form: `id_hash` and `id_last4`."""

    name: str
    id_hash: str
    id_last4: str
    sex: str = ""
    born_on: date | None = None
    education: str = ""
    phone: str = ""


@action
def admit(*, joiner: Joiner, asked: Asked, by: Doer, at: datetime, why: str = "") -> Member:
    """接收预备党员 (R09-13): a member from the day on which the branch's meeting passed it.

    NotAllowed without `member.change` over the branch; Invalid or WrongState as the rules of `changes` say.
    What a rule only says in general needs `why`. Whoever left for good before keeps his history (R09-12).
    """
    branch = asked.organisation
    if branch is None:
        raise Invalid("no-branch", "请选择党支部。")
    may(by, Permission.MEMBER_CHANGE, branch).require()
    known, against = admitting(asked, joiner.id_hash, at.date())
    _weigh(against, why)
    member = known or Member(id_hash=joiner.id_hash, id_last4=joiner.id_last4)
    member.organisation = branch
    member.name, member.initials = joiner.name, person_initials(joiner.name)
    member.sex, member.born_on, member.education = joiner.sex, joiner.born_on, joiner.education
    member.phone = encrypt(joiner.phone or None, field=PHONE_FIELD) or member.phone
    member.joined_on, member.full_on = asked.dated.happened_on, None
    member.standing, member.serving, member.left_on = Standing.PROBATIONARY, Serving.SERVING, None
    member.save()
    _turn(member, asked, organisation_id=branch.pk, by=by, at=at)
    return member


@action
def confirm(*, member: Member, asked: Asked, by: Doer, at: datetime, why: str = "") -> Member:
    """转正 from the day of the branch's resolution: a full member (R04-19, R04-21)."""
    held = _held(member, asked, by=by, at=at, why=why)
    held.standing, held.full_on = Standing.FULL, asked.dated.happened_on
    held.save(update_fields=["standing", "full_on"])
    _turn(held, asked, organisation_id=held.organisation_id, by=by, at=at)
    return held


@action
def retire(*, member: Member, asked: Asked, by: Doer, at: datetime, why: str = "") -> Member:
    """在职 to 离退休 from a day on (S000-17)."""
    held = _held(member, asked, by=by, at=at, why=why)
    held.serving = Serving.RETIRED
    _turn(held, asked, organisation_id=held.organisation_id, by=by, at=at)
    return held


@action
def leave(*, member: Member, asked: Asked, by: Doer, at: datetime, why: str = "") -> Member:
    """去世, 停止党籍, 退党, 除名, 开除: no member from the day on; his posts and second memberships end.

    An open transfer of his is withdrawn. Of 除名 and 开除 the day and the paper are kept and nothing else
    (R12-02). 除名 of one who was suspended two years before changes no head count: it closes the way back
    (R09-10).
    """
    if asked.change not in (*ENDING, Change.TRANSFER_OUT):
        raise Invalid("not-leaving", f"“{asked.change.label}”不是减少党员的方式。")
    held = _held(member, asked, by=by, at=at, why=why)
    last = held.belongings.order_by("-valid_from").first()
    if last is not None and last.valid_to is not None:
        _remove(last, asked)
        return held
    _turn(held, asked, organisation_id=None, by=by, at=at)
    posts, seconds = closing.end_of_member(held.pk, asked.dated.on)
    withdrawn = rerouting.withdraw_for(member=held.pk, reason="党员已不在册", by=by, at=at)
    note(posts=posts, second_memberships=seconds, transfers_withdrawn=withdrawn)
    return held


@action
def restore(*, member: Member, asked: Asked, by: Doer, at: datetime, why: str = "") -> Member:
    """恢复党籍 after 停止党籍 (R09-12), in his old branch or another; as what he was before."""
    if asked.organisation is not None:
        may(by, Permission.MEMBER_CHANGE, asked.organisation).require()
    held = _held(member, asked, by=by, at=at, why=why)
    _turn(held, asked, organisation_id=(asked.organisation or held.organisation).pk, by=by, at=at)
    return held


def _held(member: Member, asked: Asked, *, by: Doer, at: datetime, why: str) -> Member:
    """The member as he stands now, held for this change; refused where the right or a rule is against it."""
    held = Member.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=member.pk)
    may(by, Permission.MEMBER_CHANGE, held.organisation).require()
    _weigh(weighed(asked, case_of(held, at.date()), at.date()), why)
    return held


def _weigh(against: tuple[Verdict, ...], why: str) -> None:
    """What is only general may be otherwise, for a written reason that the audit keeps."""
    for verdict in against:
        if verdict.strength is not Strength.GENERAL or not why.strip():
            verdict.require()
    if against:
        note(otherwise=[verdict.code for verdict in against], why=why.strip())


def _turn(member: Member, asked: Asked, *, organisation_id: int | None, by: Doer, at: datetime) -> None:
    turn = Turn(
        member.pk,
        asked.dated.on,
        organisation_id,
        member.standing,
        member.serving,
        asked.change,
        asked.change,
        asked.dated.pointer(asked.number),
    )
    belongings.turn(turns=[turn], by=by, at=at)
    member.refresh_from_db()
    note(change=asked.change.label, on=asked.dated.on.isoformat(), paper=turn.pointer)


def _remove(last: Belonging, asked: Asked) -> None:
    last.removed_on, last.removed_pointer = asked.dated.on, asked.dated.pointer(asked.number)
    last.save(update_fields=["removed_on", "removed_pointer"])
    note(change="停止党籍后除名", on=asked.dated.on.isoformat(), paper=last.removed_pointer)


def require_day(member: Member, dated: Dated, today: date) -> None:
    """Refuse a day from which a change of this member cannot count, as the rules of `changes` say.

    Several differences may be settled from one day: what began on it is put right, not followed.
    """
    case = case_of(member, today)
    began_on = case.last.valid_from - timedelta(days=1) if case.last is not None else None
    day = rules.is_day(dated, today=today, began_on=began_on, closed_until=case.closed_until)
    all_of(rules.is_here(case.is_present, member.name), day).require()
