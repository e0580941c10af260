"""Terms: what is to do when, seats worked out of posts, decisions, notices, requests, elections."""

import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heli.accounts.catalogue import Office
from heli.accounts.scope import EVERYTHING, Scope
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.orgs.actions import elections as actions
from heli.orgs.catalogue import Kind, TermChange, TermStepKind
from heli.orgs.models import CommitteeTerm, Organisation, TermDecision, TermStep
from heli.orgs.queries import past
from heli.orgs.queries.term_list import term_list
from heli.orgs.queries.terms import STATES, term_work
from heli.orgs.rules.terms import Held, SeatState, decision_faults, seats_of, tasks_of, usual_end
from tests.people import NOW, TERM_ENDS, TODAY, City, People, building

RULES = Path(__file__).parent / "rules"


def _examples(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((RULES / name).read_text(encoding="utf-8"))["example"]
    return found


@pytest.mark.parametrize("example", _examples("term_tasks.toml"), ids=lambda one: one["name"])
def test_what_a_term_asks_for(example: dict[str, Any]) -> None:
    given = dict(example["given"])
    found = tasks_of(given.pop("ends_on"), example["date"], **given)
    assert [f"{one.task} {one.due_on}" for one in found] == example["expect"]


@pytest.mark.parametrize("example", _examples("term_decisions.toml"), ids=lambda one: one["name"])
def test_what_may_be_decided(example: dict[str, Any]) -> None:
    given = example["given"] | {"kind": TermChange(example["given"]["kind"])}
    found = decision_faults(**given, on=example["date"])
    assert [f"{one.code} {one.strength}" for one in found] == example["expect"]
    assert all(one.source and one.reason.endswith("。") for one in found)


BEGAN, ENDS = date(2024, 7, 1), date(2027, 7, 1)
POSTS = [
    Held("secretary", "甲", BEGAN, None),
    Held("organisation", "乙", BEGAN, date(2026, 1, 1)),
    Held("publicity", "丙", BEGAN, date(2026, 10, 1)),
    Held("discipline", "丁", date(2020, 1, 1), date(2024, 6, 1)),
    Held("staff", "戊", BEGAN, None),
]


def test_seats_follow_from_posts_and_the_term() -> None:
    seats = {one.office: (one.name, one.state) for one in seats_of(BEGAN, ENDS, POSTS, TODAY)}
    assert seats == {
        Office.SECRETARY: ("甲", SeatState.FILLED),
        Office.ORGANISATION: ("", SeatState.VACANT),
        Office.PUBLICITY: ("丙", SeatState.ENDING),
    }


def test_who_stays_after_the_term_carries_on() -> None:
    over = seats_of(BEGAN, ENDS, POSTS[:1], date(2027, 7, 2))
    assert [one.state for one in over] == [SeatState.CARRIED]
    soon = seats_of(BEGAN, ENDS, POSTS[:1], date(2027, 1, 1))
    assert [one.state for one in soon] == [SeatState.ENDING]


def test_a_committee_without_secretary_has_that_seat_vacant() -> None:
    assert [(one.office, one.state) for one in seats_of(BEGAN, ENDS, [], TODAY)] == [
        (Office.SECRETARY, SeatState.VACANT)
    ]


def test_a_term_has_the_years_of_its_kind() -> None:
    assert usual_end("branch", date(2026, 6, 1)) == date(2029, 6, 1)
    assert usual_end("organ_committee", date(2026, 6, 1)) == date(2031, 6, 1)


def _term(one: Organisation) -> CommitteeTerm:
    return CommitteeTerm.objects.get(organisation=one)


def _decided(term: CommitteeTerm, **more: Any) -> dict[str, Any]:
    plain = {
        "term": term, "kind": TermChange.EXTENDED, "until": date(2027, 9, 1), "approved_on": TODAY,
        "document_number": "青直工〔2026〕3号", "reason": "班子调整", "by": SYSTEM, "at": NOW,
    }  # fmt: skip
    return plain | more


@pytest.mark.django_db
def test_a_superior_extends_a_term_and_the_decision_keeps_both_ends(city: City, people: People) -> None:
    decision = actions.decide_term(**_decided(_term(city.first_branch), by=people.deputy.actor))
    assert (decision.was_until, decision.until) == (TERM_ENDS, date(2027, 9, 1))
    assert decision.approver == city.education_committee
    assert _term(city.first_branch).ends_on == date(2027, 9, 1)


@pytest.mark.django_db
def test_past_a_year_a_reason_is_asked_for_counted_from_the_first_end(city: City) -> None:
    actions.decide_term(**_decided(_term(city.first_branch), until=date(2028, 2, 1)))
    again = _decided(_term(city.first_branch), until=date(2028, 4, 1))
    with pytest.raises(Invalid, match="不超过一年") as refused:
        actions.decide_term(**again)
    assert refused.value.source == "《中国共产党基层组织选举工作条例》第三条（R03-02）"
    assert actions.decide_term(**again, why="市委统一安排").reason == "班子调整；市委统一安排"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["secretary", "member", "other_secretary", "lead_secretary", "stranger"])
def test_only_who_keeps_terms_of_the_superior_decides_and_reminds(
    name: str, city: City, people: People
) -> None:
    term, by = _term(city.first_branch), getattr(people, name).actor
    with pytest.raises(NotAllowed):
        actions.decide_term(**_decided(term, by=by))
    with pytest.raises(NotAllowed):
        actions.remind_of_election(
            term=term, done_on=TODAY, manner="电话", document_number="", remark="", by=by, at=NOW
        )


@pytest.mark.django_db
def test_a_notice_and_a_request_are_entered_once(city: City, people: People) -> None:
    term = _term(city.first_branch)
    notice = {"term": term, "done_on": TODAY, "manner": "发函", "document_number": "2号", "remark": ""}
    step = actions.remind_of_election(**notice, by=people.deputy.actor, at=NOW)
    assert step.by_organisation == city.education_committee
    with pytest.raises(WrongState, match="已经登记过"):
        actions.remind_of_election(**notice, by=people.deputy.actor, at=NOW)
    asked = {"term": term, "done_on": TODAY, "document_number": "", "remark": ""}
    assert actions.request_election(**asked, by=people.secretary.actor, at=NOW).by_organisation_id == (
        city.first_branch.pk
    )
    for other in (people.stranger, people.member, people.other_secretary):
        with pytest.raises(NotAllowed):
            actions.request_election(**asked, by=other.actor, at=NOW)
    with pytest.raises(Invalid, match="晚于今天"):
        actions.request_election(**asked | {"done_on": TODAY + timedelta(days=1)}, by=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_an_election_begins_a_term_and_closes_the_old_one_to_changes(city: City, people: People) -> None:
    old = _term(city.first_branch)
    with pytest.raises(Invalid, match="提前换届须报上级"):
        actions.begin_term(
            organisation=city.first_branch, elected_on=TODAY, by=people.secretary.actor, at=NOW
        )
    actions.decide_term(**_decided(old, kind=TermChange.ADVANCED, until=date(2026, 9, 1)))
    new = actions.begin_term(
        organisation=city.first_branch, elected_on=TODAY, by=people.secretary.actor, at=NOW
    )
    assert (new.begins_on, new.ends_on) == (TODAY, date(2029, 6, 30))
    with pytest.raises(WrongState, match="已有新的一届"):
        actions.decide_term(**_decided(old))
    with pytest.raises(NotAllowed):
        actions.begin_term(organisation=city.press, elected_on=TODAY, by=people.secretary.actor, at=NOW)
    with pytest.raises(Invalid, match="没有任期"):
        actions.begin_term(organisation=city.education_group, elected_on=TODAY, by=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_the_list_has_the_most_urgent_first_in_few_queries(
    city: City, django_assert_num_queries: Any
) -> None:
    advanced = {"kind": TermChange.ADVANCED, "until": date(2026, 6, 1), "approved_on": date(2026, 5, 20)}
    actions.decide_term(**_decided(_term(city.press), **advanced))
    actions.decide_term(**_decided(_term(city.exam_centre), until=date(2027, 8, 1)))
    with django_assert_num_queries(4):
        found = term_work(EVERYTHING, TODAY)
    assert found[0].organisation == city.press
    assert found[0].states >= {"over", "request"}
    assert [one.organisation for one in term_work(EVERYTHING, TODAY, "extended")] == [city.exam_centre]
    assert {one.organisation.kind for one in found}.isdisjoint({"party_group", "work_committee"})
    assert term_work(Scope(), TODAY) == []


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 12), st.integers(-200, 400), st.sampled_from([*TermStepKind, *TermChange, None])
        ),
        max_size=10,
    )
)
def test_the_list_by_pages_tells_what_all_lines_read_whole_tell(
    city: City, told: list[tuple[int, int, TermStepKind | TermChange | None]]
) -> None:
    with transaction.atomic():
        _settle_terms(list(CommitteeTerm.objects.order_by("pk")), told)
        whole = term_work(EVERYTHING, TODAY)
        for state in ("", *STATES):
            rows, counts = term_list(EVERYTHING, TODAY, state)
            assert list(rows[0 : len(rows)]) == [one for one in whole if not state or state in one.states]
            assert [*rows[0:2], *rows[2 : len(rows)]] == list(rows[0 : len(rows)])
            assert counts == Counter(name for one in whole for name in one.states)
        transaction.set_rollback(True)


def _settle_terms(
    terms: list[CommitteeTerm], told: list[tuple[int, int, TermStepKind | TermChange | None]]
) -> None:
    """Terms end so many days from today, with or without a step or a decision."""
    office = Organisation.objects.get(kind=Kind.WORK_COMMITTEE)
    entered = {"entered_at": NOW, "entered_by": "工委"}
    decided = {"approver": office, "approved_on": TODAY, "document_number": "批复", "reason": "工作需要"}
    with building():
        for number, days, what in told:
            term = terms[number % len(terms)]
            term.ends_on = TODAY + timedelta(days=days)
            term.begins_on = min(term.begins_on or TODAY, term.ends_on - timedelta(days=1))
            term.save()
            if isinstance(what, TermStepKind):
                step = {"done_on": TODAY, "by_organisation": office, **entered}
                TermStep.objects.get_or_create(term=term, kind=what, defaults=step)
            elif what is not None:
                was = term.ends_on + timedelta(days=-30 if what is TermChange.EXTENDED else 30)
                TermDecision.objects.create(
                    term=term, kind=what, was_until=was, until=term.ends_on, decided_at=NOW,
                    decided_by="工委", **decided,
                )  # fmt: skip


@pytest.mark.django_db
def test_a_term_is_shown_as_it_was_decided_by_then(city: City) -> None:
    term = _term(city.first_branch)
    advanced = {"kind": TermChange.ADVANCED, "until": date(2026, 6, 1), "approved_on": date(2026, 5, 20)}
    actions.decide_term(**_decided(term, **advanced))
    then, now = (past.terms_on([city.first_branch], day) for day in (date(2026, 5, 1), TODAY))
    assert (then[city.first_branch.pk].words, now[city.first_branch.pk].state) == ("任期内", "over")
