"""Loading a plan, duties of ending terms, and settling what is open."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from heli.duties import actions as duty_actions
from heli.duties.actions import PlanRow, Said
from heli.duties.catalogue import Cadence, RequirementState
from heli.duties.models import Fulfilment, Occurrence, Plan, Requirement, Standing, Tally
from heli.duties.queries import counters as counter_queries
from heli.duties.rules.owners import OwnerClass
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.orgs.models import CommitteeTerm, Organisation
from heli.orgs.rules.index import identity
from heli.sheets.taken import TakenIn
from tests.duties.planned import Planned, enter, occurs
from tests.people import NOW, City, People, building

TITLE = "青岚市直机关2026年党建责任目标分解表"
BRANCH = OwnerClass("branch")
THEME_DAY = Said(cadence="month", classes=frozenset({BRANCH}), kinds=frozenset({"theme_day"}))
ELECTION = Said(
    cadence="triggered",
    trigger="term_end",
    classes=frozenset({BRANCH, OwnerClass("organ_committee")}),
    kinds=frozenset({"election_result"}),
)
OPEN = Said(open_points=("owner", "deadline", "evidence"))


def row(number: int = 1, measure: str = "开展主题党日活动", said: Said = THEME_DAY, **more: Any) -> PlanRow:
    told = {
        "group": "组织建设",
        "owner_text": "各党支部",
        "deadline_text": "每月",
        "weight": Decimal("8.00"),
        **more,
    }
    return PlanRow(year=2026, title=TITLE, number=number, measure=measure, said=said, **told)


def load(*rows: PlanRow) -> TakenIn:
    return duty_actions.take_in_plan(rows=rows, by=SYSTEM, at=NOW)


def figures(taken: TakenIn) -> tuple[int, int, int]:
    return taken.created, taken.updated, taken.unchanged


def test_a_plan_becomes_requirements(city: City) -> None:
    taken = load(row(), row(2, "做好工作", OPEN, owner_text="有关单位", deadline_text="适时"))
    assert figures(taken) == (2, 0, 0)
    plan = Plan.objects.get()
    assert (plan.year, plan.title, plan.issuer) == (2026, TITLE, city.work_committee)
    read = Requirement.objects.get(number=1)
    assert (read.state, read.cadence, read.open_points) == (RequirementState.ACTIVE, "month", "")
    assert [one.record_kind for one in read.kinds.all()] == ["theme_day"]
    assert [(one.kind, one.attached) for one in read.classes.all()] == [("branch", None)]
    left_open = Requirement.objects.get(number=2)
    assert left_open.state == RequirementState.UNDECIDED
    assert left_open.open_points == "owner,deadline,evidence"


def test_a_requirement_that_nothing_is_known_to_answer_is_in_force(city: City) -> None:
    load(row(said=Said(cadence="month", classes=frozenset({BRANCH}), open_points=("evidence",))))
    found = Requirement.objects.get()
    assert (found.state, found.open_points) == (RequirementState.ACTIVE, "evidence")


def test_loading_twice_changes_nothing(city: City) -> None:
    rows = [row(), row(2, "做好工作", OPEN), row(3, "换届", ELECTION)]
    load(*rows)
    before = list(Requirement.objects.order_by("pk").values())
    assert figures(load(*rows)) == (0, 0, 3)
    assert list(Requirement.objects.order_by("pk").values()) == before


def test_remarks_in_the_title_make_no_second_plan(city: City) -> None:
    load(row())
    assert figures(load(replace(row(), title=f"{TITLE}（修订稿）"))) == (0, 0, 1)
    assert Plan.objects.count() == 1


def test_owners_by_name_are_found_by_key(city: City) -> None:
    key = identity(city.school.code, city.school.name)
    load(row(said=replace(THEME_DAY, classes=frozenset(), owners=frozenset({key}))))
    assert [one.organisation for one in Requirement.objects.get().owners.all()] == [city.school]


def test_an_owner_that_was_not_loaded_leaves_the_owner_open(city: City) -> None:
    load(row(said=replace(THEME_DAY, owners=frozenset({"code:nobody"}))))
    found = Requirement.objects.get()
    assert (found.state, found.open_points) == (RequirementState.UNDECIDED, "owner")
    assert not found.classes.exists()


def test_a_corrected_row_corrects_and_records_are_counted_again(city: City) -> None:
    load(row(said=replace(THEME_DAY, kinds=frozenset({"assembly"}))))
    enter(city.first_branch, "theme_day", date(2026, 3, 4))
    assert not Fulfilment.objects.exists()
    assert figures(load(row(deadline_text="每月一次"))) == (0, 1, 0)
    assert Fulfilment.objects.get().period == 2
    assert (Standing.objects.get().done, Tally.objects.get().done) == (1 << 2, 1)
    load(row(said=replace(THEME_DAY, cadence="quarter"), deadline_text="每季度"))
    assert Fulfilment.objects.get().period == 0
    assert list(counter_queries.differences()) == []


def test_a_plan_that_comes_after_the_ledger_finds_its_records(city: City) -> None:
    enter(city.first_branch, "theme_day", date(2026, 3, 4))
    load(row())
    assert Fulfilment.objects.get().organisation == city.first_branch
    assert Tally.objects.get().done == 1


def test_rows_that_change_places_stay_what_they_are(city: City) -> None:
    load(row(1, "甲"), row(2, "乙"), row(3, "丙"))
    before = {one.measure: one.pk for one in Requirement.objects.all()}
    assert figures(load(row(1, "丙"), row(2, "甲"), row(3, "乙"))) == (0, 3, 0)
    assert {one.measure: one.pk for one in Requirement.objects.all()} == before
    assert list(Requirement.objects.order_by("number").values_list("measure", flat=True)) == [
        "丙",
        "甲",
        "乙",
    ]


def test_a_reworded_row_is_known_by_its_number(city: City) -> None:
    load(row())
    assert figures(load(row(measure="开展主题党日"))) == (0, 1, 0)
    assert Requirement.objects.get().measure == "开展主题党日"


def test_what_vanished_is_named_and_keeps_its_number(city: City) -> None:
    load(row(1, "甲"), row(2, "乙"))
    taken = load(row(1, "甲"))
    gone = Requirement.objects.get(measure="乙")
    assert [(one.key, one.label) for one in taken.vanished] == [(f"requirement:{gone.pk}", "2026年 2. 乙")]
    rows = [row(1, "甲"), row(3, "丙"), row(2, "甲", group="别的任务")]
    load(*rows)
    assert set(Requirement.objects.values_list("number", "measure")) == {(1, "甲"), (2, "甲"), (3, "丙")}


def test_a_new_row_waits_behind_one_that_vanished_with_its_number(city: City) -> None:
    load(row(1, "甲"), row(2, "乙"))
    rows = [row(1, "乙"), row(2, "丙")]
    load(*rows)
    numbers = set(Requirement.objects.values_list("number", "measure"))
    assert len(numbers) == Requirement.objects.count()
    assert figures(load(*rows)) == (0, 0, 2)
    assert set(Requirement.objects.values_list("number", "measure")) == numbers


def test_only_those_who_load_may_load(city: City, people: People) -> None:
    for person in people:
        if person not in (people.administrator, people.staff):
            with pytest.raises(NotAllowed):
                duty_actions.take_in_plan(rows=[row()], by=person.actor, at=NOW)
    assert not Plan.objects.exists()


# --- duties of ending terms


def _term(organisation: Organisation, ends_on: date) -> None:
    with building():
        CommitteeTerm.objects.create(organisation=organisation, ends_on=ends_on)


def test_a_term_that_ends_this_year_or_has_ended_makes_a_duty(city: City) -> None:
    with building():
        CommitteeTerm.objects.all().delete()
    _term(city.first_branch, date(2026, 9, 1))
    _term(city.exam_centre, date(2024, 9, 1))
    _term(city.press, date(2027, 1, 1))
    _term(city.school, date(2026, 9, 1))  # a 党总支 does not owe it
    load(row(1, "换届", ELECTION))
    found = Occurrence.objects.values_list("organisation_id", "due_on", "reason")
    assert set(found) == {
        (city.first_branch.pk, date(2026, 9, 1), "本届任期 2026-09-01 届满"),
        (city.exam_centre.pk, date(2024, 9, 1), "本届任期 2024-09-01 届满"),
    }


def test_a_later_term_moves_or_ends_the_duty_unless_it_was_fulfilled(city: City, planned: Planned) -> None:
    with building():
        CommitteeTerm.objects.all().delete()
    for branch in (city.first_branch, city.exam_centre, city.press):
        _term(branch, date(2026, 3, 1))
    assert duty_actions.refresh_occurrences(year=2026, by=SYSTEM, at=NOW) == 3
    assert duty_actions.refresh_occurrences(year=2026, by=SYSTEM, at=NOW) == 0
    enter(city.first_branch, "election_result", date(2026, 2, 20))
    _term(city.first_branch, date(2029, 2, 20))
    _term(city.exam_centre, date(2029, 2, 20))
    _term(city.press, date(2026, 6, 1))
    assert duty_actions.refresh_occurrences(year=2026, by=SYSTEM, at=NOW) == 2
    found = Occurrence.objects.values_list("organisation_id", "due_on")
    assert set(found) == {(city.first_branch.pk, date(2026, 3, 1)), (city.press.pk, date(2026, 6, 1))}
    assert Standing.objects.get().organisation == city.first_branch


def test_an_election_that_was_recorded_before_the_term_was_loaded_counts(
    city: City, planned: Planned
) -> None:
    with building():
        CommitteeTerm.objects.all().delete()
    enter(city.press, "election_result", date(2026, 4, 1))
    _term(city.press, date(2026, 3, 1))
    duty_actions.refresh_occurrences(year=2026, by=SYSTEM, at=NOW)
    assert (Fulfilment.objects.get().on_time, Tally.objects.get().done) == (False, 1)
    _term(city.press, date(2026, 5, 1))
    duty_actions.refresh_occurrences(year=2026, by=SYSTEM, at=NOW)
    assert Standing.objects.get().on_time == 1  # the roster was corrected: the day moves


def test_a_closed_organisation_has_no_such_duty(city: City, planned: Planned) -> None:
    with building():
        CommitteeTerm.objects.all().delete()
        Organisation.objects.filter(pk=city.press.pk).update(closed_on=date(2026, 2, 1))
    _term(city.press, date(2026, 3, 1))
    assert duty_actions.refresh_occurrences(year=2026, by=SYSTEM, at=NOW) == 0


# --- settling


def settle(requirement: Requirement, **said: Any) -> Requirement:
    told = {
        "classes": [BRANCH],
        "kinds": ["theme_day"],
        "cadence": Cadence.MONTH,
        "by": SYSTEM,
        "at": NOW,
        **said,
    }
    return duty_actions.settle(requirement=requirement, **told)


@pytest.fixture
def left_open(city: City) -> Requirement:
    load(row(1, "做好工作", OPEN, owner_text="有关单位", deadline_text="适时"))
    return Requirement.objects.get()


def test_what_is_settled_is_owed_and_records_fulfil_it_at_once(
    city: City, people: People, left_open: Requirement
) -> None:
    enter(city.first_branch, "theme_day", date(2026, 3, 4))
    settled = settle(left_open, by=people.staff.actor)
    assert (settled.state, settled.open_points) == (RequirementState.ACTIVE, "")
    assert (settled.settled_by, settled.settled_at) == ("方敏行", NOW)
    assert Fulfilment.objects.get().requirement == left_open
    assert (Standing.objects.get().done, Tally.objects.get().done) == (1 << 2, 1)
    assert AuditEntry.objects.latest("pk").action == "duties.settle"


def test_a_named_organisation_owes_alone(city: City, left_open: Requirement) -> None:
    settle(left_open, classes=[], owners=[city.press], cadence=Cadence.YEAR, due_month=6, due_day=30)
    enter(city.first_branch, "theme_day", date(2026, 3, 4))
    enter(city.press, "theme_day", date(2026, 3, 4))
    assert Fulfilment.objects.get().organisation == city.press


def test_what_is_left_out_stays_open(left_open: Requirement) -> None:
    assert settle(left_open, kinds=[]).open_points == "evidence"
    found = settle(left_open, kinds=[], cadence=Cadence.UNDECIDED)
    assert (found.open_points, found.state) == ("deadline,evidence", RequirementState.UNDECIDED)


def test_an_ending_term_can_be_what_triggers_it(city: City, left_open: Requirement) -> None:
    _term(city.press, date(2026, 3, 1))
    with building():
        CommitteeTerm.objects.exclude(organisation=city.press).delete()
        CommitteeTerm.objects.filter(ends_on__year=2027).delete()
    settle(left_open, kinds=["election_result"], cadence=Cadence.TRIGGERED, trigger="term_end")
    assert Occurrence.objects.get().organisation == city.press
    settle(left_open)
    assert not Occurrence.objects.exists()


def test_a_reload_keeps_what_was_settled_until_the_words_change(left_open: Requirement) -> None:
    settle(left_open)
    same = row(1, "做好工作", OPEN, owner_text="有关单位", deadline_text="适时")
    assert figures(load(same)) == (0, 0, 1)
    assert figures(load(replace(same, weight=Decimal(5)))) == (0, 1, 0)
    left_open.refresh_from_db()
    assert (left_open.cadence, left_open.weight, left_open.settled_by) == ("month", 5, "系统")
    load(replace(same, deadline_text="长期坚持"))
    left_open.refresh_from_db()
    assert (left_open.cadence, left_open.settled_at, left_open.settled_by) == ("undecided", None, "")
    assert left_open.open_points == "owner,deadline,evidence"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"classes": [], "kinds": [], "cadence": Cadence.UNDECIDED}, "nothing-settled"),
        ({"cadence": Cadence.YEAR}, "day-missing"),
        ({"cadence": Cadence.YEAR, "due_month": 2, "due_day": 29}, "day-impossible"),
        ({"cadence": Cadence.TRIGGERED}, "trigger-missing"),
        ({"cadence": "weekly"}, "cadence-unknown"),
        ({"classes": [OwnerClass("party_group")]}, "kind-not-here"),
    ],
)
def test_what_makes_no_sense_is_refused(left_open: Requirement, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        settle(left_open, **said)
    assert refusal.value.code == code
    left_open.refresh_from_db()
    assert left_open.settled_at is None


def test_one_that_was_taken_back_is_not_settled(left_open: Requirement) -> None:
    with building():
        Requirement.objects.update(state=RequirementState.WITHDRAWN)
    with pytest.raises(WrongState):
        settle(left_open)


def test_only_the_work_committee_settles(people: People, left_open: Requirement) -> None:
    for person in people:
        if person not in (people.administrator, people.staff):
            with pytest.raises(NotAllowed):
                settle(left_open, by=person.actor)
    left_open.refresh_from_db()
    assert left_open.open_points == "owner,deadline,evidence"


# --- deriving anew


def test_deriving_anew_follows_what_organisations_have_become(city: City, planned: Planned) -> None:
    enter(city.first_branch, "committee", date(2026, 3, 4))
    occurs(planned.election, city.press, date(2020, 1, 1))
    assert Tally.objects.get().done == 1
    with building():
        Organisation.objects.filter(pk=city.first_branch.pk).update(has_committee=False)
    assert list(counter_queries.differences())
    duty_actions.derive_anew(by=SYSTEM, at=NOW)
    assert not Fulfilment.objects.exists()
    assert not Tally.objects.exists()
    assert not Occurrence.objects.filter(due_on__year=2020).exists()
    assert list(counter_queries.differences()) == []


def test_the_doctor_names_a_counter_that_was_changed(city: City, planned: Planned) -> None:
    enter(city.first_branch, "theme_day", date(2026, 3, 4))
    with building():
        Standing.objects.update(done=3)
        Tally.objects.update(done=5)
    told = list(counter_queries.differences())
    assert [line.split("有")[0] for line in told] == ["各组织的完成计数", "各单位的完成计数"]
    duty_actions.count_anew(by=SYSTEM, at=NOW)
    assert list(counter_queries.differences()) == []
