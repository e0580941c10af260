"""Dictionaries, units and details: what an office keeps by hand."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from heli.kernel.errors import DomainError, Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.orgs.actions import details, dictionaries
from heli.orgs.catalogue import Dictionary, Kind
from heli.orgs.models import DictionaryEntry, Organisation, Unit
from tests.people import NOW, City, People, Person, building

pytestmark = pytest.mark.django_db

PAGE = reverse("orgs:dictionaries")
Browser = Callable[[Person], Client]


def _entry(name: str = "保障运行") -> DictionaryEntry:
    return DictionaryEntry.objects.get(name=name)


def _order(dictionary: Dictionary = Dictionary.FUNCTION) -> list[str]:
    held = DictionaryEntry.objects.filter(dictionary=dictionary, closed_on=None).order_by("position")
    return list(held.values_list("name", flat=True))


def test_the_four_functions_and_the_four_inner_kinds_are_there(people: People, client_of: Browser) -> None:
    page = client_of(people.staff).get(PAGE).content.decode()
    for name in [
        "服务决策",
        "保障运行",
        "公共服务",
        "行政管理和行业监管",
        "行政部门",
        "业务部门",
        "党务部门",
        "下属单位",
    ]:
        assert f'<td class="main">{name}</td>' in page


def test_an_entry_is_added_renamed_ordered_and_closed_but_never_deleted(
    people: People, client_of: Browser
) -> None:
    client = client_of(people.staff)
    added = client.post(f"{PAGE}?add=function", {"name": "社会服务", "source": "青办〔2026〕3号"})
    assert added.status_code == 302
    assert _order()[-1] == "社会服务"
    client.post(reverse("orgs:move_entry", args=[_entry("社会服务").pk]), {"move": "earlier"})
    assert _order()[-2:] == ["社会服务", "行政管理和行业监管"]
    client.post(reverse("orgs:entry", args=[_entry("社会服务").pk]), {"name": "社会治理", "source": ""})
    assert "社会治理" in _order()
    client.post(reverse("orgs:move_entry", args=[_entry("社会治理").pk]), {"move": "close"})
    assert "社会治理" not in _order()
    assert _entry("社会治理").closed_on is not None
    client.post(reverse("orgs:move_entry", args=[_entry("社会治理").pk]), {"move": "reopen"})
    assert "社会治理" in _order()
    told = set(AuditEntry.objects.values_list("action", flat=True))
    assert {f"orgs.{one}_entry" for one in ("add", "place", "rename", "close", "reopen")} <= told


def test_a_name_stands_once_in_a_dictionary(people: People, client_of: Browser) -> None:
    with pytest.raises(Invalid):
        dictionaries.add_entry(
            dictionary=Dictionary.FUNCTION, name="保障运行", source="", by=people.staff.actor, at=NOW
        )
    missing = client_of(people.staff).post(f"{PAGE}?add=function", {"name": ""})
    assert "请填写名称。" in missing.content.decode()
    assert client_of(people.staff).post(f"{PAGE}?add=x", {"name": "甲"}).status_code == 404
    moved = client_of(people.staff).post(reverse("orgs:move_entry", args=[_entry().pk]), {"move": "x"})
    assert moved.status_code == 404


def test_what_is_closed_is_not_closed_twice(people: People) -> None:
    by = people.staff.actor
    with pytest.raises(WrongState):
        dictionaries.reopen_entry(entry=_entry(), by=by, at=NOW)
    dictionaries.close_entry(entry=_entry(), by=by, at=NOW)
    with pytest.raises(WrongState):
        dictionaries.close_entry(entry=_entry(), by=by, at=NOW)


def test_a_closed_entry_stays_where_it_is_used_and_is_offered_nowhere_else(
    people: People, city: City, client_of: Browser
) -> None:
    by, unit = people.staff.actor, city.school.unit
    details.set_function(unit=unit, function=_entry(), by=by, at=NOW)
    dictionaries.close_entry(entry=_entry(), by=by, at=NOW)
    client = client_of(people.staff)
    page = client.get(reverse("orgs:unit", args=[unit.pk])).content.decode()
    assert "<dd>保障运行</dd>" in page
    assert f'<option value="{_entry().pk}" selected>' in page
    other = client.get(reverse("orgs:unit", args=[city.press.unit_id])).content.decode()
    assert f'<option value="{_entry().pk}"' not in other


def test_only_the_work_committee_keeps_the_dictionaries(
    people: People, city: City, client_of: Browser
) -> None:
    for person in (people.secretary, people.deputy, people.lead_secretary, people.stranger):
        by = person.actor
        for act in (
            lambda by=by: dictionaries.add_entry(
                dictionary=Dictionary.INNER, name="甲", source="", by=by, at=NOW
            ),
            lambda by=by: dictionaries.rename_entry(entry=_entry(), name="甲", source="", by=by, at=NOW),
            lambda by=by: dictionaries.place_entry(entry=_entry(), earlier=True, by=by, at=NOW),
            lambda by=by: dictionaries.close_entry(entry=_entry(), by=by, at=NOW),
            lambda by=by: dictionaries.reopen_entry(entry=_entry(), by=by, at=NOW),
        ):
            with pytest.raises(NotAllowed):
                act()
        client = client_of(person)
        assert client.post(f"{PAGE}?add=inner", {"name": "甲"}).status_code == 403
        assert client.get(reverse("orgs:entry", args=[_entry().pk])).status_code == 403
        assert (
            client.post(reverse("orgs:move_entry", args=[_entry().pk]), {"move": "close"}).status_code == 403
        )
    assert "增加一项" not in client_of(people.secretary).get(PAGE).content.decode()
    assert client_of(people.stranger).get(PAGE).status_code == 403


def test_units_are_listed_with_their_function(people: People, city: City, client_of: Browser) -> None:
    client, address = client_of(people.staff), reverse("orgs:units")
    assert client.get(address).context["page"].paginator.count == 7
    attached = client.get(address, {"place": "attached"}).context["page"]
    assert {unit.name for unit in attached} == {
        "青岚市第一中学",
        "青岚市教育考试中心",
        "青岚市教育印务有限公司",
    }
    set_to = client.post(
        reverse("orgs:unit", args=[city.school.unit_id]), {"function": str(_entry("公共服务").pk)}
    )
    assert set_to.status_code == 302
    found = client.get(address, {"function": str(_entry("公共服务").pk)})
    assert [unit.name for unit in found.context["page"]] == ["青岚市第一中学"]
    assert "去掉筛选：职能：公共服务" in found.content.decode()
    assert client.get(address, {"function": "none"}).context["page"].paginator.count == 6
    assert "没有符合条件的单位" in client.get(address, {"q": "无此单位"}).content.decode()


def test_a_unit_is_seen_and_described_by_whoever_sees_and_changes_what_sits_in_it(
    people: People, city: City, client_of: Browser
) -> None:
    unit = city.school.unit
    address = reverse("orgs:unit", args=[unit.pk])
    details.set_function(unit=unit, function=_entry(), by=people.deputy.actor, at=NOW)
    assert Unit.objects.get(pk=unit.pk).function == _entry()
    for person in (people.secretary, people.other_secretary):
        assert client_of(person).get(address).status_code == 404
    assert client_of(people.stranger).get(address).status_code == 403
    assert client_of(people.stranger).get(reverse("orgs:units")).status_code == 403
    assert client_of(people.lead_secretary).get(address).status_code == 200
    for person in (people.lead_secretary, people.secretary, people.stranger):
        with pytest.raises(NotAllowed):
            details.set_function(unit=unit, function=None, by=person.actor, at=NOW)


def test_an_organisation_is_given_what_no_roster_tells(
    people: People, city: City, client_of: Browser
) -> None:
    client = client_of(people.staff)
    inner = DictionaryEntry.objects.get(name="业务部门")
    done = client.post(reverse("orgs:describe", args=[city.first_branch.pk]), {"inner": inner.pk})
    assert done.status_code == 302
    assert Organisation.objects.get(pk=city.first_branch.pk).inner == inner
    joint = reverse("orgs:describe", args=[city.publicity_joint.pk])
    wrong = client.post(joint, {"covered": "青岚市水利局\n没有的单位"})
    assert "没有这些单位：没有的单位" in wrong.content.decode()
    client.post(joint, {"covered": "青岚市水利局\n"})
    assert list(city.publicity_joint.covered.all()) == [city.water_branch.unit]
    with building():
        Organisation.objects.filter(pk=city.press.pk).update(kind=Kind.TEMPORARY_BRANCH)
    client.post(reverse("orgs:describe", args=[city.press.pk]), {"ends_on": "2026-12-31"})
    assert Organisation.objects.get(pk=city.press.pk).ends_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("first_branch", {"ends_on": date(2026, 12, 31)}, "never-ends"),
        ("first_branch", {"covered": "school"}, "covers-nothing"),
        ("publicity_joint", {"covered": "publicity_joint"}, "covers-itself"),
        ("first_branch", {"inner": "保障运行"}, "entry-elsewhere"),
    ],
)
def test_details_that_an_organisation_cannot_have_are_refused(
    people: People, city: City, name: str, given: dict[str, object], code: str
) -> None:
    told: dict[str, object] = {"inner": None, **given}
    if "covered" in given:
        told["covered"] = [getattr(city, str(given["covered"])).unit]
    if given.get("inner"):
        told["inner"] = _entry()
    with pytest.raises(DomainError) as refused:
        details.describe(organisation=getattr(city, name), **told, by=people.staff.actor, at=NOW)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_an_end_before_the_founding_is_refused(people: People, city: City) -> None:
    with building():
        Organisation.objects.filter(pk=city.press.pk).update(kind=Kind.PROJECT_BRANCH)
    project = Organisation.objects.get(pk=city.press.pk)
    with pytest.raises(Invalid, match="早于批准成立日期"):
        details.describe(
            organisation=project, inner=None, ends_on=date(2020, 1, 1), by=people.staff.actor, at=NOW
        )


def test_details_are_kept_by_whoever_may_change_the_organisation(
    people: People, city: City, client_of: Browser
) -> None:
    address = reverse("orgs:describe", args=[city.first_branch.pk])
    assert client_of(people.deputy).get(address).status_code == 200
    assert client_of(people.secretary).get(address).status_code == 403
    assert client_of(people.other_secretary).get(address).status_code == 404
    assert client_of(people.stranger).get(address).status_code == 403
    for person in (people.secretary, people.other_secretary, people.stranger):
        with pytest.raises(NotAllowed):
            details.describe(organisation=city.first_branch, inner=None, by=person.actor, at=NOW)
