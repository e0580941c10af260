"""Reading what is encrypted: one field of a person, or a branch's telephone list; each leaves a trace."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.kernel.secrets import decrypt
from heli.members.catalogue import Sensitive
from heli.members.models import Member
from heli.members.rules import own as rules
from heli.orgs.models import Organisation, beneath


class Contact(NamedTuple):
    """A member with his telephone number in plain text."""

    name: str
    branch: str
    phone: str


@action
def reveal(*, member: Member, field: Sensitive, reason: str, by: Doer, at: datetime) -> str:
    """A person's phone or wage base ("" where none is kept), for a purpose.

    By who keeps the roster there (MEMBER_SENSITIVE). The audit tells field and purpose, never the value.
    """
    may(by, Permission.MEMBER_SENSITIVE, member.organisation).require()
    rules.has_purpose(reason).require()
    value = decrypt(getattr(member, field.value) or None, field=field.context)
    note(field=field.label, reason=reason.strip())
    return value or ""


@action
def hand_out_contacts(
    *, organisation: Organisation, reason: str, by: Doer, at: datetime
) -> Sequence[Contact]:
    """The present members at an organisation and beneath it with their phones; the audit tells how many."""
    may(by, Permission.MEMBER_SENSITIVE, organisation).require()
    rules.has_purpose(reason).require()
    found = (
        Member.objects.present()
        .filter(beneath(organisation.path, "organisation__path"))
        .order_by("organisation__path", "pk")
        .values_list("name", "organisation__short_name", "phone")
    )
    field = Sensitive.PHONE
    contacts = [
        Contact(name, branch, decrypt(phone or None, field=field.context) or "")
        for name, branch, phone in found
    ]
    note(field=field.label, reason=reason.strip(), members=len(contacts))
    return contacts
