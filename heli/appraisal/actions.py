"""Handing out a 通报: the one thing in appraisal that leaves a trace."""

from datetime import datetime
from typing import Protocol

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.appraisal.catalogue import PaperForm
from heli.kernel.action import Doer, action, note
from heli.kernel.periods import Period


class Renderer(Protocol):
    """Makes the file of a 通报: (period, as of, form) → its bytes."""

    def __call__(self, period: Period, at: datetime, form: PaperForm) -> bytes: ...


@action
def hand_out_circular(*, period: Period, form: PaperForm, render: Renderer, by: Doer, at: datetime) -> bytes:
    """Make the 通报 of `period` as known at `at` and say in the audit who took it out, in which form.

    NotAllowed without `circular.make`. Figures are worked out anew each time and nothing is stored.
    """
    may_somewhere(by, Permission.CIRCULAR_MAKE).require()
    made = render(period, at, form)
    note(period=period.code, form=form.value, bytes=len(made))
    return made
