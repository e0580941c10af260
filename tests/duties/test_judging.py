"""Judging records: the judge is never the one judged, and what is returned fulfils nothing."""

from datetime import date

import pytest

from heli.duties import actions as duty_actions
from heli.duties.catalogue import Checked
from heli.duties.models import Fulfilment, Judgement, Record, RecordVersion, Standing, Tally
from heli.duties.queries.counters import differences
from heli.duties.queries.judging import to_verify
from heli.duties.rules import judging
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from tests.duties.planned import Planned, enter
from tests.people import NOW, TODAY, City, People

DAY = date(2026, 6, 10)


@pytest.fixture
def met(planned: Planned, city: City, people: People) -> Record:
    return enter(city.first_branch, "theme_day", DAY, by=people.secretary.actor)


def test_a_verified_record_makes_its_duty_verified(met: Record, people: People) -> None:
    duty_actions.verify(record=met, by=people.deputy.actor, at=NOW)
    assert AuditEntry.objects.latest("pk").action == "duties.verify"
    met.refresh_from_db()
    assert met.checked == Checked.VERIFIED
    assert Standing.objects.get().verified == 1 << 5
    assert Tally.objects.get().verified == 1
    assert list(differences()) == []


def test_a_returned_record_fulfils_nothing_until_it_is_put_right(
    met: Record, people: People, city: City
) -> None:
    duty_actions.send_back(record=met, reason="没有写议定事项", by=people.deputy.actor, at=NOW)
    assert not Fulfilment.objects.exists()
    assert not Standing.objects.exists()
    assert list(differences()) == []
    met.refresh_from_db()
    said = duty_actions.Corrected(happened_on=DAY, topic=met.topic, text="议定三项措施，由组织委员办理。")
    duty_actions.correct(record=met, said=said, why="补议定事项", by=people.secretary.actor, at=NOW)
    met.refresh_from_db()
    assert (met.checked, met.text) == (Checked.OPEN, "议定三项措施，由组织委员办理。")
    assert Fulfilment.objects.count() == 1
    first = RecordVersion.objects.get()
    assert (first.number, first.text, first.replaced_by) == (1, "", "林书远")
    assert list(differences()) == []


def test_a_judgement_is_taken_back_and_both_stay(met: Record, people: People) -> None:
    duty_actions.send_back(record=met, reason="核对日期", by=people.deputy.actor, at=NOW)
    duty_actions.take_back_judgement(record=met, reason="日期无误", by=people.deputy.actor, at=NOW)
    assert [one.says for one in Judgement.objects.order_by("pk")] == [Checked.RETURNED, Checked.OPEN]
    assert Fulfilment.objects.count() == 1


@pytest.mark.parametrize(
    "who", ["stranger", "member", "secretary", "committee_member", "other_secretary", "audit_admin"]
)
def test_the_judge_is_above_whom_he_judges(met: Record, people: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        duty_actions.verify(record=met, by=getattr(people, who).actor, at=NOW)
    assert not Judgement.objects.exists()


def test_nobody_verifies_what_he_entered_or_his_own_organisation(
    planned: Planned, city: City, people: People
) -> None:
    own = enter(city.education_committee, "lecture", DAY, by=people.deputy.actor)
    with pytest.raises(NotAllowed, match="在这个党组织任职"):
        duty_actions.verify(record=own, by=people.deputy.actor, at=NOW)
    assert not to_verify(people.deputy.actor, Record.objects.all()).exists()
    assert to_verify(people.staff.actor, Record.objects.all()).count() == 1


def test_returning_needs_a_reason_and_a_second_judgement_a_taking_back(met: Record, people: People) -> None:
    with pytest.raises(Invalid, match="退回的理由"):
        duty_actions.send_back(record=met, reason=" ", by=people.deputy.actor, at=NOW)
    duty_actions.verify(record=met, by=people.deputy.actor, at=NOW)
    with pytest.raises(WrongState, match="先撤回原来的评判"):
        duty_actions.send_back(record=met, reason="再看", by=people.staff.actor, at=NOW)
    with pytest.raises(WrongState, match="已核实"):
        duty_actions.verify(record=met, by=people.staff.actor, at=NOW)


def test_what_is_verified_is_not_corrected_before_it_is_taken_back(met: Record, people: People) -> None:
    duty_actions.verify(record=met, by=people.deputy.actor, at=NOW)
    said = duty_actions.Corrected(happened_on=DAY, topic="改过的主题")
    with pytest.raises(WrongState, match="先撤回核实"):
        duty_actions.correct(record=met, said=said, why="改主题", by=people.secretary.actor, at=NOW)
    with pytest.raises(NotAllowed):
        duty_actions.correct(record=met, said=said, why="改主题", by=people.stranger.actor, at=NOW)
    assert not RecordVersion.objects.exists()


def test_a_correction_of_the_day_moves_what_is_fulfilled(met: Record, people: People) -> None:
    said = duty_actions.Corrected(happened_on=date(2026, 5, 28), topic=met.topic)
    duty_actions.correct(record=met, said=said, why="日期写错", by=people.secretary.actor, at=NOW)
    assert Fulfilment.objects.get().period == 4
    assert list(differences()) == []


def test_many_are_verified_together_once_their_sample_was_opened(
    planned: Planned, city: City, people: People
) -> None:
    made = [
        enter(city.first_branch, "theme_day", date(2026, month, 10), by=people.secretary.actor).pk
        for month in range(1, 7)
    ]
    by = people.deputy.actor
    sample = judging.sample_of(made, label=by.label, on=TODAY, most=5)
    with pytest.raises(Invalid, match="还有 1 条没有打开看"):
        duty_actions.verify_many(records=made, opened=sample[1:], by=by, at=NOW)
    assert duty_actions.verify_many(records=made, opened=sample, by=by, at=NOW) == 6
    assert Judgement.objects.filter(together=True, sampled=True).count() == 5
    assert Standing.objects.get().verified == 0b111111
    assert list(differences()) == []
    with pytest.raises(WrongState, match="6 条中有 6 条"):
        duty_actions.verify_many(records=made, opened=sample, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        duty_actions.verify_many(records=made, opened=sample, by=people.stranger.actor, at=NOW)


def test_the_sample_cannot_be_chosen_and_stays_for_the_day() -> None:
    drawn = judging.sample_of(range(100), label="甲", on=TODAY, most=5)
    assert drawn == judging.sample_of(list(reversed(range(100))), label="甲", on=TODAY, most=5)
    assert len(drawn) == 5
    assert drawn != judging.sample_of(range(100), label="甲", on=date(2026, 7, 1), most=5)


def test_the_system_leaves_no_judgement_of_a_void_record(met: Record, people: People) -> None:
    duty_actions.withdraw(record=met, reason="重复", by=people.secretary.actor, at=NOW)
    with pytest.raises(WrongState, match="已经作废"):
        duty_actions.verify(record=met, by=SYSTEM, at=NOW)
