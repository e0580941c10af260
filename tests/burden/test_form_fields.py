"""The catalogue of form fields is what the page 记录会议 really asks and really fills in."""

import pytest
from django.http import QueryDict

from heli.accounts.catalogue import Office
from heli.circulation.catalogue import Asked
from heli.circulation.forms import ReceiptForm
from heli.circulation.queries.page import answer
from heli.duties.actions.record import record
from heli.duties.catalogue import FORM_FIELDS, RECORD_KINDS, FormField, FormFields, RecordKind
from heli.kernel.action import SYSTEM
from heli.members.actions import posts as post_actions
from heli.members.models import Member
from heli.orglife.forms.meeting import MeetingForm, read
from heli.orgs.catalogue import BRANCH_KINDS, LEADING_KINDS
from heli.orgs.models import Organisation
from tests.circulation.sending import sent
from tests.people import FOUNDED, NOW, TODAY, City, People

KINDS = {one.id: one for one in RECORD_KINDS().on(TODAY)}
FIELDS = {kind: one for one in FORM_FIELDS().on(TODAY) for kind in one.kinds}
OCCASIONAL = {"counts_on", "part"}
"""Asked only where a window is open, or on the day of a 主题党日."""


def test_every_kind_of_record_has_its_form_once() -> None:
    told = [kind for one in FORM_FIELDS().on(TODAY) for kind in one.kinds]
    assert sorted(told) == sorted(KINDS)
    assert all(set(one.filled) <= set(one.asked) for one in FORM_FIELDS().on(TODAY))


def _place(city: City, kind: RecordKind) -> Organisation:
    if set(kind.org_kinds) & set(BRANCH_KINDS):
        return city.first_branch
    return city.education_group if set(kind.org_kinds) & set(LEADING_KINDS) else city.education_committee


def _asked(form: MeetingForm) -> set[str]:
    names = {name for name in form.fields if not name.startswith("reason-")} - OCCASIONAL
    return names | ({"attendance"} if form.setting.people else set())


def _filled(form: MeetingForm) -> set[str]:
    """What the page fills in from what it knows: the day, which is only today's, is none of it."""
    known = {name for name in form.fields if form.filled.get(name)} - {"happened_on"}
    return (known & _asked(form)) | ({"attendance"} if form.ticks else set())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_page_asks_and_fills_in_what_the_catalogue_says(kind: str, city: City, people: People) -> None:
    place, one = _place(city, KINDS[kind]), FIELDS[kind]
    if kind == "group":
        member = Member.objects.get(name="孙明岚")
        post_actions.appoint(
            organisation=place, office=Office.GROUP_LEADER, name=member.name, member=member,
            valid_from=FOUNDED, by=SYSTEM, at=NOW,
        )  # fmt: skip
    if place == city.education_committee:
        assert people.deputy.post is not None
        post_actions.appoint(
            organisation=place, office=Office.SECRETARY, name="卫同", valid_from=FOUNDED, by=SYSTEM, at=NOW
        )
    _recorded_before(place, kind, one)
    form = read(QueryDict(f"kind={kind}"), place, TODAY, saving=False)
    assert form.setting.kind.id == kind
    assert _asked(form) == {field.value for field in one.asked}
    assert _filled(form) == {field.value for field in one.filled}


def _recorded_before(place: Organisation, kind: str, one: FormFields) -> None:
    """A record of the kind with all that the next one begins with."""
    number = 5 if FormField.DUE in one.asked else None
    record(
        organisation=place, kind=kind, happened_on=TODAY.replace(month=5), topic="上一次", recorder="周组韬",
        due=number, present=number, by=SYSTEM, at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("asked", list(Asked))
def test_a_receipt_asks_and_fills_in_what_its_notice_says(asked: Asked, city: City, people: People) -> None:
    notice = sent(city.work_committee, people.staff, asked=asked)
    found = answer(notice.pk, city.first_branch.pk, people.secretary.actor, TODAY)
    form = ReceiptForm(answer=found, today=TODAY)
    assert len(form.fields) == asked.fields
    known = [name for name in form.fields if form.initial.get(name) not in (None, "", TODAY)]
    assert len(known) == asked.filled
