"""Publishing figures, and correcting beside them what was published; no published figure is ever changed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may, may_somewhere
from heli.figures import rules
from heli.figures.catalogue import FigureRow, PublicationKind
from heli.figures.models import CorrectedFigure, Correction, Figure, Publication
from heli.figures.queries import known_now
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid
from heli.kernel.verdict import Verdict
from heli.orgs.models import Event, Organisation

CHUNK = 500


@action
def publish(
    *,
    kind: PublicationKind,
    title: str,
    publisher: Organisation,
    period_start: date | None,
    as_of: date,
    rows: Sequence[FigureRow],
    document_number: str = "",
    period: str = "",
    closes: bool = True,
    by: Doer,
    at: datetime,
) -> Publication:
    """Keep figures as they are known at `at`, for good; `closes` their days from now on (S000-18).

    `period` is the code of the period that they are of ("2026H1"), so that they can be worked out again.
    NotAllowed without `statistics.publish` over the publisher (`scheme.adopt` where nothing is closed);
    Invalid as `rules.may_publish` says.
    """
    may(by, rules.right_to_publish(kind, closes=closes), publisher).require()
    rules.may_publish(rows, period_start, as_of, at.date()).require()
    if not title.strip():
        raise Invalid("title-missing", "请填写标题。", fields={"title": "请填写标题。"})
    publication = Publication.objects.create(
        kind=kind,
        title=title.strip()[:160],
        publisher=publisher,
        period_start=period_start,
        period=period,
        as_of=as_of,
        document_number=document_number.strip()[:60],
        known_at=at,
        published_at=at,
        published_by=by.label[:120],
        closes=closes,
    )
    _write(publication, rows)
    note(figures=len(rows), as_of=as_of.isoformat())
    return publication


def _write(publication: Publication, rows: Sequence[FigureRow]) -> None:
    figures = (
        Figure(
            publication=publication,
            position=position,
            key=row.key,
            label=row.label[:200],
            value=rules.kept(row.value),
            measure=row.measure,
        )
        for position, row in enumerate(rows)
    )
    Figure.objects.bulk_create(figures, batch_size=CHUNK)


@action
def correct(
    *,
    publication: Publication,
    values: Mapping[str, Decimal | None],
    reason: str,
    event: Event | None = None,
    by: Doer,
    at: datetime,
) -> Correction | None:
    """Set the values that are known now (by key) beside those that were published; None where none differs.

    What the office published stays. `values` names the figures that changed; keys that were not published are
    left out, and told in the audit. An event's correction follows from the event and needs no other right
    than to carry it out; any other needs what publishing needed.
    """
    _may_correct(by, publication, event).require()
    if not reason.strip():
        raise Invalid("reason-missing", "请写明更正的缘由。", fields={"reason": "请写明更正的缘由。"})
    known = known_now(publication)
    changed = [
        (known[key][0], known[key][1], rules.kept(value))
        for key, value in values.items()
        if key in known and known[key][1] != rules.kept(value)
    ]
    unpublished = sorted(values.keys() - known.keys())
    note(figures=len(changed), unpublished=unpublished)
    if not changed:
        return None
    correction = Correction.objects.create(
        publication=publication, event=event, reason=reason.strip()[:300], made_at=at, made_by=by.label[:120]
    )
    CorrectedFigure.objects.bulk_create(
        (
            CorrectedFigure(correction=correction, figure=figure, old=old, new=new)
            for figure, old, new in changed
        ),
        batch_size=CHUNK,
    )
    return correction


def _may_correct(by: Doer, publication: Publication, event: Event | None) -> Verdict:
    if event is None:
        right = rules.right_to_publish(publication.kind, closes=publication.closes)
        return may(by, right, publication.publisher)
    return may_somewhere(by, Permission.ORGANISATION_CHANGE)
