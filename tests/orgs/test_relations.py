"""Loading what stands beside the plain tree: relations of leading, outside bodies, counties, new kinds."""

from io import BytesIO

import pytest

from heli.accounts.scope import EVERYTHING
from heli.kernel.action import SYSTEM
from heli.orgs.actions import take_in
from heli.orgs.catalogue import Kind, Leading
from heli.orgs.models import Organisation
from heli.orgs.sheets import check, export
from heli.sheets.writing import write_workbook
from tests.orgs.rosters import checked, faults_of, line, loaded, roster, rows_of
from tests.people import NOW, TODAY

pytestmark = pytest.mark.django_db

CITY = "中共青岚市委市直属机关工作委员会"
COUNTY = "中共临溪县委县直属机关工作委员会"


def _wide() -> list[dict[str, object]]:
    """The roster with the sender of the 工委, a body of the province, a county's 工委 and a township."""
    lines = roster()
    lines[0] |= {"领导党组(党委)": "中共青岚市委员会", "领导关系": "派出"}
    lines[1] |= {"领导党组(党委)": "中共云岭省教育厅党组", "领导关系": "指导督促"}
    return [
        *lines,
        line("中共青岚市委员会", "90", "地方党委", unit="中共青岚市委员会"),
        line("中共云岭省教育厅党组", "91", "党组", unit="云岭省教育厅", 归属="垂管单位"),
        line(COUNTY, "92", "机关工委", CITY, "临溪县委县直属机关工作委员会"),
        line("中共临溪县青石镇委员会", "93", "党委", COUNTY, "临溪县青石镇", 单位性质="乡镇街道"),
    ]


def _get(code: str) -> Organisation:
    return Organisation.objects.select_related("parent", "leader", "organ").get(code=code)


def test_both_superiors_come_with_the_kind_of_their_relation() -> None:
    assert faults_of(_wide()) == {}
    loaded(_wide())
    committee, group, county = _get("01"), _get("02"), _get("92")
    assert (committee.leading, committee.leader) == (Leading.DISPATCHES, _get("90"))
    assert (group.leading, group.leader, group.organ.name) == (Leading.GUIDES, _get("91"), "青岚市教育局")
    assert (_get("91").outside, group.outside) == (True, False)
    assert (county.parent, _get("93").parent) == (committee, county)
    assert county.short_name == "临溪县委县直属机关工委"
    assert _get("04").short_name == "市教育局机关第一党支部"


def test_a_work_committee_is_sent_out_by_its_local_committee_unless_said_otherwise() -> None:
    lines = _wide()
    del lines[0]["领导关系"]
    loaded(lines)
    assert _get("01").leading == Leading.DISPATCHES


def test_what_heli_wrote_is_loaded_again_and_changes_nothing() -> None:
    loaded(_wide())
    content = BytesIO()
    write_workbook(content, [export(EVERYTHING)])
    again = check(rows_of(content.getvalue()), today=TODAY)
    before = list(Organisation.objects.order_by("pk").values())
    assert len(again.rows) == len(before)
    taken = take_in(rows=again.rows, by=SYSTEM, at=NOW)
    assert (taken.created, taken.updated) == (0, 0)
    assert list(Organisation.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("机关纪律检查委员会", Kind.DISCIPLINE_COMMITTEE),
        ("离退休干部党支部", Kind.RETIRED_BRANCH),
        ("流动党员支部", Kind.MOBILE_BRANCH),
        ("项目党支部", Kind.PROJECT_BRANCH),
        ("兼合式支部", Kind.DUAL_BRANCH),
        ("市委", Kind.LOCAL_COMMITTEE),
        *((kind.label, kind) for kind in Kind),
    ],
)
def test_every_kind_is_read_as_offices_write_it(word: str, kind: Kind) -> None:
    found, _ = checked([line("中共青岚市无名组织", "77", word, unit="青岚市教育局")])
    assert [row.kind for row in found.rows] == [kind]


def test_what_cannot_be_read_of_a_relation_is_told_and_changes_nothing() -> None:
    loaded(_wide())
    lines = _wide()
    lines[1] |= {"领导关系": "垂直", "归属": "隔壁"}
    assert faults_of(lines)[1] == ["leading-unknown", "place-unknown"]
    loaded(lines)
    assert (_get("02").leading, _get("02").outside) == (Leading.GUIDES, False)
