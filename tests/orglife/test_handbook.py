"""工作手册 and 签到表: what was entered comes out printed, with names for those who may see them."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed
from heli.kernel.models import AuditEntry
from heli.orglife import actions, papers
from heli.orglife.catalogue import BookForm
from heli.orglife.queries.handbook import book
from heli.orglife.rules.minutes import Votes
from tests.duties.planned import Planned
from tests.orglife.meetings import TEXT, away, hold
from tests.orglife.test_org_life import measure, met
from tests.orglife.test_page import ClientOf, text_of
from tests.people import NOW, TODAY, City, People


def words(content: bytes) -> str:
    return (
        "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        .replace("\n", "")
        .replace(" ", "")
    )


@pytest.fixture
def lived(city: City, planned: Planned) -> City:
    """A branch with a meeting voted at, signed and locked, and a 组织生活会 with a measure."""
    branch = city.first_branch
    made = hold(branch, absent=away(branch, "孙明岚"))
    actions.record_vote(record=made, matter="通过工作报告", votes=Votes(7, 0, 0), by=SYSTEM, at=NOW)
    actions.sign_minutes(record=made, and_lock=True, by=SYSTEM, at=NOW)
    measure(met(branch))
    return city


def test_the_book_holds_everything_that_was_entered(lived: City, people: People) -> None:
    before = AuditEntry.objects.count()
    made = actions.hand_out_handbook(
        organisation=lived.first_branch, year=2026, form=BookForm.PDF, render=papers.render,
        by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    told = words(made)
    for part in (
        "党支部工作手册", "支部班子", "党员名册", "年度任务及完成情况", "组织生活记录", "组织生活会",
        "材料目录",
        "孙明岚（请假）", "赞成7票", "已归档锁定", "每月初公布学习安排", "冯小满",
    ):  # fmt: skip
        assert part in told, part
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.latest("pk").action == "orglife.hand_out_handbook"


def test_the_book_is_gathered_with_few_queries(lived: City, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(30):
        few = book(lived.first_branch, 2026, TODAY)
    for month in range(1, 6):
        hold(lived.first_branch, "theme_day", date(2026, month, 5), topic=f"{month}月主题党日")
    with django_assert_max_num_queries(30):
        assert len(book(lived.first_branch, 2026, TODAY).meetings) == len(few.meetings) + 5


def test_a_stranger_takes_no_book_and_a_year_to_come_is_refused(lived: City, people: People) -> None:
    def take(by: Any, year: int = 2026) -> bytes:
        return actions.hand_out_handbook(
            organisation=lived.first_branch,
            year=year,
            form=BookForm.DOCX,
            render=papers.render,
            by=by,
            at=NOW,
        )

    for who in (people.stranger, people.member, people.other_secretary):
        with pytest.raises(NotAllowed):
            take(who.actor)
    with pytest.raises(Invalid, match="只能打印"):
        take(SYSTEM, 2027)
    assert TEXT in "\n".join(one.text for one in docx.Document(BytesIO(take(SYSTEM))).paragraphs)


def test_the_page_offers_both_files_of_both(lived: City, people: People, client_of: ClientOf) -> None:
    secretary, page = client_of(people.secretary), f"/meetings/handbook/{lived.first_branch.pk}/"
    assert "党支部工作手册" in text_of(secretary.get(page))
    for form in ("pdf", "docx"):
        assert secretary.post(f"{page}{form}/?year=2026").status_code == 200
        answer = secretary.get(f"{page}sheet/{form}/?kind=committee&day=2026-07-02")
        assert answer.status_code == 200
        content = b"".join(answer)
        if form == "pdf":
            told = words(content)
            assert "支部委员会会议" in told
            assert "2026年7月2日" in told
            assert "周组韬" in told
            assert "孙明岚" not in told  # not of the committee
    assert secretary.get(f"{page}sheet/pdf/?kind=nothing").status_code == 422


def test_a_member_sees_the_page_and_takes_no_names(lived: City, people: People, client_of: ClientOf) -> None:
    member, page = client_of(people.member), f"/meetings/handbook/{lived.first_branch.pk}/"
    assert member.get(page).status_code == 200
    assert member.get(f"{page}sheet/pdf/").status_code == 403
    assert member.post(f"{page}pdf/").status_code == 403
