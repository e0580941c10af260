"""Handing out a 工作手册: names of members leave Heli in a file, so the audit says who took it."""

from datetime import datetime
from typing import Protocol

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.orglife.catalogue import BookForm
from heli.orglife.queries.handbook import Book, book
from heli.orgs.models import Organisation


class Renderer(Protocol):
    """Makes the file of a 工作手册: (book, form) → its bytes."""

    def __call__(self, held: Book, form: BookForm) -> bytes: ...


@action
def hand_out_handbook(
    *, organisation: Organisation, year: int, form: BookForm, render: Renderer, by: Doer, at: datetime
) -> bytes:
    """Make the 工作手册 of a branch and year from what was entered; nothing of it is stored.

    NotAllowed without RECORD_SEE and MEMBER_SEE there; Invalid for a year to come or long past.
    """
    may(by, Permission.RECORD_SEE, organisation).require()
    may(by, Permission.MEMBER_SEE, organisation).require()
    made = render(book(organisation, year, localdate(at)), form)
    note(year=year, form=form.value, bytes=len(made))
    return made
