"""The pages of a 机关党委's own schemes: made there, read in its line, unknown to neighbours (ADR 33)."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heli.accounts.catalogue import Office
from heli.kernel.action import SYSTEM
from heli.kernel.periods import Period
from heli.members.models import Post
from heli.schemes.actions import scoring, writing
from heli.schemes.models import Noted, RaterGroup, Release, Scheme, Version
from tests.people import NOW, TODAY, City, People, Person, building
from tests.people import _appointed as appointed
from tests.schemes.made import BONUS, DOCUMENT, adopted, own_scheme, page, released

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]
HALF = Period.parse("2026H1")


def test_who_writes_for_one_organisation_is_told_which(
    city: City, people: People, client_of: Browsing
) -> None:
    deputy = client_of(people.deputy)
    text = page(deputy, "start")
    assert f"制定组织：{city.education_committee.name}" in text
    assert "堡垒指数（示例）" in text
    assert "机关党委党建工作考核（示例）" not in text
    sent = {"name": "堡垒指数", "template": "fortress", "organiser": city.work_committee.pk}
    assert deputy.post(reverse("schemes:start"), sent).status_code == 302
    assert Scheme.objects.get().organiser == city.education_committee
    frame = page(deputy, "frame", Scheme.objects.get().pk, 1)
    assert 'value="general_branch"' in frame
    assert 'value="party_group"' not in frame
    assert 'value="organ_committee"' not in frame


def test_who_writes_for_several_organisations_is_asked(
    city: City, people: People, client_of: Browsing
) -> None:
    with building():
        Post.objects.create(
            organisation=city.water_committee, office=Office.DEPUTY, name="严守正",
            account=people.deputy.account, valid_from=TODAY,
        )  # fmt: skip
    deputy = client_of(people.deputy)
    assert city.water_committee.name in page(deputy, "start")
    sent = {"name": "堡垒指数", "template": "fortress"}
    assert "请选择制定组织" in deputy.post(reverse("schemes:start"), sent).content.decode()
    sent["organiser"] = str(city.school.pk)
    assert "请选择列出的组织" in deputy.post(reverse("schemes:start"), sent).content.decode()
    sent["organiser"] = str(city.water_committee.pk)
    assert deputy.post(reverse("schemes:start"), sent).status_code == 302
    assert Scheme.objects.get().organiser == city.water_committee


def test_a_general_branch_is_told_who_makes_schemes(people: People, client_of: Browsing) -> None:
    general = client_of(people.general_secretary)
    answer = general.get(reverse("schemes:start"))
    assert answer.status_code == 409
    assert "请向机关党委提出" in answer.content.decode()
    assert "新建方案" not in page(general, "schemes")


def test_the_list_tells_the_citys_from_the_committees(
    city: City, people: People, client_of: Browsing
) -> None:
    adopted(city, "branch", "全市支部考核")
    adopted(city, "organ-committee", "全市机关党委考核")
    own_scheme(city, "教育支部考核")
    adopted(city, "branch", "水利支部考核", organiser=city.water_committee)
    staff = page(client_of(people.staff), "schemes")
    order = ("机关工委的方案", "全市支部考核", "机关党委的方案", "教育支部考核", "水利支部考核")
    places = [staff.index(words) for words in order]
    assert places == sorted(places)
    found = page(client_of(people.staff), "schemes", name="水利")
    assert ("水利支部考核" in found, "教育支部考核" in found) == (True, False)
    assert "没有名称相符的方案" in page(client_of(people.staff), "schemes", name="没有的")
    branch = page(client_of(people.secretary), "schemes")
    seen = [words in branch for words in ("全市支部考核", "教育支部考核", "水利支部考核", "全市机关党委考核")]
    assert seen == [True, True, False, False]
    deputy = page(client_of(people.deputy), "schemes")
    assert deputy.index("教育支部考核") < deputy.index("全市支部考核")  # one's own first


def test_a_draft_is_in_the_list_of_those_who_write_it_alone(
    city: City, people: People, client_of: Browsing
) -> None:
    client_of(people.deputy).post(reverse("schemes:start"), {"name": "堡垒指数", "template": "fortress"})
    assert "堡垒指数" in page(client_of(people.deputy), "schemes")
    assert "堡垒指数" not in page(client_of(people.secretary), "schemes")


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("scheme", "get"), ("revise", "post"), ("standing", "get"), ("sheet", "get"), ("behind", "get"),
        ("give", "post"), ("noted", "get"), ("note_fact", "post"), ("raters", "get"), ("set_raters", "post"),
        ("publish", "post"), ("version", "get"), ("frame", "post"), ("adopt", "post"), ("trial", "get"),
        ("new_indicator", "post"), ("indicator", "post"), ("drop", "post"), ("release", "get"),
        ("export", "get"), ("finalise", "post"), ("result", "get"), ("object", "post"),
        ("withdraw_fact", "post"),
    ],
)  # fmt: skip
def test_a_neighbour_finds_none_of_its_pages(
    city: City, people: People, client_of: Browsing, name: str, method: str
) -> None:
    """Not refused but unknown: nothing is told of another 机关党委's assessments, not even that there are."""
    neighbour = client_of(appointed(city.water_committee, Office.SECRETARY, "shuilijiguan", "邻守界"))
    version = own_scheme(city)
    release = released(version, people, HALF)
    writing.revise(scheme=version.scheme, by=SYSTEM, at=NOW)
    scoring.note_fact(
        scheme=version.scheme, organisation=city.first_branch, code=BONUS, happened_on=TODAY,
        what="被转发", document=DOCUMENT, by=SYSTEM, at=NOW,
    )  # fmt: skip
    scheme, branch = version.scheme_id, city.first_branch.pk
    args = {
        "sheet": [scheme, branch], "behind": [scheme, branch, "A1"], "release": [release.pk],
        "give": [scheme, branch, "A1", RaterGroup.objects.get().pk], "version": [scheme, 2],
        "frame": [scheme, 2], "adopt": [scheme, 2], "trial": [scheme, 2], "new_indicator": [scheme, 2],
        "indicator": [scheme, 2, "A1"], "drop": [scheme, 2, "A1"], "export": [release.pk],
        "finalise": [release.pk], "result": [release.pk, branch], "object": [release.pk, branch],
        "withdraw_fact": [Noted.objects.get().pk],
    }.get(name, [scheme])  # fmt: skip
    answer = getattr(neighbour, method)(reverse(f"schemes:{name}", args=args), {"name": "x"})
    assert answer.status_code == 404
    for listing in ("schemes", "releases", "objections"):
        assert version.scheme.name not in page(neighbour, listing)


def test_the_work_committee_and_the_party_group_read_and_are_offered_no_writing(
    city: City, people: People, client_of: Browsing
) -> None:
    version = own_scheme(city)
    release = released(version, people, HALF)
    for who in (people.staff, people.lead_secretary, people.secretary):
        reader = client_of(who)
        text = page(reader, "version", version.scheme_id, 1)
        assert not [words for words in ("起草新版", "发布结果", "试算") if words in text]
        assert reader.post(reverse("schemes:revise", args=[version.scheme_id])).status_code == 403
        assert reader.get(reverse("schemes:trial", args=[version.scheme_id, 1])).status_code == 403
        assert city.first_branch.short_name in page(reader, "result", release.pk, city.first_branch.pk)
    deputy = page(client_of(people.deputy), "version", version.scheme_id, 1)
    assert all(words in deputy for words in ("起草新版", "发布结果", "试算"))


def test_it_is_published_objected_to_and_answered_on_the_pages(
    worked: City, people: People, client_of: Browsing
) -> None:
    version = own_scheme(worked)
    deputy, secretary = client_of(people.deputy), client_of(people.secretary)
    url = reverse("schemes:publish", args=[version.scheme_id])
    form = page(deputy, "publish", version.scheme_id)
    assert "严守正（专职副书记）" in form
    assert "方敏行" not in form
    told = {"period": "2026H1", "shown_until": "2026-07-06", "answerer": people.deputy.account.username}
    assert deputy.post(url, told).status_code == 302
    release = Release.objects.get()
    title = release.publication.title
    assert title in secretary.get(reverse("home:today")).content.decode()
    assert title not in page(client_of(people.other_secretary), "releases")
    away = reverse("schemes:object", args=[release.pk, worked.first_branch.pk])
    assert secretary.post(away, {"code": "A1", "text": "请核对"}).status_code == 302
    objection = release.objections.get()
    assert "答复对考核得分的异议" in deputy.get(reverse("home:today")).content.decode()
    where = reverse("schemes:objection", args=[objection.pk])
    assert deputy.post(where, {"upheld": "no", "words": "无误"}).status_code == 302
    assert "不成立" in page(secretary, "result", release.pk, worked.first_branch.pk)
    book = deputy.get(reverse("schemes:export", args=[release.pk]))
    rows = load_workbook(BytesIO(b"".join(book.streaming_content)))["考核结果"]  # type: ignore[arg-type]
    assert {row[-1] for row in rows.iter_rows(min_row=2, values_only=True)} == {
        worked.education_committee.name
    }


def test_a_fact_and_raters_are_sought_in_the_own_line(
    city: City, people: People, client_of: Browsing
) -> None:
    version = own_scheme(city)
    deputy = client_of(people.deputy)
    told = {
        "organisation": city.water_branch.name, "code": BONUS, "happened_on": "2026-05-06", "what": "被转发",
        "document": "简报第 6 期",
    }  # fmt: skip
    url = reverse("schemes:note_fact", args=[version.scheme_id])
    assert "下级没有名为" in deputy.post(url, told).content.decode()
    assert deputy.post(url, {**told, "organisation": city.first_branch.name}).status_code == 302
    raters = {"name": "考核组", "kind": "named", "weight": "30", "accounts": "shuilishuji"}
    answer = deputy.post(reverse("schemes:set_raters", args=[version.scheme_id]), raters)
    assert "没有用户名为“shuilishuji”的在用账号" in answer.content.decode()


@pytest.mark.parametrize("name", ["schemes", "releases"])
def test_many_committees_take_no_more_queries(
    city: City, people: People, client_of: Browsing, name: str
) -> None:
    staff = client_of(people.staff)
    released(own_scheme(city), people, HALF)
    page(staff, name)
    with CaptureQueriesContext(connection) as few:
        page(staff, name)
    for number in range(60):
        body = (city.education_committee, city.water_committee)[number % 2]
        adopted(city, "branch", f"支部考核{number}", organiser=body)
    with CaptureQueriesContext(connection) as many:
        text = page(staff, name)
    assert len(many) == len(few) <= 13
    if name == "schemes":
        assert "共 61 个方案" in text
        assert Version.objects.count() == 61
