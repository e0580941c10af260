"""With what Heli fills a report in: last year's problems and what became of them, this year's figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import EVERYTHING, Scope
from heli.debriefing.catalogue import Begins, ChapterRule
from heli.debriefing.models import Mending, Reporter
from heli.debriefing.queries.reporters import texts
from heli.debriefing.rules import reports
from heli.duties.catalogue import DutyState
from heli.duties.queries.listing import Filters, duties
from heli.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Figures:
    """Duties of a year that fell due so far, counted; `query` opens their rows in the list of duties."""

    year: int
    counts: Mapping[DutyState, int]
    query: str

    @property
    def done(self) -> int:
        return self.counts[DutyState.ON_TIME] + self.counts[DutyState.LATE]

    @property
    def owed(self) -> int:
        """Due so far and known."""
        return self.done + self.counts[DutyState.OVERDUE]

    @property
    def lines(self) -> list[tuple[str, int, str]]:
        """Each state with its number and the query that opens its rows."""
        shown = (DutyState.ON_TIME, DutyState.LATE, DutyState.OVERDUE)
        return [(one.label, self.counts[one], f"{self.query}&state={one.value}") for one in shown]

    @property
    def in_words(self) -> str:
        if not self.owed:
            return f"{self.year}年还没有到期并可以统计的应办事项。"
        return (
            f"{self.year}年已到期并可以统计的应办事项{self.owed}项，已完成{self.done}项，"
            f"其中按期{self.counts[DutyState.ON_TIME]}项；逾期{self.counts[DutyState.OVERDUE]}项。"
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter with what stands in it: as written, else as Heli fills it in."""

    rule: ChapterRule
    text: str
    is_filled: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A written report as it stands; `attached_left_out`: 抓直属单位 is 不适用."""

    parts: tuple[Part, ...]
    figures: Figures
    last_year: tuple[Mending, ...]
    attached: int
    attached_left_out: bool

    @property
    def chapters(self) -> tuple[ChapterRule, ...]:
        return tuple(one.rule for one in self.parts)


def report(held: Reporter, today: date) -> Report:
    """Some twelve queries."""
    on = min(held.debriefing.last_on, today)
    attached = attached_to(held, on)
    chapters = reports.chapters_of(held.level, has_attached=bool(attached), on=held.debriefing.last_on)
    written, found = texts(held), figures(held, today)
    before = tuple(last_year(held))
    filled = {
        Begins.RECTIFICATION: _of_last_year(before),
        Begins.FIGURES: found.in_words,
        Begins.ATTACHED: _of_attached(held, attached, today)
        if attached and not written.get("attached")
        else "",
    }
    parts = [
        Part(one, written.get(one.id) or filled.get(one.begins, ""), not written.get(one.id))
        for one in chapters
    ]
    left_out = reports.is_attached_left_out(
        held.level, has_attached=bool(attached), on=held.debriefing.last_on
    )
    return Report(tuple(parts), found, before, len(attached), left_out)


def has_attached(held: Reporter, today: date) -> bool:
    """Whether there are organisations of 直属单位 that the report has to speak of (S000-75)."""
    return bool(attached_to(held, min(held.debriefing.last_on, today)))


def attached_to(held: Reporter, on: date) -> list[int]:
    """The organisations of 直属单位 of the same organ, as they are on the day: one query."""
    if held.level == 3:
        return []
    found = Organisation.objects.live(on).filter(organ=held.organisation.organ_id, attached=True)
    return list(found.order_by("path").values_list("pk", flat=True))


def figures(held: Reporter, today: date) -> Figures:
    """The duties of the unit, or for a branch its own: seven queries."""
    year, organisation = held.debriefing.year, held.organisation
    last = min(today, date(year, 12, 31))
    of_unit = held.level < 3
    filters = (
        Filters(organ=organisation.organ_id, due_to=last)
        if of_unit
        else Filters(organisation=organisation.pk, due_to=last)
    )
    scope = EVERYTHING if of_unit else Scope(organisations=(organisation.pk,))
    found = duties(scope, year, today, filters)
    of_whom = f"organ={organisation.organ_id}" if of_unit else f"organisation={organisation.pk}"
    return Figures(year, found.counts, f"year={year}&{of_whom}&due_to={last}")


def last_year(held: Reporter) -> list[Mending]:
    """The list of rectification of the year before, of the same organisation's reporter: one query."""
    found = Mending.objects.filter(
        reporter__organisation=held.organisation_id,
        reporter__debriefing__year=held.debriefing.year - 1,
        reporter__office=held.office,
    )
    return list(found.order_by("due_on", "pk"))


def _of_last_year(items: tuple[Mending, ...]) -> str:
    if not items:
        return ""
    told = [
        f"{number}. {one.problem}：{one.how if one.done_on else f'正在整改，期限 {one.due_on}'}"
        for number, one in enumerate(items, start=1)
    ]
    done = sum(one.done_on is not None for one in items)
    return f"上年度指出的问题{len(items)}项，已完成整改{done}项。\n" + "\n".join(told)


def _of_attached(held: Reporter, organisations: list[int], today: date) -> str:
    year = held.debriefing.year
    last = min(today, date(year, 12, 31))
    found = duties(Scope(organisations=tuple(organisations)), year, today, Filters(due_to=last))
    told = Figures(year, found.counts, "")
    return f"本单位有直属单位党组织{len(organisations)}个。{told.in_words}"
