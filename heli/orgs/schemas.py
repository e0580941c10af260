"""What /api/organisations says of an organisation, and what the list can be narrowed to."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from heli.orgs.catalogue import Kind, LeadershipSystem, Leading, Nature
from heli.orgs.models import Organisation
from heli.orgs.queries import Filters, OrganisationPage
from heli.ui.api import Asked, Coded, Id, Ref, Words, coded


class OrganisationsAsked(Asked):
    """The filters of the page 组织."""

    q: Words = Field(default="", max_length=60, description="名称、代码或拼音首字母")
    kind: Kind | None = Field(default=None, description="组织类别")
    nature: Nature | None = Field(default=None, description="单位性质")
    under: Id | None = Field(default=None, description="它的下级（按隶属关系）")
    leader: Id | None = Field(default=None, description="它领导、指导的党组织")
    state: Literal["closed", "ending", "outside"] | None = Field(
        default=None, description="已撤销、有截止日期、本系统以外；不带则为现有的"
    )

    @property
    def filters(self) -> Filters:
        return Filters(
            words=self.q,
            kind=self.kind or "",
            nature=self.nature or "",
            under=self.under,
            leader=self.leader,
            state=self.state or "",
        )


class OrganisationOut(Schema):
    """An organisation as it stands today."""

    id: int
    code: str | None = Field(description="党组织代码")
    name: str = Field(description="全称")
    short_name: str = Field(description="简称")
    kind: Coded
    nature: Coded
    system: Coded = Field(description="领导体制")
    unit: Ref = Field(description="所在单位")
    organ: Ref = Field(description="所属机关")
    attached: bool = Field(description="在直属单位")
    parent: Ref | None = Field(description="隶属的上级党组织")
    leader: Ref | None = Field(description="领导它的党组（党委）")
    leading: Coded | None = Field(description="领导，或指导督促")
    founded_on: date | None
    ends_on: date | None = Field(description="临时组织的截止日期")
    closed_on: date | None


class OrganisationDetail(OrganisationOut):
    """The same with what its page adds."""

    members: int | None = Field(description="党员数，含下级；没有名册为 null，不是 0")
    full_members: int | None = Field(description="正式党员数，含下级")
    term_ends_on: date | None = Field(description="本届任期届满日期")
    faults: list[str] = Field(description="设置核查发现的问题")


def organisations_out(found: Iterable[Organisation]) -> list[OrganisationOut]:
    return [OrganisationOut(**_of(one)) for one in found]


def organisation_detail(page: OrganisationPage) -> OrganisationDetail:
    return OrganisationDetail(
        **_of(page.organisation),
        members=page.members,
        full_members=page.full,
        term_ends_on=page.ends_on,
        faults=[fault.reason for fault in page.faults],
    )


def ref(organisation: Organisation) -> Ref:
    """An organisation by its short name, where it is only pointed to."""
    return Ref(id=organisation.pk, name=organisation.short_name)


def _of(one: Organisation) -> dict[str, Any]:
    return {
        "id": one.pk,
        "code": one.code,
        "name": one.name,
        "short_name": one.short_name,
        "kind": coded(Kind(one.kind)),
        "nature": coded(Nature(one.nature)),
        "system": coded(LeadershipSystem(one.system)),
        "unit": Ref(id=one.unit.pk, name=one.unit.name),
        "organ": Ref(id=one.organ.pk, name=one.organ.name),
        "attached": one.attached,
        "parent": ref(one.parent) if one.parent is not None else None,
        "leader": ref(one.leader) if one.leader is not None else None,
        "leading": coded(Leading(one.leading)) if one.leader is not None else None,
        "founded_on": one.founded_on,
        "ends_on": one.ends_on,
        "closed_on": one.closed_on,
    }
