"""What /api/members says of a member: what the roster shows. No number of an identity card, no telephone."""

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from heli.members.catalogue import Change, Serving, Standing
from heli.members.queries import Line
from heli.members.queries.persons import PersonPage
from heli.orgs.schemas import ref
from heli.ui.api import Asked, Coded, Id, Ref, Words, coded


class MembersAsked(Asked):
    """The filters of the roster of today."""

    q: Words = Field(default="", max_length=60, description="姓名或拼音首字母")
    standing: Standing | None = Field(default=None, description="党员类别")
    serving: Serving | None = Field(default=None, description="人员类别")
    bearers: bool = Field(default=False, description="只要有党内职务的")
    place: Literal["own", "attached"] | None = Field(default=None, description="机关本级、直属单位")
    organisation: Id | None = Field(default=None, description="它和它的下级；党组为它领导的")


class MemberOut(Schema):
    """A member on the roster of today."""

    id: int
    name: str
    organisation: Ref = Field(description="正式组织关系所在党支部")
    standing: Coded = Field(description="党员类别")
    serving: Coded = Field(description="人员类别")
    joined_on: date | None = Field(description="入党时间")
    offices: list[str] = Field(description="在本支部的党内职务")


class BelongingOut(Schema):
    """A run of days in one organisation; `until` is the first day after it."""

    organisation: Ref
    since: date
    until: date | None = Field(description="不含当天；至今为 null")
    began: Coded = Field(description="增加方式")
    ended: Coded | None = Field(description="减少方式")


class PostOut(Schema):
    organisation: Ref
    office: str
    since: date
    until: date | None = Field(description="卸任日期；在任为 null")


class SecondOut(Schema):
    organisation: Ref
    since: date
    until: date | None


class MemberDetail(Schema):
    """A member, present or gone, with where he belonged, his posts and second memberships."""

    id: int
    name: str
    organisation: Ref
    standing: Coded
    serving: Coded
    joined_on: date | None
    full_on: date | None = Field(description="转正时间")
    left_on: date | None = Field(description="不再在册的第一天")
    belongings: list[BelongingOut] = Field(description="组织关系，最近的在前")
    posts: list[PostOut] = Field(description="党内职务，最近的在前")
    seconds: list[SecondOut] = Field(description="兼合式编入，不计入党员数（R01-09）")


def member_out(line: Line) -> MemberOut:
    member = line.member
    return MemberOut(
        id=member.pk,
        name=member.name,
        organisation=ref(line.organisation),
        standing=coded(Standing(member.standing)),
        serving=coded(Serving(member.serving)),
        joined_on=member.joined_on,
        offices=list(line.offices),
    )


def member_detail(page: PersonPage) -> MemberDetail:
    member = page.member
    return MemberDetail(
        id=member.pk,
        name=member.name,
        organisation=ref(member.organisation),
        standing=coded(Standing(member.standing)),
        serving=coded(Serving(member.serving)),
        joined_on=member.joined_on,
        full_on=member.full_on,
        left_on=member.left_on,
        belongings=[
            BelongingOut(
                organisation=ref(one.organisation),
                since=one.valid_from,
                until=one.valid_to,
                began=coded(Change(one.began)),
                ended=coded(Change(one.ended)) if one.ended else None,
            )
            for one in page.belongings
        ],
        posts=[
            PostOut(
                organisation=ref(one.organisation),
                office=one.get_office_display(),
                since=one.valid_from,
                until=one.valid_to,
            )
            for one in page.posts
        ],
        seconds=[
            SecondOut(organisation=ref(one.organisation), since=one.valid_from, until=one.valid_to)
            for one in page.seconds
        ],
    )
