"""What programs read: the rows of the pages, within the same scope, page by page."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from heli.accounts.catalogue import TokenRight
from heli.duties import actions as duty_actions
from heli.duties.catalogue import Cadence
from heli.duties.models import Record
from heli.kernel.action import SYSTEM
from tests.api.programs import Program, code, program
from tests.duties.planned import BRANCHES, Planned, enter, require
from tests.people import NOW, City, People, Person, building
from tests.schemes.made import adopted, own_scheme, released

MOST_QUERIES = 12


@pytest.fixture
def held(city: City, people: People, planned: Planned) -> list[Record]:
    """Three months of 主题党日 of three branches; one record is verified."""
    branches = (city.first_branch, city.small_branch, city.water_branch)
    made = [enter(branch, "theme_day", date(2026, month, 12)) for branch in branches for month in (1, 2, 3)]
    duty_actions.verify(record=made[0], by=people.staff.actor, at=NOW)
    return made


@pytest.mark.parametrize("address", ["organisations", "members", "duties", "records", "scores"])
def test_a_list_reaches_as_far_as_its_owner(
    people: People, city: City, held: list[Record], address: str
) -> None:
    def seen(who: Program) -> set[int]:
        rows = who.items(address, limit=200)
        return {row["id"] if address == "organisations" else row["organisation"]["id"] for row in rows}

    branch, committee, whole = (seen(program(who)) for who in (people.secretary, people.deputy, people.staff))
    assert branch == {city.first_branch.pk}
    assert branch < committee < whole
    assert city.water_branch.pk in whole - committee


@pytest.mark.parametrize("address", ["organisations", "members", "duties", "records", "judgements", "scores"])
def test_pages_add_up_to_the_whole(people: People, held: list[Record], address: str) -> None:
    mine = program(people.staff)
    whole = mine.items(address, limit=200)
    assert whole
    assert mine.items(address, limit=3) == whole


@pytest.mark.parametrize("address", ["organisations", "members", "duties", "records", "judgements", "scores"])
@pytest.mark.parametrize("limit", [2, 200])
def test_a_page_takes_few_queries(
    people: People, held: list[Record], django_assert_max_num_queries: DjangoAssertNumQueries, address: str,
    limit: int,
) -> None:  # fmt: skip
    mine = program(people.staff)
    mine.get(address)  # the first use of the day is written down
    with django_assert_max_num_queries(MOST_QUERIES):
        assert mine.get(address, limit=limit).status_code == 200


@pytest.mark.parametrize("of", ["organisations", "members", "records", "scores"])
def test_one_thing_takes_few_queries(
    people: People, city: City, held: list[Record], django_assert_max_num_queries: DjangoAssertNumQueries,
    of: str,
) -> None:  # fmt: skip
    pk = {"members": city.first_branch.roster.first().pk, "records": held[0].pk}.get(of, city.first_branch.pk)
    mine = program(people.staff)
    mine.get("organisations")
    with django_assert_max_num_queries(MOST_QUERIES + 3):
        assert mine.get(f"{of}/{pk}").status_code == 200


def test_what_comes_in_between_moves_no_page(people: People, city: City, held: list[Record]) -> None:
    mine = program(people.staff)
    first = mine.get("records", limit=4).json()
    enter(city.first_branch, "theme_day", date(2025, 12, 12))  # earlier by its day, later by its number
    rest = mine.items("records", limit=4, cursor=first["next"])
    numbers = [row["id"] for row in [*first["items"], *rest]]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == len(held) + 1


def test_a_new_requirement_moves_no_page_of_duties(
    people: People, city: City, held: list[Record], planned: Planned
) -> None:
    def keys(rows: list[dict[str, Any]]) -> list[tuple[int, int, str]]:
        return [
            (row["organisation"]["id"], row["requirement"]["id"], (row["period"] or {"code": ""})["code"])
            for row in rows
        ]

    mine = program(people.deputy)
    before = keys(mine.items("duties", limit=200))
    first = mine.get("duties", limit=5).json()
    with building():
        require(planned.plan, 99, "新的一项", Cadence.QUARTER, ["lecture"], BRANCHES)
    found = keys(first["items"] + mine.items("duties", limit=7, cursor=first["next"]))
    assert len(set(found)) == len(found) > len(before)
    assert set(before) <= set(found)


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzEsMl0", "WyJhIl0", "Wy0xXQ", "W3RydWVd", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", "é"]
)
@pytest.mark.parametrize("address", ["organisations", "duties", "scores"])
def test_a_cursor_that_was_made_up_is_refused(
    people: People, planned: Planned, address: str, cursor: str
) -> None:
    answer = program(people.staff).get(address, cursor=cursor)
    assert code(answer) == (422, "cursor-unreadable")
    assert "cursor" in answer.json()["where"]


def test_organisations_are_found_as_on_the_page(people: People, city: City) -> None:
    mine = program(people.staff)
    assert "考试中心" in mine.get("organisations", q="考试中心").content.decode()
    assert [row["id"] for row in mine.items("organisations", q="考试中心")] == [city.exam_centre.pk]
    assert {row["kind"]["code"] for row in mine.items("organisations", kind="party_group")} == {"party_group"}
    beneath = {row["id"] for row in mine.items("organisations", under=city.school.pk)}
    assert beneath == {city.school_branch.pk}


def test_an_organisation_tells_both_superiors(people: People, city: City) -> None:
    found = program(people.staff).get(f"organisations/{city.first_branch.pk}").json()
    assert found["parent"]["id"] == city.education_committee.pk
    assert found["leader"]["id"] == city.education_group.pk
    assert (found["members"], found["full_members"]) == (9, 8)
    assert found["leading"] == {"code": "leads", "name": "领导"}


def test_unknown_members_are_not_none(people: People, city: City) -> None:
    found = program(people.staff).get(f"organisations/{city.education_group.pk}").json()
    assert found["members"] is None


@pytest.mark.parametrize("of", ["organisations", "members", "records"])
def test_what_is_out_of_reach_is_not_there(people: People, city: City, held: list[Record], of: str) -> None:
    pk = {"members": city.water_branch.roster.first().pk, "records": held[-1].pk}.get(
        of, city.water_branch.pk
    )
    assert program(people.secretary).get(f"{of}/{pk}").status_code == 404
    assert program(people.staff).get(f"{of}/{pk}").status_code == 200
    assert program(people.staff).get(f"{of}/{2**62}").status_code == 404
    assert program(people.staff).get(f"{of}/x").status_code == 422


def test_no_number_of_a_card_and_no_telephone_leaves(people: People, city: City) -> None:
    mine = program(people.secretary)
    rows = mine.items("members")
    assert len(rows) == 9
    told = str(rows) + mine.get(f"members/{rows[0]['id']}").content.decode()
    member = city.first_branch.roster.get(pk=rows[0]["id"])
    assert member.id_last4 not in told
    assert "phone" not in told
    assert "born_on" not in told


def test_members_are_narrowed_as_on_the_roster(people: People, city: City) -> None:
    mine = program(people.deputy)
    assert [row["name"] for row in mine.items("members", q="lsy")] == ["林书远"]
    assert {row["name"] for row in mine.items("members", standing="probationary")} == {"冯小满"}
    assert [row["name"] for row in mine.items("members", organisation=city.press.pk, bearers="true")] == [
        "叶印清"
    ]
    assert code(mine.get("members", organisation=city.water_branch.pk)) == (404, "organisation-not-found")


def test_a_member_has_his_belongings_and_posts(people: People, city: City) -> None:
    pk = city.first_branch.roster.get(name="林书远").pk
    found = program(people.secretary).get(f"members/{pk}").json()
    assert [post["office"] for post in found["posts"]] == ["书记"]
    assert found["belongings"][0]["organisation"]["id"] == city.first_branch.pk


def test_duties_say_what_did_them(people: People, city: City, held: list[Record], planned: Planned) -> None:
    mine = program(people.secretary)
    rows = mine.items("duties", requirement=planned.theme_day.pk)
    assert [row["period"]["code"] for row in rows] == [f"2026-{month:02d}" for month in range(1, 13)]
    assert rows[0]["record"] == {"id": held[0].pk, "happened_on": "2026-01-12"}
    assert rows[0]["state"] == {"code": "on_time", "name": "按期"}
    late = mine.items("duties", requirement=planned.theme_day.pk, state="overdue")
    assert {row["period"]["code"] for row in late} == {"2026-04", "2026-05"}
    due = mine.items("duties", requirement=planned.theme_day.pk, due_from="2026-02-01", due_to="2026-02-28")
    assert [row["period"]["code"] for row in due] == ["2026-02"]
    assert mine.items("duties", year=2031) == []


def test_duties_of_a_unit(people: People, city: City, planned: Planned) -> None:
    rows = program(people.staff).items("duties", organ=city.water_branch.organ_id, limit=200)
    assert {row["organisation"]["id"] for row in rows} >= {city.water_branch.pk, city.water_committee.pk}
    assert city.first_branch.pk not in {row["organisation"]["id"] for row in rows}


def test_records_are_narrowed(people: People, city: City, held: list[Record]) -> None:
    mine = program(people.staff)
    assert [row["id"] for row in mine.items("records", checked="verified")] == [held[0].pk]
    first = mine.items("records", organisation=city.first_branch.pk, first="2026-02-01", kind="theme_day")
    assert [row["id"] for row in first] == [held[1].pk, held[2].pk]


def test_a_record_says_what_it_fulfilled(people: People, held: list[Record], planned: Planned) -> None:
    found = program(people.secretary).get(f"records/{held[0].pk}").json()
    assert [one["requirement"]["id"] for one in found["fulfilled"]] == [planned.theme_day.pk]
    assert found["withdrawn"] is None
    assert found["checked"] == {"code": "verified", "name": "已核实"}


def test_a_void_record_says_so(people: People, held: list[Record]) -> None:
    duty_actions.withdraw(record=held[0], reason="重复", by=SYSTEM, at=NOW)
    mine = program(people.secretary)
    assert mine.get(f"records/{held[0].pk}").json()["withdrawn"]["why"] == "重复"
    assert held[0].pk not in [row["id"] for row in mine.items("records")]


def test_judgements_are_read_with_their_records(people: People, city: City, held: list[Record]) -> None:
    (said,) = program(people.secretary).items("judgements")
    assert (said["record"], said["says"]["code"]) == (held[0].pk, "verified")
    assert program(people.staff).items("judgements", says="returned") == []
    assert program(people.other_secretary).items("judgements") == []


def test_a_score_opens_to_its_duties(
    people: People, city: City, held: list[Record], planned: Planned
) -> None:
    mine = program(people.secretary)
    (row,) = mine.items("scores", period="2026H1")
    found = mine.get(f"scores/{city.first_branch.pk}", period="2026H1").json()
    assert found["total"] == row["total"] == 50.0
    line = next(one for one in found["lines"] if one["requirement"]["id"] == planned.theme_day.pk)
    assert (line["owed"], line["done"], line["on_time"], line["points"]) == (6, 3, 3, 4.0)
    address = line["duties"].removeprefix("/api/")
    duties = mine.get(address).json()["items"]
    assert len(duties) == 6
    assert sum(duty["record"] is not None for duty in duties) == line["done"]


def test_unknown_lines_have_no_points(
    people: People, city: City, held: list[Record], planned: Planned
) -> None:
    found = program(people.secretary).get(f"scores/{city.first_branch.pk}").json()
    unknown = [line for line in found["lines"] if line["points"] is None]
    assert unknown
    assert all(line["unknown"] and not line["owed"] for line in unknown)


def test_scores_refuse_what_the_page_refuses(people: People, city: City, held: list[Record]) -> None:
    mine = program(people.secretary)
    assert code(mine.get(f"scores/{city.water_branch.pk}")) == (403, "not-allowed")
    assert code(mine.get(f"scores/{2**40}")) == (404, "organisation-unknown")
    assert code(mine.get(f"scores/{city.first_branch.pk}", period="2020")) == (404, "no-score")
    assert code(mine.get("scores", period="soon")) == (422, "malformed")


def test_pages_of_scores_are_those_of_the_page(
    people: People, city: City, held: list[Record], client_of: Callable[[Person], Client]
) -> None:
    """The page of a class shows the same totals."""
    rows = [
        row
        for row in program(people.staff).items("scores")
        if row["organisation"]["id"] == city.water_branch.pk
    ]
    shown = client_of(people.staff).get(f"/scores/{city.water_branch.pk}/").context["sheet"]
    assert [row["total"] for row in rows] == [float(shown.score.total)]


@pytest.mark.parametrize("address", ["organisations", "members", "duties", "records", "judgements", "scores"])
def test_a_filter_that_is_not_known_is_refused(people: People, planned: Planned, address: str) -> None:
    answer = program(people.staff).get(address, organisaton=1)
    assert code(answer) == (422, "parameter-unknown")
    assert list(answer.json()["where"]) == ["organisaton"]


def test_published_results_open_to_the_rows_of_every_indicator(
    people: People, city: City, held: list[Record]
) -> None:
    release = released(adopted(city, voted=True), people)
    mine = program(people.secretary)
    (listed,) = mine.items("results")
    assert (listed["id"], listed["period"], listed["state"]["name"]) == (release.pk, "2026", "公示中")
    (row,) = mine.items(f"results/{release.pk}")
    assert row["organisation"]["id"] == city.first_branch.pk
    told = mine.get(f"results/{release.pk}/{city.first_branch.pk}").json()
    assert (told["total"], told["corrections"]) == (row["total"], [])
    lines = {one["code"]: one for one in told["lines"]}
    assert sum(one["weight"] for one in lines.values() if one["part"]["code"] in ("common", "own")) == 100
    assert all(one["rows"] for one in lines.values())
    duties, records = lines["A2"]["rows"], lines["A4"]["rows"]
    assert mine.items(duties[0].removeprefix("/api/").partition("?")[0], **query_of(duties[0]))
    assert mine.items("records", **query_of(records[0]))
    assert lines["A1"]["rows"][0].startswith("/schemes/")


def test_results_of_a_committee_name_it_and_reach_its_own_line_alone(people: People, city: City) -> None:
    """S003-65: what 年度目标任务考核 takes over is told apart; a neighbour is told of nothing."""
    release = released(own_scheme(city), people)
    for who in (people.staff, people.deputy, people.secretary):
        (listed,) = program(who).items("results")
        assert (listed["citys"], listed["organiser"]["name"]) == (False, city.education_committee.name)
    neighbour = program(people.other_secretary)
    assert neighbour.items("results") == []
    assert neighbour.get(f"results/{release.pk}").status_code == 404
    assert neighbour.get(f"results/{release.pk}/{city.first_branch.pk}").status_code == 404


def test_published_results_reach_as_far_as_their_reader(
    people: People, city: City, held: list[Record]
) -> None:
    release = released(adopted(city), people)
    whole = program(people.staff).items(f"results/{release.pk}", limit=200)
    own = program(people.deputy).items(f"results/{release.pk}", limit=200)
    assert {one["organisation"]["id"] for one in own} < {one["organisation"]["id"] for one in whole}
    outside = program(people.deputy).get(f"results/{release.pk}/{city.water_branch.pk}")
    assert outside.status_code == 404
    assert program(people.staff, [TokenRight.RECORDS]).get("results").status_code == 403
    assert program(people.staff).get("results/999999").status_code == 404


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(address.partition("?")[2]))
