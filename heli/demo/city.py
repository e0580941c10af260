"""Builds the invented city in one action: all of it, or nothing."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from random import Random

from heli.accounts.catalogue import Office
from heli.demo import (
    almanac,
    assigning,
    attendance,
    conduct,
    debriefing,
    exchange,
    history,
    life,
    mandates,
    people,
    plan,
    reminders,
    repeats,
    reviews,
    roles,
    scoring,
    stars,
    studying,
    tasks,
    tokens,
    weak,
)
from heli.demo.catalogue import DEMO_DAY, OFFICE, SIZES, Size
from heli.demo.forest import Planted, plant, shared
from heli.demo.persons import Persons
from heli.demo.year import Doing, branch_year, leading_year, more_groups
from heli.duties.actions.take_in import take_in_records
from heli.kernel import installation, secrets
from heli.kernel.action import SYSTEM, Doer, action, note
from heli.kernel.clock import SHANGHAI
from heli.kernel.errors import WrongState
from heli.members.actions.rows import MemberRow
from heli.members.actions.take_in import take_in as take_in_members
from heli.members.actions.take_in import take_in_secretaries
from heli.members.catalogue import Serving, Standing
from heli.members.models import Member, Post
from heli.orgs.actions.rows import OrgRow
from heli.orgs.actions.take_in import take_in as take_in_organisations
from heli.orgs.catalogue import LEADING_KINDS, Kind
from heli.orgs.models import Organisation, OrganisationQuerySet
from heli.orgs.rules.index import identity

Tell = Callable[[str, int, int], None]
BUILT_AT = datetime.combine(DEMO_DAY, time(8, 30), SHANGHAI)
BRANCH_OFFICES = (Office.SECRETARY, Office.ORGANISATION, Office.PUBLICITY, Office.DISCIPLINE)
COMMITTEE_FROM = 7  # R01-28
UNMET = 12
RETIRED_WEIGHT = {Kind.BRANCH: 0, Kind.RETIRED_BRANCH: 8}
"""Most retired members are in ordinary branches; one made for them has about ten times as many."""


def build(*, size: str, seed: int, tell: Tell) -> None:
    """Fill an empty database with the invented city of `size`; the same seed gives the same city.

    WrongState (`demo-not-empty`) where the database holds anything.
    """
    build_city(size=size, seed=seed, tell=tell, by=SYSTEM, at=BUILT_AT)


@action
def build_city(*, size: str, seed: int, tell: Tell, by: Doer, at: datetime) -> None:
    """`build`, as whoever; nothing stays when it breaks off."""
    if installation.current() is not None or Organisation.objects.exists():
        raise WrongState(
            "demo-not-empty", "数据库里已有数据，演示数据只能建在空库里。请换一个库：DATABASE_URL=… heli demo"
        )
    figures, random = SIZES[size], Random(seed)
    installation.found(office_name=OFFICE, is_demo=True, by=by, at=at)
    tell("建立党组织", 0, 0)
    planted = plant(figures, random, at.date())
    rows = organisation_rows(planted)
    take_in_organisations(rows=rows, by=by, at=at)
    tell("建立党员名册", 0, 0)
    _members(figures, rows, planted, random, by, at)
    history.begin_belonging(by=by, at=at)
    people.fill_beside(size=figures, random=random, by=by, at=at)
    tell("下达年度任务", 0, 0)
    plan.issue(by=by, at=at)
    _records(figures, random, tell, by, at)
    tell("办理组织变动", 0, 0)
    history.happen(random=random, by=by, at=at)
    conduct.enrol_leaders(by=by, at=at)
    if not figures.attendances:
        conduct.name_attendances(by=by, at=at)
    tell("建立演示账号", 0, 0)
    roles.open_accounts(random=random, by=by, at=at)
    conduct.talk(by=by, at=at)
    assigning.assign_posts(by=by, at=at)
    reminders.tell(random=random, by=by, at=at)
    repeats.tell_of_repeats()
    mandates.list_duties(usernames=("dangzu", "jiguandangwei", "zongzhi"), by=by, at=at)
    almanac.plan_days(by=by, at=at)
    reviews.hold_reviews(random=random, by=by, at=at)
    studying.study(by=by, at=at)
    tasks.hand_down(by=by, at=at)
    life.live(by=by, at=at)
    scoring.score(random=random, by=by, at=at)
    stars.award_stars(random=Random(seed), by=by, at=at)
    weak.list_weak(by=by, at=at)
    tokens.make_tokens(by=by, at=at)
    debriefing.report_to_superiors(by=by, at=at)
    exchange.hold_gatherings(by=by, at=at)
    note(size=size, seed=seed, organisations=len(planted))


def organisation_rows(planted: Sequence[Planted]) -> list[OrgRow]:
    """What was planted as rows to take in."""
    keys = {one.name: identity(_code(number), one.name) for number, one in enumerate(planted, 1)}
    return [
        OrgRow(
            key=keys[one.name],
            name=one.name,
            kind=one.kind,
            unit=one.unit,
            code=_code(number),
            parent=keys[one.parent] if one.parent else None,
            leader=keys[one.leader] if one.leader else None,
            nature=one.nature,
            system=one.system,
            leading=one.leading,
            outside=one.outside,
            founded_on=one.founded_on,
            term_ends_on=one.term_ends_on,
        )
        for number, one in enumerate(planted, 1)
    ]


def _code(number: int) -> str:
    return f"099{number:07d}"


def _members(
    figures: Size, rows: Sequence[OrgRow], planted: Sequence[Planted], random: Random, by: Doer, at: datetime
) -> None:
    """The roster of every branch, and the secretaries of what stands above branches."""
    persons = Persons(random, at.date())
    heads = headcounts(figures, [one for one in planted if one.has_roster], random)
    found: list[MemberRow] = []
    for row, one in zip(rows, planted, strict=True):
        if one.has_roster:
            found += _branch(row.key, *heads[one.name], persons)
    take_in_members(rows=found, by=by, at=at)
    above = [
        (row.key, persons.name())
        for row, one in zip(rows, planted, strict=True)
        if not one.has_roster and not one.outside and row.kind is not Kind.WORK_COMMITTEE
    ]
    take_in_secretaries(rows=above, by=by, at=at)


def headcounts(figures: Size, branches: Sequence[Planted], random: Random) -> dict[str, tuple[int, int]]:
    """Serving and retired members of each branch; the totals of the size are met exactly."""
    ordinary = [one for one in branches if one.kind is not Kind.RETIRED_BRANCH]
    weights = [RETIRED_WEIGHT[one.kind] + random.random() for one in branches]
    retired = dict(zip((one.name for one in branches), shared(figures.retired, weights), strict=True))
    heads = {one.name: (0, retired[one.name]) for one in branches}
    places = {True: figures.serving_attached, False: figures.serving_own}
    for attached, total in places.items():
        inside = [one.name for one in ordinary if one.attached is attached]
        serving = shared(total, [0.3 + random.random() for _ in inside], least=3)
        for name, count in zip(inside, serving, strict=True):
            heads[name] = (count, retired[name])
    # One branch fell below three members and was not merged (R01-01): somebody has to see it.
    smallest = min(ordinary, key=lambda one: sum(heads[one.name]))
    beside = next(one for one in ordinary if one.attached is smallest.attached and one is not smallest)
    (few, old), (others, other_old) = heads[smallest.name], heads[beside.name]
    heads[smallest.name], heads[beside.name] = (2, 0), (others + few - 2, other_old + old)
    return heads


def _branch(key: str, serving: int, retired: int, persons: Persons) -> Iterator[MemberRow]:
    """The members of one branch: its committee first where there are enough of them (R01-28, R01-29)."""
    full = serving + retired - (1 if serving > 10 else 0)
    offices = BRANCH_OFFICES if full >= COMMITTEE_FROM else BRANCH_OFFICES[:1]
    for number in range(serving + retired):
        probationary = number == serving - 1 and serving > 10
        one = persons.person(retired=number >= serving, probationary=probationary)
        yield MemberRow(
            branch=key,
            name=one.name,
            id_hash=secrets.hash_id_number(one.id_number),
            id_last4=secrets.last_four(one.id_number),
            sex=one.sex,
            born_on=one.born_on,
            joined_on=one.joined_on,
            full_on=one.full_on,
            standing=Standing.PROBATIONARY if probationary else Standing.FULL,
            serving=Serving.RETIRED if one.retired else Serving.SERVING,
            offices=(offices[number],) if number < len(offices) else (),
        )


def _records(figures: Size, random: Random, tell: Tell, by: Doer, at: datetime) -> None:
    """Half a year or a year of records, with as many attendances as the size wants."""
    today = at.date()
    doings = list(_doings(random, today))
    rows = list(branch_year(doings, random, figures.months, today))
    leaders = list(
        Organisation.objects.filter(kind__in=LEADING_KINDS, outside=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    committees = Organisation.objects.filter(kind=Kind.ORGAN_COMMITTEE).order_by("pk")
    rows += leading_year(leaders, list(committees.values_list("pk", flat=True)), random, today)
    if figures.records > len(rows):
        rows += more_groups(doings, figures.records - len(rows), random, figures.months, today)
    take_in_records(rows=rows, by=by, at=at, progress=tell)
    if figures.attendances:
        attendance.fill(count=figures.attendances, tell=tell, by=by, at=at)


def _doings(random: Random, today: date) -> Iterator[Doing]:
    names = _names()
    branches = Organisation.objects.branches().filter(member_count__gt=0).order_by("path")
    stopped = False
    month = today.replace(day=1)
    rows = branches.values_list("pk", "member_count", "has_committee")
    for number, (pk, members, committee) in enumerate(rows):
        secretary, recorder = names[pk]
        diligence = random.choices((0.985, 0.9, 0.6), (75, 20, 5))[0]
        until = today
        if not stopped and members > 8:
            stopped, until = True, date(today.year, 3, 12)  # met until March and then no more
        elif committee and number % UNMET == 0:
            until = month  # has not met this month, so that its secretary has something to do
        yield Doing(pk, members, 4 if committee else 0, secretary, recorder, diligence, until)


def _keys(organisations: OrganisationQuerySet) -> list[int]:
    return list(organisations.values_list("pk", flat=True))


def _names() -> dict[int, tuple[str, str]]:
    """For each branch its secretary's name and another member's, who writes the minutes."""
    found: dict[int, tuple[str, str]] = {}
    posts = Post.objects.filter(office=Office.SECRETARY).values_list("organisation_id", "name")
    secretaries = dict(posts)
    for branch, name in Member.objects.order_by("organisation_id", "-pk").values_list(
        "organisation_id", "name"
    ):
        found.setdefault(branch, (secretaries.get(branch, name), name))
    return found
