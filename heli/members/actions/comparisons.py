"""对账: comparing the roster of record with Heli's and deciding each difference; nothing by absence alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.members.actions import arrivals, belongings, changes, closing
from heli.members.actions.arrivals import Arrival
from heli.members.actions.belongings import Turn
from heli.members.actions.changes import Joiner
from heli.members.actions.theirs import Theirs, theirs_of
from heli.members.catalogue import Change, DecisionMade, DifferenceKind, Ground, Serving, Standing
from heli.members.models import Comparison, Difference, Member
from heli.members.queries.changes import Asked
from heli.members.queries.comparisons import FIELDS, Ours, ours_beneath
from heli.members.rules.changes import Dated
from heli.orgs.models import Organisation
from heli.orgs.rules.names import person_initials

CHUNK = 1000
_DETAILS = frozenset({"name", "sex", "born_on", "education", "joined_on", "full_on"})


@action
def compare(
    *,
    organisation: Organisation,
    file_name: str,
    as_of: date,
    rows: Sequence[Theirs],
    refused: int,
    by: Doer,
    at: datetime,
) -> Comparison:
    """Keep where an export differs from the members beneath an organisation; change nothing.

    NotAllowed without `member.reconcile` over it. `refused` rows could not be read; the audit tells how many.
    """
    may(by, Permission.MEMBER_RECONCILE, organisation).require()
    ours = ours_beneath(organisation, [one.id_hash for one in rows])
    found = list(_differences(rows, ours))
    differing = {one.id_hash for one in found}
    comparison = Comparison.objects.create(
        organisation=organisation,
        file_name=file_name[:200],
        as_of=as_of,
        rows=len(rows),
        same=sum(one.id_hash not in differing for one in rows),
        made_at=at,
        made_by=by.label[:120],
    )
    for one in found:
        one.comparison = comparison
    Difference.objects.bulk_create(found, batch_size=CHUNK)
    note(rows=len(rows), refused=refused, differences=len(found))
    return comparison


def _differences(rows: Sequence[Theirs], ours: Mapping[str, Ours]) -> Iterator[Difference]:
    seen = set()
    for their in rows:
        seen.add(their.id_hash)
        our = ours.get(their.id_hash)
        if our is None or our.left:
            yield _difference(DifferenceKind.JOINED, their, our, theirs=their.as_json())
            continue
        if their.organisation_id != our.organisation_id:
            yield _difference(
                DifferenceKind.MOVED, their, our, field="所在党支部", ours=our.branch, theirs=their.branch
            )
        for field, label in FIELDS.items():
            said, held = str(getattr(their, field) or ""), our.values[field]
            if said and said != held:
                yield _difference(
                    DifferenceKind.CHANGED, their, our, field=label, ours=held, theirs=said[:200]
                )
        if their.status:
            yield _difference(
                DifferenceKind.CHANGED, their, our, field="党籍状态", ours="正常", theirs=their.status
            )
    for id_hash, our in ours.items():
        if id_hash not in seen and our.inside and not our.left:
            yield Difference(
                kind=DifferenceKind.MISSING,
                member_id=our.pk,
                organisation_id=our.organisation_id,
                name=our.name,
                id_hash=id_hash,
                id_last4=our.id_last4,
                ours=our.branch[:200],
            )


def _difference(kind: DifferenceKind, their: Theirs, our: Ours | None, **words: str) -> Difference:
    return Difference(
        kind=kind,
        member_id=our.pk if our else None,
        organisation_id=their.organisation_id,
        name=their.name[:60],
        id_hash=their.id_hash,
        id_last4=their.id_last4,
        place=their.place[:120],
        **{key: value if key == "theirs" else value[:200] for key, value in words.items()},
    )


@dataclass(frozen=True, slots=True)
class Settling:
    """How differences are settled: `how` a joined or missing member came or went, when, on which paper.

    `ground` and `since` are of 停止党籍 (R09-10, R09-11).
    """

    decision: DecisionMade
    how: Change | None = None
    dated: Dated | None = None
    number: str = ""
    why: str = ""
    ground: Ground | None = None
    since: date | None = None


@action
def decide(
    *, comparison: Comparison, differences: Sequence[Difference], settling: Settling, by: Doer, at: datetime
) -> int:
    """Settle differences of one comparison, all or none; how many.

    保持不变 keeps Heli's word and needs a reason; 按对方改 does what such a change does, by its rules.
    NotAllowed without `member.reconcile` over the comparison's organisation, and what the change asks for.
    """
    may(by, Permission.MEMBER_RECONCILE, comparison.organisation).require()
    pks = [one.pk for one in differences]
    held = list(
        comparison.differences.select_for_update(of=("self",))
        .filter(pk__in=pks, decision=DecisionMade.OPEN)
        .select_related("member__organisation", "organisation")
        .order_by("pk")
    )
    if not held:
        raise WrongState("decided-already", "请勾选还没有处理的差异；处理过的不能再处理。")
    if settling.decision is DecisionMade.KEPT and not settling.why.strip():
        raise Invalid("why-missing", "保持不变请写明说明，例如：对方名册尚未更新。")
    for one in held:
        if settling.decision is DecisionMade.TAKEN:
            _take(one, comparison, settling, by=by, at=at)
        one.decision, one.decided_at, one.decided_by = settling.decision, at, by.label[:120]
        one.why = settling.why.strip()[:200]
    Difference.objects.bulk_update(held, ["decision", "decided_at", "decided_by", "why"], batch_size=CHUNK)
    note(differences=len(held), decision=settling.decision.label)
    return len(held)


def _take(one: Difference, comparison: Comparison, settling: Settling, *, by: Doer, at: datetime) -> None:
    """Do what the other side says; a refusal names whom it is about."""
    dated = settling.dated or Dated(comparison.as_of)
    if one.kind == DifferenceKind.JOINED:
        _join(one, dated, settling, by=by, at=at)
        return
    member = _member_of(one)
    may(by, Permission.MEMBER_CHANGE, member.organisation).require()
    if one.kind == DifferenceKind.MISSING:
        if settling.how is None:
            raise Invalid("how-missing", f"{one.name}不在对方名册中：请选择他是怎样离开的，或保持不变。")
        asked = Asked(settling.how, dated, settling.number, settling.ground, settling.since)
        changes.leave(member=member, asked=asked, why=settling.why, by=by, at=at)
    elif one.kind == DifferenceKind.MOVED:
        _move(one, member, dated, settling, by=by, at=at)
    elif one.field == "党籍状态":
        if member.left_on is None:
            raise WrongState(
                "enter-the-change",
                f"对方记{one.name}的党籍状态为“{one.theirs}”：请在他的页面登记这项变动，再标为按对方改。",
            )
    else:
        _correct(one, member, dated, settling, by=by, at=at)


def _join(one: Difference, dated: Dated, settling: Settling, *, by: Doer, at: datetime) -> None:
    their, branch = theirs_of(one.theirs), one.organisation
    if branch is None:
        raise Invalid(
            "branch-unknown", f"{one.name}在对方的党支部“{their.branch}”本系统没有：请先建立或更名，再对账。"
        )
    if settling.how is Change.ADMITTED:
        joiner = Joiner(their.name, their.id_hash, their.id_last4, their.sex, their.born_on, their.education)
        asked = Asked(Change.ADMITTED, dated, settling.number, organisation=branch)
        changes.admit(joiner=joiner, asked=asked, why=settling.why, by=by, at=at)
        return
    if settling.how is not Change.TRANSFER_IN or their.joined_on is None:
        what = "请选择是接收还是转入" if their.joined_on else "对方没有写入党时间，不能按转入列入"
        raise Invalid("how-missing", f"{one.name}：{what}。")
    arrival = Arrival(
        name=their.name,
        id_hash=their.id_hash,
        id_last4=their.id_last4,
        standing=their.standing or _standing(their, dated.on),
        serving=their.serving or Serving.SERVING,
        joined_on=their.joined_on,
        letter_number=dated.pointer(settling.number or "对账"),
        from_where="全国党员管理信息系统",
        sex=their.sex,
        born_on=their.born_on,
        full_on=their.full_on,
    )
    arrivals.arrive(arrival=arrival, organisation=branch, on=dated.on, by=by, at=at)


def _standing(their: Theirs, on: date) -> str:
    """Nobody is full without proof."""
    return Standing.FULL if their.full_on is not None and their.full_on <= on else Standing.PROBATIONARY


def _move(
    one: Difference, member: Member, dated: Dated, settling: Settling, *, by: Doer, at: datetime
) -> None:
    if one.organisation is None:
        raise Invalid("branch-unknown", f"对方的党支部“{one.theirs}”本系统没有：请先建立或更名，再对账。")
    may(by, Permission.MEMBER_CHANGE, one.organisation).require()
    kinds = (Change.TRANSFER_IN, Change.TRANSFER_OUT)
    _turn(member, one.organisation.pk, dated, settling, kinds, by=by, at=at)
    closing.end_posts_of_member(member.pk, member.organisation_id, dated.on)


def _correct(
    one: Difference, member: Member, dated: Dated, settling: Settling, *, by: Doer, at: datetime
) -> None:
    field = next(key for key, label in FIELDS.items() if label == one.field)
    if field in _DETAILS:
        value = date.fromisoformat(one.theirs) if field.endswith("_on") else one.theirs
        setattr(member, field, value)
        if field == "name":
            member.initials = person_initials(member.name)
        if member.joined_on and member.full_on and member.full_on < member.joined_on:
            raise Invalid("full-before-join", f"{one.name}的转正时间会早于入党时间，请一并核对这两项。")
        member.save(update_fields=[field, "initials"])
        return
    setattr(member, field, one.theirs)
    kind = _KINDS.get((field, one.theirs), Change.CORRECTED)
    _turn(member, member.organisation_id, dated, settling, (kind, kind), by=by, at=at)


_KINDS = {
    ("standing", str(Standing.FULL)): Change.CONFIRMED,
    ("serving", str(Serving.RETIRED)): Change.RETIRED,
}


def _turn(
    member: Member,
    organisation_id: int,
    dated: Dated,
    settling: Settling,
    kinds: tuple[Change, Change],
    *,
    by: Doer,
    at: datetime,
) -> None:
    changes.require_day(member, dated, at.date())
    pointer = dated.pointer(settling.number or "对账")
    turn = Turn(member.pk, dated.on, organisation_id, member.standing, member.serving, *kinds, pointer)
    belongings.turn(turns=[turn], by=by, at=at)


def _member_of(one: Difference) -> Member:
    member = one.member
    assert member is not None  # noqa: S101 - only who is new here has none
    return Member.objects.select_related("organisation").get(pk=member.pk)
