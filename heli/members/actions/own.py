"""更正申请: a member asks that something held on him be put right; who keeps the roster answers."""

from datetime import datetime
from typing import Any

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.kernel.secrets import encrypt
from heli.kernel.verdict import all_of
from heli.members.catalogue import DataField, Sensitive
from heli.members.models import DataRequest, Member
from heli.members.rules import own as rules
from heli.orgs.rules.names import person_initials


@action
def ask_correction(*, member: Member, about: DataField, text: str, by: Doer, at: datetime) -> DataRequest:
    """Ask that one of the fields held on oneself be put right."""
    may(by, Permission.OWN_DATA, member.organisation).require()
    own = by.member_id if isinstance(by, Actor) else None
    all_of(rules.is_own(own, member.pk), rules.says_something(text)).require()
    note(about=about.label)
    return DataRequest.objects.create(
        member=member, about=about, text=text.strip(), asked_at=at, asked_by=by.label[:120]
    )


@action
def answer_correction(
    *, request: DataRequest, accepted: bool, answer: str, by: Doer, at: datetime, value: str = ""
) -> DataRequest:
    """Answer a request; an accepted one about a plain field writes its new `value` in the same step.

    By who keeps the roster of the member's branch, not by himself. The audit tells the field, no value.
    """
    member = request.member
    may(by, Permission.MEMBER_IDENTITY, member.organisation).require()
    held = DataRequest.objects.select_for_update().get(pk=request.pk)
    own = isinstance(by, Actor) and by.member_id == member.pk
    all_of(
        rules.may_answer(answered=held.answered_at is not None, own=own), rules.has_answer(answer)
    ).require()
    about = DataField(held.about)
    if accepted and about in rules.WRITTEN_AT_ONCE:
        _write(member, about, value)
    held.accepted, held.answer = accepted, answer.strip()
    held.answered_at, held.answered_by = at, by.label[:120]
    held.save(update_fields=["accepted", "answer", "answered_at", "answered_by"])
    note(about=about.label, accepted=accepted, member=member.pk)
    return held


def _write(member: Member, about: DataField, value: str) -> None:
    verdict, new = rules.corrected(about, value)
    verdict.require()
    changed: dict[str, Any] = {about.value: new}
    if about is DataField.NAME:
        changed["initials"] = person_initials(new)
    if about.value in Sensitive.values:
        changed[about.value] = encrypt(new, field=Sensitive(about.value).context)
    dates = {"joined_on": member.joined_on, "full_on": member.full_on, **changed}
    rules.agree(dates["joined_on"], dates["full_on"]).require()
    Member.objects.filter(pk=member.pk).update(**changed)
