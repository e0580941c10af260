"""One notice, with the organisations in sight that it went to; and the answer of one of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.scope import Scope
from heli.circulation import rules
from heli.circulation.catalogue import NoticeState
from heli.circulation.models import Notice, NoticePart, Receipt
from heli.circulation.queries.audience import Range, audience, range_of, words_of
from heli.duties.catalogue import RECORD_KINDS, RecordForm
from heli.duties.models import Record
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict, all_of
from heli.orgs.models import Organisation, OrganisationVersion
from heli.orgs.queries import visible_organisation
from heli.ui.catalogue import State

UNKNOWN = "没有这件通知，或者它没有发给您可以查看的党组织。请从传达阅知进入。"
MEETINGS_SHOWN = 20


class NoticePage(NamedTuple):
    """A notice as its reader sees it: `where` its range; the numbers are of organisations in his sight.

    `asks_own`: it went to an organisation of the reader's own, who may say that it repeats (R14-08).
    """

    notice: Notice
    where: Range
    words: str
    addressed: int
    done: int
    late: int
    may_withdraw: Verdict
    asks_own: bool

    @property
    def waiting(self) -> int:
        return self.addressed - self.done


class AudienceLine(NamedTuple):
    """One organisation that a notice went to, and how it stands; None once the notice was withdrawn."""

    was: OrganisationVersion
    receipt: Receipt | None
    state: State | None
    may_answer: bool


def notice_page(pk: int, actor: Actor) -> NoticePage:
    """A notice that went out, with rates over the organisations in sight: six queries.

    NotFound where it was neither sent by nor to an organisation that the reader sees, and for a draft.
    """
    scope = actor.require(Permission.RECORD_SEE)
    notice = _went_out(pk)
    where = range_of(notice, notice.sender)
    to = in_sight(notice, where, scope)
    own = {one.organisation_id for one in actor.own_holdings}
    number = to.aggregate(addressed=Count("pk"), own=Count("pk", filter=Q(organisation__in=own)))
    addressed = number["addressed"]
    if not addressed and not _sees(scope, notice.sender):
        raise NotFound("notice-unknown", UNKNOWN)
    days = list(_receipts(notice, to).values_list("done_on", flat=True))
    names = NoticePart.objects.filter(notice=notice).order_by("path")
    return NoticePage(
        notice,
        where,
        words_of(notice, list(names.values_list("organisation__short_name", flat=True))),
        addressed,
        len(days),
        sum(day > notice.due_on for day in days),
        actor.may(Permission.NOTICE_SEND, notice.sender),
        number["own"] > 0,
    )


def _went_out(pk: int) -> Notice:
    found: Notice | None = Notice.objects.went_out().select_related("sender").filter(pk=pk).first()
    if found is None:
        raise NotFound("notice-unknown", UNKNOWN)
    return found


def _sees(scope: Scope, organisation: Organisation) -> bool:
    return scope.covers(organisation)


def in_sight(notice: Notice, where: Range, scope: Scope) -> QuerySet[OrganisationVersion]:
    """Those that a notice went to, as far as `scope` covers them."""
    assert notice.day is not None  # noqa: S101 - it went out
    return audience(where, notice.day, scope)


def _receipts(notice: Notice, to: QuerySet[OrganisationVersion]) -> QuerySet[Receipt, Any]:
    return Receipt.objects.standing().filter(notice=notice, organisation__in=to.values("organisation"))


def audience_lines(found: NoticePage, scope: Scope, show: str) -> QuerySet[OrganisationVersion]:
    """The organisations in sight in the order of the tree; `show` narrows to "waiting", "done" or "late"."""
    receipts = Receipt.objects.standing().filter(notice=found.notice, organisation=OuterRef("organisation"))
    rows = in_sight(found.notice, found.where, scope).annotate(
        answered=Exists(receipts), answered_on=Subquery(receipts.values("done_on")[:1])
    )
    if show == "waiting":
        rows = rows.filter(answered=False)
    elif show == "done":
        rows = rows.filter(answered=True)
    elif show == "late":
        rows = rows.filter(answered_on__gt=found.notice.due_on)
    return rows.select_related("organisation").order_by("path")


def lines_of(
    notice: Notice, rows: Sequence[OrganisationVersion], actor: Actor, today: date
) -> list[AudienceLine]:
    """The rows of a page with their answers: one query."""
    given = Receipt.objects.standing().filter(
        notice=notice, organisation__in=[was.organisation_id for was in rows]
    )
    by_organisation = {one.organisation_id: one for one in given}
    entering = set(actor.scope(Permission.RECORD_ENTER).organisations)
    return [
        _audience_line(notice, was, by_organisation.get(was.organisation_id), entering, today) for was in rows
    ]


def _audience_line(
    notice: Notice, was: OrganisationVersion, receipt: Receipt | None, entering: set[int], today: date
) -> AudienceLine:
    state = None
    if receipt is not None or not notice.is_withdrawn:
        state = rules.state_of(notice.due_on, receipt.done_on if receipt else None, today)
    return AudienceLine(was, receipt, state, was.organisation_id in entering)


class Answer(NamedTuple):
    """What is asked of one organisation, and the meetings at which it can have been read out."""

    notice: Notice
    organisation: Organisation
    receipt: Receipt | None
    meetings: Sequence[Record]
    may: Verdict


def answer(pk: int, organisation: int, actor: Actor, today: date) -> Answer:
    """The answer of an organisation that the reader sees; NotFound where the notice did not go to it."""
    held = visible_organisation(organisation, actor.require(Permission.RECORD_SEE))
    notice = _went_out(pk)
    addressed = is_addressed(notice, held)
    if not addressed:
        raise NotFound("notice-unknown", UNKNOWN)
    receipt = standing_receipt(notice, held)
    return Answer(
        notice,
        held,
        receipt,
        meetings(notice, held, today),
        all_of(
            actor.may(Permission.RECORD_ENTER, held),
            rules.is_open(notice, addressed=addressed, given=receipt is not None),
        ),
    )


def is_addressed(notice: Notice, organisation: Organisation) -> bool:
    """Whether a notice that went out went to the organisation: two queries."""
    if notice.state not in (NoticeState.SENT, NoticeState.WITHDRAWN):
        return False
    only = Scope(organisations=(organisation.pk,))
    return in_sight(notice, range_of(notice, notice.sender), only).exists()


def standing_receipt(notice: Notice, organisation: Organisation) -> Receipt | None:
    """What the organisation said, if it says it still."""
    rows = Receipt.objects.standing().select_related("record")
    found: Receipt | None = rows.filter(notice=notice, organisation=organisation).first()
    return found


def meetings(notice: Notice, organisation: Organisation, today: date) -> list[Record]:
    """Meetings of the organisation since the notice went out, newest first: one query."""
    kinds = [kind.id for kind in RECORD_KINDS().on(today) if kind.form == RecordForm.MEETING]
    rows = Record.objects.standing().filter(
        organisation=organisation, kind__in=kinds, happened_on__gte=notice.day, happened_on__lte=today
    )
    return list(rows.order_by("-happened_on", "-pk")[:MEETINGS_SHOWN])
