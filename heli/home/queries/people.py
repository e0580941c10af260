"""What members bring to the desk: transfers on both sides, requests to put data right, 一岗双责."""

from datetime import date

from django.urls import reverse

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission, Reach
from heli.home import rules
from heli.home.catalogue import Line, Turn
from heli.members.queries import responsibilities
from heli.members.queries.own import requests
from heli.members.queries.transfers import TransferLine, open_lines
from heli.ui.catalogue import State

MOST_LINES = 5
"""Transfers told one by one in each group; where there are more, one line more has them all."""


def lines(actor: Actor, today: date) -> dict[Turn, list[Line]]:
    """The lines by turn: at most six queries, none for what the reader has no right to.

    The 工委 answers no request and keeps no list in place of a branch or a body: it sees them on their pages.
    """
    told: dict[Turn, list[Line]] = {Turn.NOW: [], Turn.OTHERS: []}
    if actor.may_somewhere(Permission.MEMBER_TRANSFER):
        found = open_lines(actor, today)
        told[Turn.NOW] += _transfers([one for one in found if one.is_mine], today, mine=True)
        told[Turn.OTHERS] += _transfers([one for one in found if not one.is_mine], today, mine=False)
    if not actor.scope(Permission.MEMBER_IDENTITY).everything:
        told[Turn.NOW] += _requests(actor, today)
    if any(post.reach is Reach.LED for post in actor.posts):
        told[Turn.NOW] += _void(actor, today)
    told[Turn.OTHERS] += _answered_for(actor, today)
    return told


def _transfers(found: list[TransferLine], today: date, *, mine: bool) -> list[Line]:
    told = [_transfer(one, today, mine=mine) for one in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        url = f"{reverse('members:transfers')}?tab={'mine' if mine else 'waiting'}"
        told.append(Line("全部没有办结的转接", "合计", f"{len(found)} 件", "查看", url))
    return told


def _transfer(line: TransferLine, today: date, *, mine: bool) -> Line:
    transfer = line.transfer
    until = transfer.letter_until
    word = line.next_act.label if line.next_act is not None else ""
    state = State.OVERDUE if line.is_overdue else State.OPEN
    return Line(
        what=f"转接{transfer.member.name}的组织关系",
        whom=f"{transfer.origin.short_name} → {line.to}",
        when=rules.days_said(until, today) if until is not None else transfer.get_state_display(),
        label=f"去{word}" if mine else "查看",
        url=reverse("members:transfer", args=[transfer.pk]),
        state=state.value,
        due_on=until,
        note=_transfer_note(line, mine=mine),
    )


def _transfer_note(line: TransferLine, *, mine: bool) -> str:
    if line.is_overdue:
        return "介绍信已过有效期：由转出方延长，或由接收方尽快办理"
    if mine or line.whose is None or line.next_act is None:
        return ""
    return f"由{line.whose.short_name}办理“{line.next_act.label}”"


def _requests(actor: Actor, today: date) -> list[Line]:
    """Requests that wait for an answer: of the reader's own branch, or of those beneath."""
    scope = actor.scope(Permission.MEMBER_IDENTITY)
    if scope.is_empty:
        return []
    waiting = [one for one in requests(scope, is_open=True) if one.member_id != actor.member_id]
    if not waiting:
        return []
    branches = list(dict.fromkeys(one.member.organisation.short_name for one in waiting))
    whom = branches[0] if len(branches) == 1 else f"{len(branches)} 个党支部"
    days = (today - waiting[0].asked_at.date()).days
    when = f"{len(waiting)} 件，最早{f'已等 {days} 天' if days else '今天提出'}"
    return [Line("答复更正本人数据的申请", whom, when, "去答复", reverse("members:data_requests"))]


def _void(actor: Actor, today: date) -> list[Line]:
    """What has become void in the lists that the reader keeps for his own body."""
    scope = actor.scope(Permission.RESPONSIBILITY_KEEP)
    if scope.is_empty:
        return []
    own = {post.organisation_id for post in actor.posts}
    void = [
        one
        for one in responsibilities.void_in(scope, today)
        if one.responsibility.post.organisation_id in own
    ]
    if not void:
        return []
    body = void[0].responsibility.post.organisation
    url = f"{reverse('members:responsibilities')}?organisation={body.pk}"
    return [Line("处理一岗双责清单中失效的分管", body.short_name, f"{len(void)} 项", "去处理", url)]


def _answered_for(actor: Actor, today: date) -> list[Line]:
    """What the reader himself answers for: no task, and yet his."""
    borne = responsibilities.borne_by(actor, today)
    if not borne:
        return []
    names = "、".join(one.organisation.short_name for one in borne[:3])
    whom = names if len(borne) <= 3 else f"{names}等"
    url = f"{reverse('members:responsibilities')}?organisation={borne[0].post.organisation_id}"
    return [Line("我分管的党组织", whom, f"{len(borne)} 个", "查看", url)]
