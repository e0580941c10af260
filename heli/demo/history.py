"""What happened to the invented organisations and members in half a year: events, a transfer, figures."""

from collections.abc import Iterator
from datetime import date, datetime, time
from random import Random

from django.db.models import DateField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from heli.appraisal.queries.published import figures_of
from heli.demo.catalogue import CITY
from heli.figures.actions import publish
from heli.figures.catalogue import PublicationKind
from heli.kernel.action import SYSTEM, Doer, action
from heli.kernel.clock import SHANGHAI
from heli.kernel.periods import Period
from heli.members.actions.changes import leave
from heli.members.actions.transfers import request_transfer
from heli.members.catalogue import Change as MemberChange
from heli.members.catalogue import Serving
from heli.members.models import Belonging, Member
from heli.members.queries.changes import Asked
from heli.members.queries.statistics import figures
from heli.members.rules.changes import Dated
from heli.orgs.catalogue import EventKind, Kind
from heli.orgs.models import Organisation
from heli.orgs.rules.change import Change
from heli.reorganisation.actions.carrying import carry_out

KNOWN_FROM = date(2024, 1, 1)
"""The roster is loaded as if its members had been there, and known, since that day."""


@action
def begin_belonging(*, by: Doer, at: datetime) -> None:
    """Let every member have belonged to his branch since he joined, from KNOWN_FROM on (S000-17)."""
    joined = Member.objects.filter(pk=OuterRef("member")).values("joined_on")
    first = Greatest(Coalesce(Subquery(joined), KNOWN_FROM), KNOWN_FROM, output_field=DateField())
    Belonging.objects.update(valid_from=first)
    Belonging.objects.filter(valid_from__gt=KNOWN_FROM).update(began=MemberChange.ADMITTED)


@action
def happen(*, random: Random, by: Doer, at: datetime) -> None:
    """Last year's statistics and the first quarter's 通报 published; then four documents and a transfer."""
    committee = Organisation.objects.get(kind=Kind.WORK_COMMITTEE)
    year = at.year
    _publish_statistics(committee, date(year - 1, 12, 31), _on(date(year, 1, 12)))
    _publish_quarter(committee, f"{year}Q1", _on(date(year, 4, 9)))
    for change in _changes(year):
        carry_out(change=change, by=SYSTEM, at=_on(change.happened_on))
    _leave(random, date(year, 5, 11))
    _transfer(random, _on(date(year, 6, 26)))


def _on(day: date) -> datetime:
    return datetime.combine(day, time(10, 20), SHANGHAI)


def _publish_statistics(committee: Organisation, day: date, at: datetime) -> None:
    publish(
        kind=PublicationKind.STATISTICS,
        title=f"{day.year} 年度党组织和党员统计",
        publisher=committee,
        period_start=None,
        as_of=day,
        rows=figures(day),
        document_number=f"安直工〔{at.year}〕2号",
        by=SYSTEM,
        at=at,
    )


def _publish_quarter(committee: Organisation, code: str, at: datetime) -> None:
    period = Period.parse(code)
    publish(
        kind=PublicationKind.CIRCULAR,
        title=f"{CITY}直机关党建工作责任落实情况通报（{period.name}）",
        publisher=committee,
        period_start=period.start,
        as_of=period.end,
        rows=figures_of(period, period.end),
        document_number=f"安直工〔{at.year}〕11号",
        period=code,
        by=SYSTEM,
        at=at,
    )


def _changes(year: int) -> Iterator[Change]:
    """更名, 划转 and 合并 in the organ that has most branches, each on its own paper."""
    silent = Organisation.objects.branches().order_by("path").first()  # it stopped meeting, to be seen
    own = [one for one in _own_branches() if one != silent]
    organs = [one.organ_id for one in own]
    organ = max(organs, key=organs.count)
    general = Organisation.objects.filter(organ=organ, kind=Kind.GENERAL_BRANCH, attached=False).first()
    branches = sorted((one for one in own if one.organ_id == organ), key=lambda one: one.member_count)
    renamed, merged, into = branches[-1], branches[0], branches[1]
    yield Change(
        kind=EventKind.RENAMED,
        happened_on=date(year, 4, 15),
        document_number=f"安直工组〔{year}〕7号",
        reason="内设机构名称调整",
        subjects=(renamed.pk,),
        new_name=renamed.name.replace("支部委员会", "（综合）支部委员会"),
    )
    yield Change(
        kind=EventKind.MERGED,
        happened_on=date(year, 5, 20),
        document_number=f"安直工组〔{year}〕12号",
        reason="内设机构合并",
        subjects=(merged.pk,),
        successor=into.pk,
    )
    moved = next((one for one in branches[2:-1] if general and one.parent_id != general.pk), None)
    if moved is not None and general is not None:
        yield Change(
            kind=EventKind.MOVED,
            happened_on=date(year, 6, 8),
            document_number=f"安直工组〔{year}〕15号",
            reason="便于组织活动，调整隶属关系",
            subjects=(moved.pk,),
            new_parent=general.pk,
        )


def _own_branches() -> list[Organisation]:
    found = Organisation.objects.filter(kind=Kind.BRANCH, attached=False, closed_on=None)
    return list(found.order_by("path"))


def _leave(random: Random, day: date) -> None:
    """Three retired members died in spring; the rosters say so from that day."""
    gone = Member.objects.present().filter(serving=Serving.RETIRED, posts=None).order_by("pk")
    for member in random.sample(list(gone[:200]), 3):
        asked = Asked(MemberChange.DIED, Dated(day))
        leave(member=member, asked=asked, by=SYSTEM, at=_on(day))


def _transfer(random: Random, at: datetime) -> None:
    """One member on the way between two committees, waiting for the one that is to let him go."""
    origin, destination = random.sample(_own_branches(), 2)
    member = Member.objects.filter(organisation=origin, posts=None).order_by("pk").last()
    if member is not None:
        request_transfer(
            member=member,
            destination=destination,
            reason="工作单位变动",
            on=at.date(),
            by=SYSTEM,
            at=at,
        )
