"""What a sender weighs: from whom, to how many, with what work, what was sent already; and how it went."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, F, Q

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.circulation import rules
from heli.circulation.catalogue import NUMBERS, Asked, NoticeState
from heli.circulation.models import Notice, Receipt
from heli.circulation.queries.audience import addressed_among, audience, candidates, range_of, versions_of
from heli.duties.rules.burden import Burden
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import BRANCH_KINDS
from heli.orgs.models import STEP, Organisation, beneath

SHOWN_DAYS = 365
"""How far back lists of notices go; older ones open from their address."""


class Weighed(NamedTuple):
    """A draft before it goes out: its burden, the first few it goes to, notices like it, who may sign."""

    burden: Burden
    first: Sequence[str]
    alike: Sequence[Notice]
    may_send: Verdict


class SentLine(NamedTuple):
    """A notice with how many organisations in sight it went to, and how many answered."""

    notice: Notice
    addressed: int
    done: int
    late: int

    @property
    def waiting(self) -> int:
        return self.addressed - self.done


def senders(actor: Actor, today: date) -> list[Organisation]:
    """The organisations in whose name the reader may draft: one query."""
    scope = actor.scope(Permission.NOTICE_DRAFT)
    own = Organisation.objects.visible_to(scope).live(today).exclude(kind__in=BRANCH_KINDS)
    return list(own.order_by("path"))


def sender(pk: int | None, offered: Sequence[Organisation]) -> Organisation:
    """The one asked for, the first where none is; NotFound where there is none to send for."""
    found = next((one for one in offered if pk is None or one.pk == pk), None)
    if found is None:
        raise NotFound("sender-unknown", "您所在的党组织没有下级，不能发通知。")
    return found


def draft(pk: int, actor: Actor) -> Notice:
    """A draft in whose organisation's name the reader may draft; NotFound otherwise."""
    found: Notice | None = (
        Notice.objects.visible_to(actor.require(Permission.NOTICE_DRAFT))
        .filter(state=NoticeState.DRAFT)
        .select_related("sender")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("draft-unknown", "没有这份草稿：可能已经签发或删去，或不是您所在的党组织的。")
    return found


def drafts(actor: Actor) -> list[Notice]:
    """The drafts of the reader's organisations, newest first: one query."""
    mine = Notice.objects.visible_to(actor.scope(Permission.NOTICE_DRAFT)).filter(state=NoticeState.DRAFT)
    return list(mine.select_related("sender").order_by("-drafted_at", "-pk"))


def alike(notice: Notice, sender: Organisation, today: date) -> list[Notice]:
    """Notices of the last days with a like title, sent by the sender, those above it and those beneath."""
    days, percent = (NUMBERS().get(name, today).value for name in ("similar_days", "similar_percent"))
    above = [sender.path[:length] for length in range(STEP, len(sender.path) + 1, STEP)]
    line = Q(sender__path__in=above) | Q(sender=sender.leader_id) | Q(sender__leader=sender.pk)
    line |= beneath(sender.path, "sender__path")
    recent = Notice.objects.filter(line, state=NoticeState.SENT, day__gte=today - timedelta(days=days))
    rows = recent.exclude(pk=notice.pk).select_related("sender").order_by("-day", "-pk")
    return [one for one in rows if rules.alike(notice.title, one.title, percent)]


def weighed(notice: Notice, actor: Actor, today: date) -> Weighed:
    """What the page of a draft says before it goes out: five queries."""
    to = audience(range_of(notice, notice.sender), today)
    work = rules.burden(Asked(notice.asked), to.count(), today)
    first = to.order_by("path").values_list("organisation__short_name", flat=True)[:8]
    return Weighed(
        work,
        list(first),
        alike(notice, notice.sender, today),
        actor.may(Permission.NOTICE_SEND, notice.sender),
    )


def sent_lines(scope: Scope, today: date) -> list[SentLine]:
    """Notices of the last year sent by or to organisations in `scope`, newest first, with its own rates.

    Eight queries at most; who sees everything is told what was stamped when each went out.
    """
    since = today - timedelta(days=SHOWN_DAYS)
    if scope.everything:
        return _of_everything(_sent_since(since))
    versions = versions_of(scope, since)
    sent = Notice.objects.went_out().filter(day__gte=since).visible_to(scope)
    own = sent.select_related("sender").prefetch_related("parts")
    notices = {one.pk: one for one in [*own, *candidates(versions, since)]}
    to = addressed_among(notices.values(), versions)
    done = _answers(scope, list(to))
    found = [
        _line(notices[pk], {was.organisation_id for was in went}, done.get(pk, {})) for pk, went in to.items()
    ]
    return sorted(found, key=lambda one: (one.notice.day or since, one.notice.pk), reverse=True)


class AskedLine(NamedTuple):
    """A notice that stands, and to how many organisations in sight it went."""

    notice: Notice
    addressed: int

    def burden(self, on: date) -> Burden:
        """What it costs them."""
        return rules.burden(Asked(self.notice.asked), self.addressed, on)


def asked_between(scope: Scope, first: date, last: date) -> list[AskedLine]:
    """Notices sent from `first` to `last` to organisations in `scope` that were not withdrawn, oldest first.

    Three queries; one for who sees everything, who is told what was stamped when each went out.
    """
    if scope.everything:
        rows = {one: one.addressed or 0 for one in _sent_since(first)}
    else:
        rows = {one: len(to) for one, to in told_between(scope, first, last).items()}
    standing = [AskedLine(one, number) for one, number in rows.items() if _stands(one, last)]
    return sorted(standing, key=lambda one: (one.notice.day or last, one.notice.pk))


def told_between(scope: Scope, first: date, last: date) -> dict[Notice, set[int]]:
    """The same notices with the organisations in `scope` (primary keys) that each went to. Three queries."""
    versions = versions_of(scope, first)
    notices = {one.pk: one for one in candidates(versions, first)}
    to = addressed_among(notices.values(), versions)
    return {
        notices[pk]: {was.organisation_id for was in went}
        for pk, went in to.items()
        if _stands(notices[pk], last)
    }


def _stands(notice: Notice, last: date) -> bool:
    return not notice.is_withdrawn and notice.day is not None and notice.day <= last


def _sent_since(since: date) -> list[Notice]:
    recent = Notice.objects.went_out().filter(day__gte=since).order_by("-day", "-pk")
    return list(recent.select_related("sender"))


def _of_everything(notices: Sequence[Notice]) -> list[SentLine]:
    rows = (
        Receipt.objects.standing()
        .filter(notice__in=[one.pk for one in notices])
        .order_by()
        .values_list("notice")
        .annotate(done=Count("pk"), late=Count("pk", filter=Q(done_on__gt=F("notice__due_on"))))
    )
    counted = {notice: (done, late) for notice, done, late in rows}
    return [SentLine(one, one.addressed or 0, *counted.get(one.pk, (0, 0))) for one in notices]


def _answers(scope: Scope, notices: Sequence[int]) -> Mapping[int, dict[int, date]]:
    """By notice and organisation, the day of the answer: one query."""
    rows = Receipt.objects.standing().visible_to(scope).filter(notice__in=notices)
    found: dict[int, dict[int, date]] = {}
    for notice, organisation, day in rows.values_list("notice_id", "organisation_id", "done_on"):
        found.setdefault(notice, {})[organisation] = day
    return found


def _line(notice: Notice, to: set[int], answers: Mapping[int, date]) -> SentLine:
    days = [day for organisation, day in answers.items() if organisation in to]
    return SentLine(notice, len(to), len(days), sum(day > notice.due_on for day in days))
