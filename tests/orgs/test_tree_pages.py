"""组织: the tree opened branch by branch, search and filters, and its workbook."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heli.accounts.scope import EVERYTHING, Scope
from heli.kernel.action import SYSTEM
from heli.orgs import queries
from heli.orgs.actions import take_in
from heli.orgs.actions.rows import OrgRow
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.orgs.sheets import check, export
from tests.orgs.rosters import rows_of
from tests.people import NOW, TODAY, City, People, Person, building

pytestmark = pytest.mark.django_db

TREE = reverse("orgs:tree")
Browser = Callable[[Person], Client]


def _page(client: Client, query: str = "", **headers: Any) -> str:
    response = client.get(f"{TREE}{query}", **headers)
    assert response.status_code == 200
    return response.content.decode()


def _named(page: str) -> list[str]:
    return re.findall(r'class="tree-name" href="[^"]+">([^<]+)<', page)


def test_the_work_committee_sees_its_tree_open_at_the_top(people: People, client_of: Browser) -> None:
    page = _page(client_of(people.staff))
    assert _named(page)[:4] == [
        "市委市直属机关工委",
        "市教育局机关党委",
        "市水利局机关党委",
        "市委宣传部机关党委",
    ]
    assert "市教育局机关第一党支部" not in page
    assert "您可以查看 16 个组织" in page


def test_a_branch_of_the_tree_is_opened_by_its_address(
    people: People, city: City, client_of: Browser
) -> None:
    client = client_of(people.staff)
    opened = f"?open={city.work_committee.pk},{city.education_committee.pk}"
    page = _page(client, opened)
    assert f'href="{opened}#organisation-' not in page
    assert "市教育局机关第一党支部" in _named(page)
    assert f'href="{opened},{city.school.pk}#organisation-{city.school.pk}"' in page
    assert "市教育局机关党委" not in _named(_page(client, "?open="))


def test_a_swap_gives_the_same_list_as_the_page(people: People, city: City, client_of: Browser) -> None:
    client = client_of(people.staff)
    opened = f"?open={city.work_committee.pk},{city.school.pk}"
    swap = _page(client, opened, headers={"HX-Request": "true"})
    assert swap.strip().startswith('<div id="list">')
    assert "<html" not in swap
    assert swap.strip() in _page(client, opened)


def test_nonsense_in_the_address_opens_nothing(people: People, client_of: Browser) -> None:
    client = client_of(people.staff)
    assert _named(_page(client, "?open=x,-1,99999999999999999999,²"))[0] == "市委市直属机关工委"
    assert "没有符合条件的组织" in _page(client, f"?under={10**12}")
    assert "您可以查看 16 个组织" in _page(client, "?kind=nonsense&under=x&page=999")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("教育局机关第一", ["市教育局机关第一党支部"]),
        ("jyjjgd", ["市教育局机关第一党支部", "市教育局机关第二党支部", "市教育局机关党委"]),
        ("市教育局机关第1支部", ["市教育局机关第一党支部"]),
        ("0330000004", ["市教育局机关第一党支部"]),
        ("中学 高中部", ["市第一中学高中部党支部"]),
    ],
)
def test_organisations_are_found_by_name_code_or_initials(
    people: People, client_of: Browser, typed: str, found: list[str]
) -> None:
    page = client_of(people.staff).get(TREE, {"q": typed})
    assert sorted(one.short_name for one, _ in page.context["found"]) == sorted(found)


def test_filters_narrow_and_can_be_taken_off(people: People, city: City, client_of: Browser) -> None:
    client = client_of(people.staff)
    page = _page(client, f"?place=attached&kind=branch&under={city.education_committee.pk}")
    assert "共 <b>3</b> 个组织" in page
    for label in ("类别：党支部", "直属单位", "市教育局机关党委的下级"):
        assert f"去掉筛选：{label}" in page
    assert f'href="?place=attached&amp;under={city.education_committee.pk}"' in page
    led = _page(client, f"?leader={city.water_group.pk}")
    assert "市水利局党组领导的党组织" in led
    assert "共 <b>2</b> 个组织" in led
    assert "没有符合条件的组织" in _page(client, "?q=不存在的组织")


def test_everyone_sees_as_far_as_the_post_reaches(people: People, city: City, client_of: Browser) -> None:
    seen = {
        people.lead_secretary: {"市教育局机关党委", "市教育局党组"},
        people.deputy: {"市教育局机关党委", "市第一中学党总支"},
        people.general_secretary: {"市第一中学党总支", "市第一中学高中部党支部"},
        people.secretary: {"市教育局机关第一党支部"},
        people.member: {"市教育局机关第一党支部"},
    }
    for person, names in seen.items():
        shown = set(_named(_page(client_of(person))))
        assert names <= shown
        assert "市水利局机关党委" not in shown
    assert "市教育局机关第二党支部" not in _page(client_of(people.secretary), "?q=第二")


def test_a_stranger_sees_no_organisation(people: People, city: City, client_of: Browser) -> None:
    stranger = client_of(people.stranger)
    for address in (TREE, reverse("orgs:export"), reverse("orgs:organisation", args=[city.press.pk])):
        assert stranger.get(address).status_code == 403
    assert Client().get(TREE).status_code == 302


def test_a_tree_without_organisations_says_what_to_do(people: People, client_of: Browser) -> None:
    with building():
        Organisation.objects.update(founded_on=TODAY + timedelta(days=1))
    page = _page(client_of(people.staff))
    assert "还没有党组织" in page
    assert "导入党组织名册后" in page


def _grow(branches: int) -> None:
    """So many branches beneath a 机关党委 of their own, and a 党总支 for every fifty."""
    top = OrgRow(
        "code:x0", "中共青岚市大局机关委员会", Kind.ORGAN_COMMITTEE, "青岚市大局", "x0", "code:0330000001"
    )
    rows = [top]
    for number in range(branches):
        if number % 50 == 0:
            rows.append(
                OrgRow(
                    f"code:g{number}",
                    f"中共青岚市{number}院总支部",
                    Kind.GENERAL_BRANCH,
                    f"{number}院",
                    f"g{number}",
                    top.key,
                )
            )
        parent = rows[-1 - number % 50].key
        rows.append(
            OrgRow(
                f"code:b{number}",
                f"中共青岚市{number}所支部",
                Kind.BRANCH,
                f"{number}所",
                f"b{number}",
                parent,
            )
        )
    take_in(rows=rows, by=SYSTEM, at=NOW)


def test_no_page_asks_more_queries_in_a_larger_city(people: People, client_of: Browser) -> None:
    client = client_of(people.staff)

    def queries_of(query: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            _page(client, query)
        return len(caught)

    _grow(50)
    opened = Organisation.objects.order_by("path").values_list("pk", flat=True)[:40]
    pages = [
        f"?open={','.join(map(str, opened))}",
        "",
        "?q=zb",
        f"?kind=branch&under={Organisation.objects.get(code='x0').pk}",
    ]
    small = [queries_of(page) for page in pages]
    _grow(600)
    large = [queries_of(page) for page in pages]
    assert large == small
    assert max(large) <= 13


def test_too_many_children_are_left_to_the_list(people: People, city: City) -> None:
    above = f"code:{city.water_committee.code}"
    rows = [
        OrgRow(f"code:c{number}", f"中共青岚市{number}站支部", Kind.BRANCH, "站", f"c{number}", above)
        for number in range(230)
    ]
    take_in(rows=rows, by=SYSTEM, at=NOW)
    shown = queries.tree(EVERYTHING, TODAY, [city.work_committee.pk, city.water_committee.pk])
    node = next(node for node in shown.nodes if node.organisation == city.water_committee)
    assert (node.children, node.hidden, node.shown) == (231, 31, 200)
    assert sum(node.organisation.parent_id == city.water_committee.pk for node in shown.nodes) == 200


def test_the_workbook_can_be_loaded_again_and_changes_nothing(people: People, client_of: Browser) -> None:
    response = client_of(people.staff).get(reverse("orgs:export"))
    assert response["Content-Disposition"] == 'attachment; filename="organisations-2026-06-30.xlsx"'
    rows = rows_of(response.content)
    found = check(rows, today=TODAY)
    assert [fault for row in rows for fault in row.faults if fault.kind in ("refuse", "decide")] == []
    taken = take_in(rows=found.rows, by=SYSTEM, at=NOW)
    assert (taken.created, taken.updated, taken.unchanged, taken.vanished) == (0, 0, 16, ())


def test_the_workbook_holds_what_the_list_shows(people: People, city: City, client_of: Browser) -> None:
    address = f"{reverse('orgs:export')}?q=jyj&kind=branch"
    book = load_workbook(BytesIO(client_of(people.deputy).get(address).content))
    names = [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert names == [city.first_branch.name, city.small_branch.name]
    book.close()


def test_the_workbook_of_a_scope_leaves_the_closed_out(city: City) -> None:
    with building():
        Organisation.objects.filter(pk=city.press.pk).update(closed_on=TODAY)
    names = [row[0] for row in export(Scope(paths=(city.education_committee.path,))).rows]
    assert names[0] == city.education_committee.name
    assert (len(names), city.press.name in names) == (6, False)
