"""Handing out a 通报, and publishing its figures: what in appraisal leaves a trace."""

from datetime import datetime
from typing import Protocol

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.accounts.scope import EVERYTHING
from heli.appraisal.catalogue import PaperForm, title_of
from heli.appraisal.queries.circulars import issuer
from heli.appraisal.queries.published import as_of, figures_of, published
from heli.figures.actions import publish
from heli.figures.catalogue import PublicationKind
from heli.figures.models import Publication
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState
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


@action
def publish_circular(*, period: Period, document_number: str, by: Doer, at: datetime) -> Publication:
    """Publish the figures of a 通报 as they are known at `at`; from then on it says these (S000-18).

    NotAllowed without `statistics.publish` over the 机关工委; WrongState (`circular-published`) where the
    figures of that day were published already.
    """
    today = localdate(at)
    day = as_of(period, today)
    if published(period, today, EVERYTHING) is not None:
        raise WrongState(
            "circular-published",
            f"{period.name}截至 {day} 的数字已经发布。以后查明的不同会作为更正记在旁边。",
        )
    return publish(
        kind=PublicationKind.CIRCULAR,
        title=title_of(period),
        publisher=issuer(),
        period_start=period.start,
        period=period.code,
        as_of=day,
        rows=figures_of(period, day),
        document_number=document_number,
        by=by,
        at=at,
    )
