"""组织关系: what loading and moving write, and that no day before the change moves."""

from datetime import date, datetime, timedelta

import pytest

from heli.kernel.action import SYSTEM, Doer, action
from heli.kernel.errors import WrongState
from heli.members.actions import belongings
from heli.members.actions.belongings import Turn
from heli.members.actions.take_in import take_in
from heli.members.catalogue import Change, Serving, Standing
from heli.members.models import Belonging, Member
from heli.members.queries.belongings import differences
from heli.orgs.models import Organisation
from tests.members.rosters import SMALL, check, line, read
from tests.people import NOW, TODAY, City

NEW_YEAR = date(2026, 1, 1)
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def load(*lines: dict[str, object], at: object = NOW) -> None:
    found = check(read(*lines), today=at.date())  # type: ignore[attr-defined]
    take_in(rows=found.rows, named=found.named, by=SYSTEM, at=at)  # type: ignore[arg-type]


@action
def _move(
    *, members: list[Member], origins: set[int], to: Organisation, on: date, by: Doer, at: datetime
) -> int:
    moves = {member.pk: to.pk for member in members}
    return belongings.move(
        moves=moves,
        origins=origins,
        on=on,
        event=None,
        began=Change.REORGANISED_IN,
        ended=Change.REORGANISED_OUT,
        by=by,
        at=at,
    )


@action
def _turn(*, turns: list[Turn], by: object, at: object) -> int:
    return belongings.turn(turns=turns, by=by, at=at)  # type: ignore[arg-type]


def move(members: list[Member], to: Organisation, on: date) -> int:
    """Out of where they belonged on the day."""
    there = Belonging.objects.valid(on).filter(member__in=members)
    origins = set(there.values_list("organisation", flat=True))
    return _move(members=members, origins=origins, to=to, on=on, by=SYSTEM, at=NOW)


def life(member: Member) -> list[tuple[str, date, date | None, str, str]]:
    rows = member.belongings.order_by("valid_from").select_related("organisation")
    return [(row.organisation.short_name, row.valid_from, row.valid_to, row.began, row.ended) for row in rows]


def roster_on(day: date) -> dict[int, int]:
    return dict(Belonging.objects.valid(day).values_list("member", "organisation"))


def test_whoever_is_loaded_has_belonged_since_the_year_began_or_since_he_joined(city: City) -> None:
    load(line("钟灵秀"), line("梅有信", 302, 党员类别="预备党员", 入党时间="2026-05-08", 转正时间=None))
    starts = {
        name: (row.valid_from, row.began)
        for name in ("钟灵秀", "梅有信")
        for row in [Belonging.objects.get(member__name=name)]
    }
    assert starts == {"钟灵秀": (NEW_YEAR, Change.LOADED), "梅有信": (date(2026, 5, 8), Change.LOADED)}
    assert list(differences(TODAY)) == []


def test_a_roster_that_names_another_branch_is_a_transfer_of_the_day(city: City) -> None:
    load(line("钟灵秀"))
    load(line("钟灵秀", 所在党支部=SMALL), at=NOW + timedelta(days=30))
    day = TODAY + timedelta(days=30)
    assert [row[1:] for row in life(Member.objects.get(name="钟灵秀"))] == [
        (NEW_YEAR, day, Change.LOADED, Change.TRANSFER_OUT),
        (day, None, Change.TRANSFER_IN, ""),
    ]
    assert list(differences(day)) == []


def test_a_roster_that_names_a_full_member_confirms_him_from_the_day_that_it_states(city: City) -> None:
    probationary = line(党员类别="预备党员", 入党时间="2025-03-01", 转正时间=None)
    load(probationary)
    load({**probationary, "党员类别": "正式党员", "转正时间": "2026-03-01"}, at=NOW + timedelta(days=1))
    rows = Belonging.objects.filter(member__name="钟灵秀").order_by("valid_from")
    assert [(row.standing, row.valid_from, row.began) for row in rows] == [
        (Standing.PROBATIONARY, NEW_YEAR, Change.LOADED),
        (Standing.FULL, MARCH, Change.CONFIRMED),
    ]
    assert list(differences(TODAY + timedelta(days=1))) == []


def test_a_roster_that_names_a_retired_member_retires_him(city: City) -> None:
    load(line("钟灵秀"))
    load(line("钟灵秀", 人员类别="离退休"), at=NOW + timedelta(days=1))
    last = Belonging.objects.get(member__name="钟灵秀", valid_to=None)
    assert (last.serving, last.began) == (Serving.RETIRED, Change.RETIRED)
    assert last.valid_from == TODAY + timedelta(days=1)


def test_a_roster_that_is_loaded_again_writes_no_belonging(city: City) -> None:
    load(line("钟灵秀"))
    before = list(Belonging.objects.order_by("pk").values())
    load(line("钟灵秀"), at=NOW + timedelta(days=9))
    assert list(Belonging.objects.order_by("pk").values()) == before


def test_no_roster_brings_back_whom_a_decision_took_off_it(city: City) -> None:
    load(line("钟灵秀"))
    member = Member.objects.get(name="钟灵秀")
    gone = Turn(member.pk, MAY, None, "full", "serving", Change.EXPELLED, Change.EXPELLED, "市纪〔2026〕3号")
    _turn(turns=[gone], by=SYSTEM, at=NOW)
    load(line("钟灵秀", 学历="硕士研究生"))
    member.refresh_from_db()
    assert (member.left_on, member.education) == (MAY, "大学本科")
    last = member.belongings.get()
    assert (last.ended, last.end_pointer) == (Change.EXPELLED, "市纪〔2026〕3号")


def test_whoever_had_gone_elsewhere_is_taken_in_again_by_a_roster(city: City) -> None:
    load(line("钟灵秀"))
    member = Member.objects.get(name="钟灵秀")
    out = Turn(member.pk, MAY, None, "full", "serving", Change.TRANSFER_OUT, Change.TRANSFER_OUT)
    _turn(turns=[out], by=SYSTEM, at=NOW)
    load(line("钟灵秀", 所在党支部=SMALL))
    assert [row[1:] for row in life(member)] == [
        (NEW_YEAR, MAY, Change.LOADED, Change.TRANSFER_OUT),
        (TODAY, None, Change.TRANSFER_IN, ""),
    ]
    assert list(differences(TODAY)) == []


def test_a_move_ends_one_belonging_and_begins_the_next(city: City) -> None:
    members = list(city.press.roster.all())
    before = roster_on(MARCH - timedelta(days=1))
    assert move(members, city.exam_centre, MARCH) == 3
    assert life(members[0]) == [
        (city.press.short_name, NEW_YEAR, MARCH, Change.LOADED, Change.REORGANISED_OUT),
        (city.exam_centre.short_name, MARCH, None, Change.REORGANISED_IN, ""),
    ]
    assert roster_on(MARCH - timedelta(days=1)) == before
    assert list(differences(TODAY)) == []
    counts = Organisation.objects.in_bulk([city.press.pk, city.exam_centre.pk])
    assert [counts[one.pk].member_count for one in (city.press, city.exam_centre)] == [0, 8]


def test_a_move_of_an_earlier_day_takes_along_whoever_came_since(city: City) -> None:
    member = city.small_branch.roster.order_by("pk")[0]
    move([member], city.press, APRIL)
    move([member], city.exam_centre, MARCH)  # he was in the small branch on that day: it is what moves
    assert [(row[0], row[1], row[2]) for row in life(member)] == [
        (city.small_branch.short_name, NEW_YEAR, MARCH),
        (city.exam_centre.short_name, MARCH, APRIL),
        (city.press.short_name, APRIL, None),
    ]
    member.refresh_from_db()
    assert member.organisation == city.press
    late = city.water_branch.roster.order_by("pk")[0]
    move([late], city.press, APRIL)
    _move(members=[late], origins={city.press.pk}, to=city.exam_centre, on=MARCH, by=SYSTEM, at=NOW)
    assert [(row[0], row[1]) for row in life(late)] == [
        (city.water_branch.short_name, NEW_YEAR),
        (city.exam_centre.short_name, APRIL),
    ]
    assert list(differences(TODAY)) == []


def test_a_later_change_of_category_moves_along(city: City) -> None:
    member = Member.objects.get(name="冯小满")
    full = Turn(member.pk, MAY, city.first_branch.pk, "full", "serving", Change.CONFIRMED, Change.CONFIRMED)
    _turn(turns=[full], by=SYSTEM, at=NOW)
    move([member], city.press, MARCH)
    rows = member.belongings.order_by("valid_from").select_related("organisation")
    assert [(row.organisation, row.valid_from, row.standing, row.began) for row in rows] == [
        (city.first_branch, NEW_YEAR, Standing.PROBATIONARY, Change.LOADED),
        (city.press, MARCH, Standing.PROBATIONARY, Change.REORGANISED_IN),
        (city.press, MAY, Standing.FULL, Change.CONFIRMED),
    ]
    assert list(differences(TODAY)) == []


def test_a_second_move_of_the_day_takes_the_place_of_the_first(city: City) -> None:
    member = city.press.roster.order_by("pk")[0]
    move([member], city.exam_centre, MARCH)
    move([member], city.small_branch, MARCH)
    assert [row[0] for row in life(member)] == [city.press.short_name, city.small_branch.short_name]
    move([member], city.press, MARCH)
    assert {roster_on(day)[member.pk] for day in (NEW_YEAR, MARCH, TODAY)} == {city.press.pk}
    assert list(differences(TODAY)) == []


def test_nobody_leaves_on_the_day_on_which_he_came_nor_before_a_later_change(city: City) -> None:
    member = city.press.roster.order_by("pk")[0]
    move([member], city.exam_centre, MARCH)
    for day, code in ((MARCH, "belonging-just-begun"), (NEW_YEAR, "belonging-changed-later")):
        gone = Turn(member.pk, day, None, "full", "serving", Change.DIED, Change.DIED)
        with pytest.raises(WrongState) as refused:
            _turn(turns=[gone], by=SYSTEM, at=NOW)
        assert refused.value.code == code


def test_the_doctor_names_a_copy_that_differs_and_a_count_that_is_wrong(city: City) -> None:
    member = city.press.roster.order_by("pk")[0]
    _spoil(member=member, press=city.press, by=SYSTEM, at=NOW)
    found = list(differences(TODAY))
    assert [word in text for word, text in zip((member.name, "党员数 9"), found, strict=True)] == [True, True]


@action
def _spoil(*, member: Member, press: Organisation, by: object, at: object) -> None:
    Member.objects.filter(pk=member.pk).update(standing=Standing.PROBATIONARY)
    Organisation.objects.filter(pk=press.pk).update(member_count=9)
