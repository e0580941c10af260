"""Which organisation a written name means, and why it means none."""

import pytest

from heli.orgs.catalogue import BRANCH_KINDS, LEADING_KINDS, Kind
from heli.orgs.rules.index import AMBIGUOUS, FORMER, TAIL, UNKNOWN, NameIndex, OrgRef, RowAt, identity

GROUP = OrgRef("code:02", "中共安澜市教育局党组", Kind.PARTY_GROUP, 2)
COMMITTEE = OrgRef("code:03", "中共安澜市教育局机关委员会", Kind.ORGAN_COMMITTEE, 3)
FIRST = OrgRef("code:04", "中共安澜市教育局机关第一支部委员会", Kind.BRANCH, 4)
EIGHTEENTH = OrgRef("code:05", "中共安澜市审计局机关第十八支部委员会", Kind.BRANCH, 5)
CENTRE = OrgRef("code:06", "中共安澜市教育局考试中心支部委员会", Kind.BRANCH, 6)
INDEX = NameIndex([GROUP, COMMITTEE, FIRST, EIGHTEENTH, CENTRE], [("中共安澜市文教局党组", GROUP)])


def test_a_name_resolves_however_it_is_written() -> None:
    found = INDEX.resolve(" 安澜市教育局机关党委第1党支部 ")
    assert (found.ref, found.oddity) == (FIRST, "")


@pytest.mark.parametrize(
    ("text", "ref"),
    [("市教育局机关党委", COMMITTEE), ("教育局机关第一支部", FIRST), ("考试中心党支部", CENTRE)],
)
def test_a_name_without_its_place_resolves_and_is_told(text: str, ref: OrgRef) -> None:
    found = INDEX.resolve(text)
    assert (found.ref, found.oddity) == (ref, TAIL)


@pytest.mark.parametrize(
    "text",
    [
        "第十八支部",
        "机关第一支部",
        "育局机关第一支部",
        "局机关党委",
        "第一支部委员会",
        "安澜市教育局",
        "党支部",
        "",
    ],
)
def test_a_tail_that_says_nothing_of_its_own_is_unknown(text: str) -> None:
    found = INDEX.resolve(text)
    assert (found.ref, found.reason) == (None, UNKNOWN)


def test_a_former_name_resolves_and_is_told() -> None:
    found = INDEX.resolve("安澜市文教局党组")
    assert (found.ref, found.oddity) == (GROUP, FORMER)


WORK_COMMITTEE = OrgRef("code:01", "中共安澜市委市直属机关工作委员会", Kind.WORK_COMMITTEE, 1)


@pytest.mark.parametrize(
    "text",
    [
        "市直机关工委",
        "市委市直机关工委",
        "安澜市直机关工委",
        "市委直属机关工作委员会",
        "机关工委",
        "市直工委",
    ],
)
def test_the_work_committee_is_known_by_what_everyone_calls_it(text: str) -> None:
    found = NameIndex([WORK_COMMITTEE, GROUP]).resolve(text)
    assert (found.ref, found.oddity) == (WORK_COMMITTEE, TAIL)


@pytest.mark.parametrize(
    "text", ["县直机关工委", "明川市直机关工委", "教育工委", "省直机关工委", "市直机关党委"]
)
def test_the_work_committee_of_elsewhere_is_another(text: str) -> None:
    assert NameIndex([WORK_COMMITTEE, GROUP]).resolve(text).ref is None


def test_a_unit_s_name_will_do_among_kinds_and_not_else() -> None:
    found = INDEX.resolve("安澜市教育局", LEADING_KINDS)
    assert (found.ref, found.oddity) == (GROUP, TAIL)
    assert INDEX.resolve("安澜市教育局", BRANCH_KINDS).ref is None
    assert INDEX.resolve("安澜市教育局").ref is None


def test_a_name_of_two_organisations_names_both() -> None:
    twins = [
        OrgRef(f"code:1{place}", f"中共{city}教育局机关第一支部委员会", Kind.BRANCH, place)
        for place, city in enumerate(("安澜市", "明川市"))
    ]
    found = NameIndex(twins).resolve("教育局机关第一支部")
    assert (found.ref, found.reason) == (None, AMBIGUOUS)
    assert set(found.candidates) == {ref.name for ref in twins}


def test_kinds_tell_two_organisations_of_one_name_apart() -> None:
    body = OrgRef("code:20", "中共安澜市公安局委员会", Kind.LEADING_COMMITTEE, 20)
    same = OrgRef("code:21", "安澜市公安局党委", Kind.COMMITTEE, 21)
    index = NameIndex([body, same])
    assert index.resolve("安澜市公安局党委").reason == AMBIGUOUS
    assert index.resolve("安澜市公安局党委", LEADING_KINDS).ref == body
    assert index.resolve("安澜市公安局党委", BRANCH_KINDS).reason == UNKNOWN


def test_a_row_that_stands_comes_before_a_refused_one_of_the_same_name() -> None:
    refused = OrgRef("row:1", FIRST.name, Kind.BRANCH, refused_row=RowAt("名册.xlsx", "名册", 9))
    assert NameIndex([refused, FIRST]).resolve(FIRST.name).ref == FIRST
    alone = NameIndex([refused]).resolve(FIRST.name).ref
    assert alone is refused
    assert not alone.stands


def test_a_refused_row_of_an_organisation_that_heli_holds_still_stands() -> None:
    assert OrgRef("code:04", FIRST.name, Kind.BRANCH, 4, RowAt("名册.xlsx", "名册", 9)).stands


def test_the_key_is_the_code_or_else_the_name() -> None:
    assert identity("0330", "中共安澜市教育局党组") == "code:0330"
    assert identity(None, "中共安澜市教育局党组") == identity("", " 安澜市教育局党组")
