"""Whatever happens, and whenever its paper arrives: what was published stays, all else equals a rebuild.

Random events, back-dated ones among them, with publications in between (S000-18).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from heli.accounts.actor import EVERYTHING
from heli.appraisal.queries.published import figures_of
from heli.duties.queries.counters import differences as counters_differ
from heli.figures import queries as figure_queries
from heli.figures.actions import publish
from heli.figures.catalogue import PublicationKind
from heli.figures.models import Figure
from heli.figures.rules import kept
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.periods import Period
from heli.members.catalogue import Serving
from heli.members.models import Belonging, Member
from heli.members.queries.belongings import differences as belongings_differ
from heli.members.queries.statistics import figures
from heli.orgs.catalogue import LEADING_KINDS, EventKind, Kind
from heli.orgs.models import Event, Organisation, OrganisationVersion
from heli.orgs.queries import census_as_of
from heli.orgs.rules.change import Change, Founding
from heli.reorganisation.actions.carrying import carry_out, undo
from tests.duties.planned import Planned, enter, occurs, plan_2026
from tests.people import NOW, TODAY, City

H1 = Period.parse("2026H1")
DAYS = (date(2026, 1, 31), date(2026, 3, 31), date(2026, 4, 30), date(2026, 6, 15), TODAY)
FIRST = date(2026, 1, 15)


@pytest.fixture
def worked(city: City) -> City:
    """A plan, and half a year of records in three branches."""
    planned: Planned = plan_2026()
    for branch, months in ((city.first_branch, 6), (city.small_branch, 3), (city.exam_centre, 5)):
        for month in range(1, months + 1):
            enter(branch, "theme_day", date(2026, month, 12))
    occurs(planned.election, city.school, date(2026, 5, 31))
    return city


@dataclass(frozen=True)
class Step:
    """Something that the office does: an event of a kind, an undoing, or a publication."""

    what: str
    subject: int
    other: int
    day: date


STEPS = st.builds(
    Step,
    what=st.sampled_from(
        [
            "moved",
            "merged",
            "closed",
            "split",
            "founded",
            "renamed",
            "raised",
            "undo",
            "statistics",
            "circular",
        ]
    ),
    subject=st.integers(0, 30),
    other=st.integers(0, 30),
    day=st.integers(0, (TODAY - FIRST).days).map(lambda days: FIRST + timedelta(days)),
)


class _Over(Exception):
    pass


@contextmanager
def for_an_example() -> Iterator[None]:
    """Everything that an example writes is taken back at its end."""
    try:
        with transaction.atomic():
            yield
            raise _Over
    except _Over:
        pass


def step(what: str, subject: int, other: int, days: int) -> Step:
    return Step(what, subject, other, FIRST + timedelta(days))


@pytest.mark.any_database
@example(  # the second merger would take members to what was founded three days later
    steps=[step("merged", 0, 7, 105), step("founded", 28, 17, 108), step("merged", 0, 7, 105)]
)
@example(  # the closing, dated back, would close what a merger of day 92 took members to
    steps=[step("moved", 0, 0, 0), step("moved", 0, 0, 0), step("merged", 26, 9, 92), step("closed", 8, 0, 0)]
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=3, max_size=7))
def test_published_figures_stay_and_all_others_equal_a_rebuild(worked: City, steps: list[Step]) -> None:
    with for_an_example():
        for step in steps:
            published, before = _published(), _before(step.day)
            _do(step)
            assert _published() >= published, "a published figure was changed"
            assert _before(step.day) == before, "a figure of a day before the event was moved"
        assert list(counters_differ()) == []
        assert list(belongings_differ(TODAY)) == []
        for day in DAYS:
            _equals_a_rebuild(day)
        for publication in figure_queries.reaching(date.min):
            now = {row.key: kept(row.value) for row in _worked_out(publication)}
            known = {key: value for key, (_, value) in figure_queries.known_now(publication).items()}
            assert known == {key: now.get(key) for key in known}, "a correction is missing"


def _published() -> set[tuple[int, str, Decimal | None]]:
    return set(Figure.objects.values_list("publication", "key", "value"))


def _before(day: date) -> list[Any]:
    return [figures(day - timedelta(days=back)) for back in (1, 14)]


def _worked_out(publication: Any) -> Any:
    if publication.kind == PublicationKind.CIRCULAR:
        return figures_of(H1, publication.as_of)
    return figures(publication.as_of)


def _do(step: Step) -> None:
    """Do it as far as it may be done; what is refused leaves nothing behind."""
    try:
        with transaction.atomic():
            _act(step)
    except (Invalid, WrongState):
        pass


def _act(step: Step) -> None:
    if step.what == "statistics":
        _publish(PublicationKind.STATISTICS, step.day, figures(step.day), None)
    elif step.what == "circular":
        on = max(step.day, H1.start)
        _publish(PublicationKind.CIRCULAR, on, figures_of(H1, on), H1)
    elif step.what == "undo":
        events = list(Event.objects.filter(undoes=None, undone_by=None).order_by("pk"))
        if events:
            paper = {"document_number": "撤", "reason": "撤回", "why": "撤回", "by": SYSTEM, "at": NOW}
            undo(event=events[step.subject % len(events)], happened_on=step.day, **paper)  # type: ignore[arg-type]
    else:
        change = _change(step)
        assigned = {}
        if change.kind is EventKind.SPLIT:
            there = Member.objects.present().filter(organisation=change.subjects[0]).order_by("pk")
            assigned = dict.fromkeys(there.values_list("pk", flat=True)[:4], 0)
        carry_out(change=change, assigned=assigned, why="按批复", by=SYSTEM, at=NOW)


def _publish(kind: PublicationKind, on: date, rows: Any, period: Period | None) -> None:
    publish(
        kind=kind,
        title=f"{on} 发布",
        publisher=Organisation.objects.get(kind=Kind.WORK_COMMITTEE),
        period_start=period.start if period else None,
        period=period.code if period else "",
        as_of=on,
        rows=rows,
        by=SYSTEM,
        at=NOW,
    )


def _change(step: Step) -> Change:
    alive = Organisation.objects.filter(closed_on=None)
    branches = list(alive.branches().order_by("pk"))
    above = list(
        alive.exclude(kind__in=LEADING_KINDS).exclude(pk__in=[one.pk for one in branches]).order_by("pk")
    )
    one, other = branches[step.subject % len(branches)], branches[step.other % len(branches)]
    parent = above[step.other % len(above)]
    new = Founding(
        name=f"中共青岚市第{Organisation.objects.count()}支部委员会",
        kind=Kind.BRANCH,
        unit=one.unit.name,
        parent=one.parent_id,
        leader=one.leader_id,
    )
    asked: dict[str, dict[str, Any]] = {
        "moved": {"new_parent": parent.pk, "new_leader": parent.leader_id, "subjects": (one.pk,)},
        "merged": {"successor": other.pk, "subjects": (one.pk,)},
        "closed": {"successor": other.pk, "subjects": (one.pk,)},
        "split": {"successor": one.pk, "founding": (new,), "subjects": (one.pk,)},
        "founded": {"founding": (new,)},
        "renamed": {"new_name": f"{new.name}（新）", "subjects": (one.pk,)},
        "raised": {"new_kind": Kind.GENERAL_BRANCH, "subjects": (one.pk,)},
    }
    return Change(
        kind=EventKind(step.what),
        happened_on=step.day,
        document_number="号",
        reason="改革",
        **asked[step.what],
    )


def _equals_a_rebuild(day: date) -> None:
    """Counted by hand, row by row, from versions and belongings alone."""
    versions = [
        one
        for one in OrganisationVersion.objects.select_related("organisation")
        if one.valid_from <= day and (one.valid_to is None or one.valid_to > day) and not _gone(one, day)
    ]
    assert census_as_of(EVERYTHING, day).total == len(versions)
    place = {one.organisation_id: one.attached for one in versions}
    members = [
        one
        for one in Belonging.objects.all()
        if one.valid_from <= day and (one.valid_to is None or one.valid_to > day)
    ]
    assert all(one.organisation_id in place for one in members), "somebody belongs to what is no more"
    told = {row.key: row.value for row in figures(day)}
    assert told["members"] == len(members)
    serving = [one for one in members if one.serving == Serving.SERVING]
    assert told["members.serving.attached"] == sum(place[one.organisation_id] for one in serving)


def _gone(version: OrganisationVersion, day: date) -> bool:
    one = version.organisation
    return bool((one.closed_on and one.closed_on <= day) or (one.founded_on and one.founded_on > day))
