"""What may be done with an intake, by whom, and when not."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from heli.intake import actions, rules
from heli.intake.catalogue import INTAKE, KEPT_DAYS, MOST_FILES, IntakeMove, IntakeState
from heli.intake.models import ColumnChoice, Decision, Finding, Intake, Workbook
from heli.intake.queries import intakes
from heli.intake.queries.check import check
from heli.intake.queries.opening import File
from heli.intake.queries.summary import Summary
from heli.kernel.action import ACTIONS, SYSTEM
from heli.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.sheets.faults import Kind
from tests.intake import books
from tests.intake.books import Office
from tests.people import NOW, TODAY, People, building

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]


@pytest.fixture
def waiting(office: Office) -> Intake:
    """An upload of the clean office."""
    return actions.upload(files=office.files(), by=SYSTEM, at=NOW)


@pytest.fixture
def ready(waiting: Intake) -> Intake:
    """The same, checked."""
    checked = check(intakes.files(waiting), today=TODAY)
    return actions.keep_check(intake=waiting, checked=checked, by=SYSTEM, at=NOW)


def decision() -> Decision:
    with building():
        return Decision.objects.create(
            kind="member_vanished",
            subject="某人",
            subject_key="1",
            question="?",
            raised_at=NOW,
            raised_by="系统",
        )


def calls(office: Office) -> Iterator[tuple[str, Call]]:
    """Every action of intake, ready to be called with `by`."""
    files = office.files()
    checked = check(files, today=TODAY)
    waiting = actions.upload(files=files, by=SYSTEM, at=NOW)
    ready = actions.upload(files=files, by=SYSTEM, at=NOW)
    actions.keep_check(intake=ready, checked=checked, by=SYSTEM, at=NOW)
    confirmed = actions.upload(files=files, by=SYSTEM, at=NOW)
    actions.keep_check(intake=confirmed, checked=checked, by=SYSTEM, at=NOW)
    actions.confirm(intake=confirmed, by=SYSTEM, at=NOW)
    one = decision()
    yield "upload", lambda by: actions.upload(files=files, by=by, at=NOW)
    yield "keep_check", lambda by: actions.keep_check(intake=waiting, checked=checked, by=by, at=NOW)
    yield "choose_columns", lambda by: actions.choose_columns(intake=waiting, mapping={}, by=by, at=NOW)
    yield "recheck", lambda by: actions.recheck(intake=waiting, by=by, at=NOW)
    yield "confirm", lambda by: actions.confirm(intake=ready, by=by, at=NOW)
    yield "ask_again", lambda by: actions.ask_again(intake=confirmed, checked=checked, by=by, at=NOW)
    yield "load", lambda by: actions.load(intake=confirmed, checked=checked, by=by, at=NOW)
    yield "fail", lambda by: actions.fail(intake=confirmed, reason="断电", by=by, at=NOW)
    yield "discard", lambda by: actions.discard(intake=waiting, by=by, at=NOW)
    yield "settle_decision", lambda by: actions.settle_decision(decision=one, outcome="转出", by=by, at=NOW)
    yield "forget_workbooks", lambda by: actions.forget_workbooks(by=by, at=NOW)


def test_nobody_but_the_committee_may_do_any_of_it(office: Office, people: People) -> None:
    names = set()
    for name, call in calls(office):
        names.add(f"intake.{name}")
        before = AuditEntry.objects.count()
        for person in (
            people.stranger,
            people.secretary,
            people.deputy,
            people.lead_secretary,
            people.member,
        ):
            with pytest.raises(NotAllowed):
                call(by=person.actor)
        assert AuditEntry.objects.count() == before
    assert names == {name for name in ACTIONS if name.startswith("intake.")}


def test_each_leaves_exactly_one_entry_in_the_audit(office: Office, people: People) -> None:
    for name, call in calls(office):
        before = AuditEntry.objects.count()
        if name == "load":  # loading what has just been asked again
            continue
        call(by=people.staff.actor)
        entries = AuditEntry.objects.order_by("pk")[before:]
        assert [entry.action for entry in entries] == [f"intake.{name}"]
        assert entries[0].account_id == people.staff.account.pk


def test_uploaded_workbooks_are_kept_encrypted(office: Office) -> None:
    files = office.files()
    intake = actions.upload(files=files, by=SYSTEM, at=NOW)
    stored = b"".join(bytes(one.content) for one in intake.workbooks.all())
    assert b"PK\x03\x04" not in stored
    assert intakes.files(intake) == files
    assert not Organisation.objects.exists()


def test_files_of_one_name_are_told_apart(office: Office) -> None:
    content = office.files()[0].content
    intake = actions.upload(
        files=[File("花名册.xlsx", content), File("花名册.xlsx", b"x")], by=SYSTEM, at=NOW
    )
    assert list(intake.workbooks.order_by("pk").values_list("name", flat=True)) == [
        "花名册.xlsx",
        "花名册（2）.xlsx",
    ]


@pytest.mark.parametrize("sizes", [[], [1] * (MOST_FILES + 1), [61 * 1024 * 1024], [50 * 1024 * 1024] * 5])
def test_it_refuses_too_few_too_many_and_too_large_files(sizes: list[int]) -> None:
    assert not rules.fits_upload(sizes)
    assert rules.fits_upload([0, 1, 2])


def test_a_check_is_kept_with_its_findings_and_nothing_is_loaded(office: Office) -> None:
    office.org(books.SCHOOL)["组织类别"] = "俱乐部"
    intake = actions.upload(files=office.files(), by=SYSTEM, at=NOW)
    checked = check(intakes.files(intake), today=TODAY)
    kept = actions.keep_check(intake=intake, checked=checked, by=SYSTEM, at=NOW)
    assert (kept.state, kept.checked_at) == (IntakeState.CHECKED, NOW)
    assert Summary.from_json(Intake.objects.get().summary) == checked.summary
    assert tuple(intakes.faults(kept)) == checked.faults
    assert Finding.objects.filter(kind=Kind.REFUSE).count() == 1 + 7 + 8
    assert [model.objects.count() for model in (Organisation, Member)] == [0, 0]


def test_another_check_replaces_the_findings(ready: Intake) -> None:
    again = actions.recheck(intake=ready, by=SYSTEM, at=NOW)
    assert again.state == IntakeState.WAITING
    checked = check(intakes.files(ready), today=TODAY)
    actions.keep_check(intake=again, checked=checked, by=SYSTEM, at=NOW)
    assert tuple(intakes.faults(ready)) == checked.faults


def test_columns_that_are_chosen_are_remembered_and_may_be_chosen_otherwise(waiting: Intake) -> None:
    for column in ("branch", "", "education"):
        actions.choose_columns(intake=waiting, mapping={"members": {"科室": column}}, by=SYSTEM, at=NOW)
        assert ColumnChoice.objects.get().column == column


def test_what_must_not_be_kept_cannot_be_given_a_column(waiting: Intake) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.choose_columns(intake=waiting, mapping={"members": {"民族成份": "note"}}, by=SYSTEM, at=NOW)
    assert refusal.value.code == "column-not-kept"
    assert not ColumnChoice.objects.exists()


def test_nothing_can_be_confirmed_that_has_nothing_to_load(office: Office) -> None:
    intake = actions.upload(files=[File("空.xlsx", b"")], by=SYSTEM, at=NOW)
    checked = check(intakes.files(intake), today=TODAY)
    actions.keep_check(intake=intake, checked=checked, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState) as refusal:
        actions.confirm(intake=intake, by=SYSTEM, at=NOW)
    assert refusal.value.code == "nothing-to-load"


def test_a_load_needs_the_confirmation(ready: Intake) -> None:
    checked = check(intakes.files(ready), today=TODAY)
    with pytest.raises(WrongState):
        actions.load(intake=ready, checked=checked, by=SYSTEM, at=NOW)
    assert not Organisation.objects.exists()
    actions.confirm(intake=ready, by=SYSTEM, at=NOW)
    assert actions.load(intake=ready, checked=checked, by=SYSTEM, at=NOW).state == IntakeState.LOADED
    assert Intake.objects.count() == 1


def test_a_load_that_was_given_up_meanwhile_writes_nothing(ready: Intake) -> None:
    checked = check(intakes.files(ready), today=TODAY)
    actions.confirm(intake=ready, by=SYSTEM, at=NOW)
    actions.discard(intake=ready, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState):
        actions.load(intake=ready, checked=checked, by=SYSTEM, at=NOW)
    assert not Organisation.objects.exists()


def test_giving_up_deletes_what_was_uploaded(ready: Intake) -> None:
    actions.discard(intake=ready, by=SYSTEM, at=NOW)
    assert not Workbook.objects.exclude(content=b"").exists()
    assert not Finding.objects.exists()
    with pytest.raises(NotFound):
        intakes.files(ready)


def test_contents_are_forgotten_after_a_month_and_the_report_stays(ready: Intake) -> None:
    assert actions.forget_workbooks(by=SYSTEM, at=NOW + timedelta(days=KEPT_DAYS)) == 0
    later = NOW + timedelta(days=KEPT_DAYS, seconds=1)
    assert actions.forget_workbooks(by=SYSTEM, at=later) == 4
    assert actions.forget_workbooks(by=SYSTEM, at=later) == 0
    assert not intakes.are_kept(ready)
    assert Summary.from_json(Intake.objects.get().summary).ready == 72
    for call in (actions.recheck, actions.confirm):
        with pytest.raises(WrongState) as refusal:
            call(intake=ready, by=SYSTEM, at=later)
        assert refusal.value.code == "workbooks-forgotten"


def test_a_decision_is_settled_once_and_with_words(office: Office) -> None:
    one = decision()
    for words in ("", "  ", "长" * 301):
        with pytest.raises(Invalid):
            actions.settle_decision(decision=one, outcome=words, by=SYSTEM, at=NOW)
    done = actions.settle_decision(decision=one, outcome=" 已转出 ", by=SYSTEM, at=NOW)
    assert (done.outcome, done.settled_at, done.settled_by) == ("已转出", NOW, "系统")
    with pytest.raises(WrongState):
        actions.settle_decision(decision=one, outcome="再说", by=SYSTEM, at=NOW)


def _moves(intake: Intake) -> dict[str, Call]:
    checked = check(intakes.files(intake), today=TODAY)
    given = {"intake": intake, "by": SYSTEM, "at": NOW}
    return {
        IntakeMove.KEEP_CHECK: lambda: actions.keep_check(checked=checked, **given),
        IntakeMove.ASK_AGAIN: lambda: actions.ask_again(checked=checked, **given),
        IntakeMove.RECHECK: lambda: actions.recheck(**given),
        IntakeMove.CONFIRM: lambda: actions.confirm(**given),
        IntakeMove.LOAD: lambda: actions.load(checked=checked, **given),
    }


@hypothesis_settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.lists(st.sampled_from(list(IntakeMove)[:5]), min_size=1, max_size=6))
def test_only_tabled_moves_are_made(office: Office, words: list[IntakeMove]) -> None:
    intake = actions.upload(files=office.files()[2:3], by=SYSTEM, at=NOW)
    moves = _moves(intake)
    state = IntakeState.WAITING
    for move in words:
        try:
            moves[move]()
        except DomainError:
            loaded_before = move is IntakeMove.LOAD and intakes.loads() > 0
            assert loaded_before or not INTAKE.may(state, move)
        else:
            state = INTAKE.next(state, move)
        assert Intake.objects.get(pk=intake.pk).state == state
