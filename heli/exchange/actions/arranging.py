"""Arranging a gathering, inviting to it, moving it from act to act, calling it off."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.exchange.catalogue import GATHERINGS, Act, GatheringKind, State
from heli.exchange.models import Exhibit, Gathering
from heli.exchange.queries import gatherings as found
from heli.exchange.queries import judging
from heli.exchange.rules import acts
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.periods import Period
from heli.members.models import Post
from heli.orgs.models import Organisation


@action
def arrange(
    *,
    organiser: Organisation,
    title: str,
    kind: GatheringKind,
    period: str,
    as_of: date,
    held_on: date,
    due_on: date,
    answerer: Post,
    by: Doer,
    at: datetime,
    place: str = "",
) -> Gathering:
    """Begin a gathering; nobody is asked for anything before it is opened.

    NotAllowed without GATHERING_HOLD at the organiser; Invalid for a title missing, a period that cannot be
    read, days that do not fit, an answerer who holds no post of the organiser with a log-in; WrongState
    where there is one of this title.
    """
    may(by, Permission.GATHERING_HOLD, organiser).require()
    _require_sound(organiser, None, title, period, (as_of, held_on, due_on), answerer, localdate(at))
    made: Gathering = Gathering.objects.create(
        organiser=organiser,
        title=title.strip(),
        kind=kind,
        period=period,
        as_of=as_of,
        held_on=held_on,
        due_on=due_on,
        place=place.strip(),
        answerer=answerer,
        arranged_at=at,
        arranged_by=by.label[:120],
    )
    note(kind=kind, period=period, as_of=as_of.isoformat(), held_on=held_on.isoformat())
    return made


@action
def amend(
    *,
    gathering: Gathering,
    title: str,
    kind: GatheringKind,
    period: str,
    as_of: date,
    held_on: date,
    due_on: date,
    answerer: Post,
    by: Doer,
    at: datetime,
    place: str = "",
) -> Gathering:
    """Let a gathering say something else; after 晒 only who answers objections, and where it is held.

    Raises as `arrange`; WrongState for one that is archived or called off.
    """
    held = lock(gathering, by)
    if held.state in (State.ARCHIVED, State.CALLED_OFF):
        raise WrongState("gathering-over", "这次晒比评已经办结，不能再改。")
    fixed = {"title": title.strip(), "kind": kind, "period": period, "as_of": as_of}
    days = {"held_on": held_on, "due_on": due_on}
    changed = [name for name, value in {**fixed, **days}.items() if getattr(held, name) != value]
    if changed:
        acts.can_be_changed(held.state).require()
        if Exhibit.objects.filter(gathering=held, handed_in_at__isnull=False).exists() and {
            "period",
            "as_of",
        } & set(changed):
            raise WrongState(
                "figures-handed-in",
                "已有单位按原来的截至日期报送，期间和截至日期不能再改。确需调整的，另办一次。",
            )
    _require_sound(held.organiser, held, title, period, (as_of, held_on, due_on), answerer, localdate(at))
    for name, value in {**fixed, **days, "answerer": answerer, "place": place.strip()}.items():
        setattr(held, name, value)
    held.save()
    note(changed=changed)
    return held


@action
def invite(*, gathering: Gathering, organisations: Sequence[Organisation], by: Doer, at: datetime) -> int:
    """Let organisations take part, besides those that do; returns how many are new.

    NotAllowed without GATHERING_HOLD, Invalid for nobody or one that may not be invited, WrongState after 晒.
    """
    held = lock(gathering, by)
    acts.can_be_changed(held.state).require()
    acts.has_participants([one.pk for one in organisations]).require()
    strange = [one.short_name for one in organisations if one.kind not in found.INVITED_KINDS]
    if strange:
        raise Invalid("kind-not-invited", f"{'、'.join(strange[:3])}不作为参加单位，请去掉。")
    known = set(Exhibit.objects.filter(gathering=held).values_list("organisation", flat=True))
    new = [one for one in organisations if one.pk not in known]
    Exhibit.objects.bulk_create(Exhibit(gathering=held, organisation=one) for one in new)
    note(invited=len(new), organisations=[one.pk for one in new][:200])
    return len(new)


@action
def withdraw_invitation(*, exhibit: Exhibit, by: Doer, at: datetime) -> Gathering:
    """Let an organisation take part no longer; WrongState once it has shown anything, or after 晒."""
    held = lock(exhibit.gathering, by)
    acts.can_be_changed(held.state).require()
    one = Exhibit.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=exhibit.pk)
    if one.is_handed_in or one.problems.exists() or one.promises.exists():
        raise WrongState(
            "exhibit-begun",
            f"{one.organisation.short_name}已经报送材料或记有问题，不能去掉；不发言的，取消发言即可。",
        )
    note(organisation=one.organisation.pk)
    one.delete()
    return held


@action
def set_speakers(*, gathering: Gathering, speakers: Sequence[int], by: Doer, at: datetime) -> Gathering:
    """Say who speaks, in this order (exhibit primary keys); the others show theirs in writing (S001-02).

    NotAllowed without GATHERING_HOLD, Invalid for one that does not take part, WrongState once judging began.
    """
    held = lock(gathering, by)
    acts.is_at(held.state, (State.PREPARING, State.SHOWING, State.COMPARING), "调整发言单位").require()
    there = set(Exhibit.objects.filter(gathering=held).values_list("pk", flat=True))
    if len(set(speakers)) != len(speakers) or not set(speakers) <= there:
        raise Invalid("speaker-unknown", "发言单位里有没有参加的单位，或同一单位填了两次，请核对。")
    Exhibit.objects.filter(gathering=held).update(speak_order=None)
    for order, pk in enumerate(speakers, start=1):
        Exhibit.objects.filter(pk=pk).update(speak_order=order)
    note(speakers=len(speakers))
    return held


@action
def move_on(*, gathering: Gathering, act: Act, by: Doer, at: datetime) -> Gathering:
    """Begin the next act: 晒, 比 or 评. Publishing and archiving are actions of their own.

    NotAllowed without GATHERING_HOLD, WrongState for another act, Invalid where nobody was invited or
    nothing was shown.
    """
    held = lock(gathering, by)
    if act not in (Act.SHOW, Act.COMPARE, Act.JUDGE):
        raise Invalid("act-unknown", "请从晒比评页面进入下一步。")
    state = GATHERINGS.next(State(held.state), act)
    invited = Exhibit.objects.filter(gathering=held)
    handed_in = invited.filter(handed_in_at__isnull=False).count()
    acts.may_move_on(
        held.state, invited=invited.count(), handed_in=handed_in, marks_open=judging.marks_open(held)
    ).require()
    held.state = state
    held.save(update_fields=["state"])
    note(act=act, handed_in=handed_in)
    return held


@action
def call_off(*, gathering: Gathering, reason: str, by: Doer, at: datetime) -> Gathering:
    """Give a gathering up before it is compared; what was handed in stays. Invalid without a reason."""
    held = lock(gathering, by)
    state = GATHERINGS.next(State(held.state), Act.CALL_OFF)
    acts.says_why(reason, "取消的原因，参加单位会看到").require()
    held.state, held.called_off_at, held.called_off_by = state, at, by.label[:120]
    held.called_off_why = reason.strip()[:200]
    held.save(update_fields=["state", "called_off_at", "called_off_by", "called_off_why"])
    return held


def lock(gathering: Gathering, by: Doer) -> Gathering:
    """The gathering as it is now, held by whoever may hold it; NotAllowed without GATHERING_HOLD."""
    held: Gathering = (
        Gathering.objects.select_for_update(of=("self",))
        .select_related("organiser", "answerer", "poll", "publication")
        .get(pk=gathering.pk)
    )
    may(by, Permission.GATHERING_HOLD, held.organiser).require()
    return held


def _require_sound(
    organiser: Organisation,
    held: Gathering | None,
    title: str,
    period: str,
    days: tuple[date, date, date],
    answerer: Post,
    today: date,
) -> None:
    as_of, held_on, due_on = days
    others = Gathering.objects.filter(organiser=organiser, title=title.strip())
    known = others.exclude(pk=held.pk).exists() if held is not None else others.exists()
    acts.can_be_arranged(
        title=title, known=known, period=Period.parse(period), as_of=as_of, held_on=held_on, due_on=due_on
    ).require()
    if answerer not in found.answerers(organiser, today):
        raise Invalid(
            "answerer-unfit", "异议答复人应是组织方现任、能够登录的负责同志或工作人员，请重新选择。"
        )
