"""An action is whole or nothing, and leaves exactly one audit entry, whoever calls whom."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError

from heli.kernel.action import (
    ACTIONS,
    NOTES_KEPT,
    SYSTEM,
    UNNAMED,
    Doer,
    action,
    bookkeeping,
    in_action,
    leave_unnamed,
    note,
)
from heli.kernel.errors import Invalid
from heli.kernel.models import AuditEntry, Schedule
from tests.kernel.doers import AT, Someone

pytestmark = pytest.mark.django_db


@action
def plan(*, name: str, by: Doer, at: datetime, fail: bool = False) -> Schedule:
    note(name=name)
    planned = Schedule.objects.create(name=name, every_seconds=60, next_at=at)
    if fail:
        raise Invalid("no-plan", "不行。")
    return planned


@action
def plan_all(*, names: list[str], by: Doer, at: datetime) -> int:
    note(asked=len(names))
    for name in names:
        plan(name=name, by=by, at=at)
    return len(names)


@action
def drop(*, schedule: Schedule, by: Doer, at: datetime) -> None:
    schedule.delete()


def test_it_writes_one_entry_with_who_when_and_to_what() -> None:
    planned = plan(name="晨会", by=Someone(), at=AT)
    (entry,) = AuditEntry.objects.all()
    assert (entry.action, entry.at, entry.account_id) == ("test_action.plan", AT, 7)
    assert entry.actor == "张三（市教育局机关党委）"
    assert (entry.subject, entry.subject_label) == (f"kernel.Schedule:{planned.pk}", "晨会")
    assert (json.loads(entry.detail), json.loads(entry.steps)) == ({"name": "晨会"}, {})


def test_heli_itself_is_named_as_the_system() -> None:
    plan(name="晨会", by=SYSTEM, at=AT)
    entry = AuditEntry.objects.get()
    assert (entry.account_id, entry.actor) == (None, "系统")


def test_nested_actions_are_steps_of_the_outermost() -> None:
    plan_all(names=["一", "二"], by=Someone(), at=AT)
    (entry,) = AuditEntry.objects.all()
    assert entry.action == "test_action.plan_all"
    assert json.loads(entry.steps) == {"test_action.plan": 2}
    assert json.loads(entry.detail) == {"asked": 2, "test_action.plan": [{"name": "一"}, {"name": "二"}]}


def test_of_many_steps_some_notes_are_kept_and_all_are_counted() -> None:
    count = NOTES_KEPT + 5
    plan_all(names=[str(n) for n in range(count)], by=Someone(), at=AT)
    entry = AuditEntry.objects.get()
    assert json.loads(entry.steps) == {"test_action.plan": count}
    assert len(json.loads(entry.detail)["test_action.plan"]) == NOTES_KEPT


def test_a_refused_action_leaves_nothing() -> None:
    with pytest.raises(Invalid):
        plan(name="晨会", by=Someone(), at=AT, fail=True)
    assert not Schedule.objects.exists()
    assert not AuditEntry.objects.exists()
    assert not in_action()


def test_a_step_that_fails_takes_the_whole_with_it() -> None:
    with pytest.raises(IntegrityError):
        plan_all(names=["同名", "同名"], by=Someone(), at=AT)
    assert not Schedule.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_failed_step_that_is_caught_is_forgotten_with_its_notes() -> None:
    @action
    def try_both(*, by: Doer, at: datetime) -> None:
        with pytest.raises(Invalid):
            plan(name="坏", by=by, at=at, fail=True)
        plan(name="好", by=by, at=at)

    try_both(by=Someone(), at=AT)
    entry = AuditEntry.objects.get()
    assert json.loads(entry.steps) == {"test_action.plan": 1}
    assert json.loads(entry.detail) == {"test_action.plan": [{"name": "好"}]}
    assert [one.name for one in Schedule.objects.all()] == ["好"]


def test_steps_of_steps_are_counted_too() -> None:
    @action
    def outermost(*, by: Doer, at: datetime) -> None:
        plan_all(names=["一"], by=by, at=at)

    outermost(by=Someone(), at=AT)
    entry = AuditEntry.objects.get()
    assert json.loads(entry.steps) == {"test_action.plan": 1, "test_action.plan_all": 1}
    assert json.loads(entry.detail)["test_action.plan"] == [{"name": "一"}]


def test_what_is_deleted_is_still_named() -> None:
    planned = plan(name="晨会", by=Someone(), at=AT)
    key = planned.pk
    drop(schedule=planned, by=Someone(), at=AT)
    entry = AuditEntry.objects.get(action="test_action.drop")
    assert (entry.subject, entry.subject_label) == (f"kernel.Schedule:{key}", "晨会")


def test_an_action_about_nothing_in_the_tables_has_no_subject() -> None:
    plan_all(names=[], by=Someone(), at=AT)
    entry = AuditEntry.objects.get()
    assert (entry.subject, entry.subject_label) == ("", "")


def test_the_caller_knows_whether_it_runs_in_an_action() -> None:
    seen: list[bool] = []

    @action
    def look(*, by: Doer, at: datetime) -> None:
        seen.append(in_action())

    look(by=Someone(), at=AT)
    assert (seen, in_action()) == ([True], False)


def test_a_fact_noted_again_replaces_the_first() -> None:
    @action
    def think_twice(*, by: Doer, at: datetime) -> None:
        note(kind="一", rows=[1, {"deep": None}])
        note(kind="二")

    think_twice(by=Someone(), at=AT)
    assert json.loads(AuditEntry.objects.get().detail) == {"kind": "二", "rows": [1, {"deep": None}]}


def test_facts_are_plain_json() -> None:
    @action
    def tell(*, by: Doer, at: datetime) -> None:
        note(day=date(2026, 6, 30))

    with pytest.raises(TypeError, match="note\\(day=…\\): date is not plain JSON"):
        tell(by=Someone(), at=AT)


def test_nothing_is_noted_outside_an_action() -> None:
    with pytest.raises(RuntimeError, match="outside an action"):
        note(kind="一")


@pytest.mark.parametrize("at", [None, date(2026, 6, 30), datetime(2026, 6, 30)])  # noqa: DTZ001
def test_it_needs_an_aware_moment(at: datetime) -> None:
    with pytest.raises(TypeError, match="aware datetime"):
        plan(name="晨会", by=Someone(), at=at)
    assert not AuditEntry.objects.exists()


def test_arguments_by_position_are_refused_when_it_is_defined() -> None:
    def loose(name: str, *, by: Doer, at: datetime) -> None: ...

    with pytest.raises(TypeError, match="keyword-only arguments; not so: name"):
        action(loose)


def test_an_action_without_doer_or_moment_is_refused_when_it_is_defined() -> None:
    def nobody(*, at: datetime) -> None: ...
    def never(*, by: Doer) -> None: ...

    with pytest.raises(TypeError, match="takes by"):
        action(nobody)
    with pytest.raises(TypeError, match="takes at"):
        action(never)


def test_what_does_not_run_when_called_is_no_action() -> None:
    def lazy(*, by: Doer, at: datetime) -> Iterator[int]:
        yield 1

    async def later(*, by: Doer, at: datetime) -> None: ...

    for function in (lazy, later):
        with pytest.raises(TypeError, match="runs to its end"):
            action(function)


def test_helis_actions_are_known_by_package_and_name() -> None:
    assert ACTIONS["kernel.found"].__module__ == "heli.kernel.installation"
    assert not any(name.startswith("test_action.") for name in ACTIONS)


def test_two_actions_of_a_package_cannot_share_a_name() -> None:
    def found(*, by: Doer, at: datetime) -> None: ...

    found.__module__ = "heli.kernel.elsewhere"
    with pytest.raises(TypeError, match=r"both have an action named kernel\.found"):
        action(found)
    assert ACTIONS["kernel.found"].__module__ == "heli.kernel.installation"


def test_bookkeeping_writes_without_an_entry_and_is_the_kernels_alone() -> None:
    def keep(*, at: datetime) -> bool:
        Schedule.objects.create(name="一", every_seconds=60, next_at=at + timedelta(days=1))
        return in_action()

    with pytest.raises(TypeError, match="for the kernel alone"):
        bookkeeping(keep)
    keep.__module__ = "heli.kernel.elsewhere"
    assert bookkeeping(keep)(at=AT) is True
    assert Schedule.objects.exists()
    assert not AuditEntry.objects.exists()
    assert not in_action()


def test_an_unnamed_action_leaves_neither_its_doer_nor_its_moment() -> None:
    """Secret votes alone (R01-21, R04-15)."""
    same_for_all = AT - timedelta(days=2)

    @action
    def vote(*, by: Doer, at: datetime) -> None:
        leave_unnamed(dated=same_for_all)

    vote(by=Someone(), at=AT)
    entry = AuditEntry.objects.get()
    assert (entry.account_id, entry.actor, entry.at) == (None, UNNAMED.label, same_for_all)


def test_an_unnamed_action_is_nobodys_step_because_the_entry_would_name_its_doer() -> None:
    @action
    def vote(*, by: Doer, at: datetime) -> None:
        leave_unnamed(dated=AT)

    @action
    def outer(*, by: Doer, at: datetime) -> None:
        vote(by=by, at=at)

    with pytest.raises(RuntimeError, match="nobody's step"):
        outer(by=Someone(), at=AT)
    with pytest.raises(RuntimeError, match="nobody's step"):
        leave_unnamed(dated=AT)
    assert not AuditEntry.objects.exists()
