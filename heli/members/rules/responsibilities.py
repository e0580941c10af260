"""一岗双责: what a member of a leading body may answer for (S000-32, S000-33)."""

from collections.abc import Collection
from datetime import date
from typing import Protocol

from heli.accounts.catalogue import LEADING_OFFICES, Office
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Strength, Verdict
from heli.members.catalogue import ResponsibilityKind
from heli.orgs.catalogue import Leading

SOURCE = "明确党组（党委）成员分管领域党建工作责任的要求（S000-32、S000-33）"


class Led(Protocol):
    """An organisation as far as a leading body may answer for it."""

    @property
    def leader_id(self) -> int | None: ...
    @property
    def leading(self) -> str: ...
    @property
    def attached(self) -> bool: ...
    @property
    def short_name(self) -> str: ...


def is_bearer(office: str, name: str) -> Verdict:
    """Only who is a member of a leading body answers for what it leads."""
    if Office(office) in LEADING_OFFICES:
        return Verdict.yes()
    return Verdict.no(
        f"{name}不是党组（党委）成员，不列入一岗双责清单。", source=SOURCE, code="not-of-the-body"
    )


def is_led(organisation: Led, body: int, body_name: str) -> Verdict:
    """The body leads the organisation; what it only guides it does not answer for (R08-05)."""
    if organisation.leader_id != body:
        return Verdict.no(
            f"{organisation.short_name}不由{body_name}领导，请先核对领导关系。", source=SOURCE, code="not-led"
        )
    if organisation.leading == Leading.GUIDES:
        return Verdict.no(
            f"{body_name}对{organisation.short_name}只是指导督促，不列入分管。",
            source="《中国共产党党组工作条例》（R08-05）",
            code="guided-only",
        )
    return Verdict.yes()


def fits(kind: ResponsibilityKind, office: str, organisation: Led) -> Verdict:
    """第一责任人 is the 书记; whoever answers for a 直属单位 bears 直接责任 for it (S000-33)."""
    is_secretary = Office(office) is Office.LEAD_SECRETARY
    if kind is ResponsibilityKind.FIRST and not is_secretary:
        return Verdict.no("第一责任人是党组（党委）书记。", source=SOURCE, code="first-is-secretary")
    if kind is ResponsibilityKind.MAIN and not is_secretary:
        return Verdict.no(
            "主体责任由党组（党委）集体承担，登记在书记名下。", source=SOURCE, code="main-is-the-body"
        )
    if organisation.attached and not is_secretary and kind is not ResponsibilityKind.DIRECT:
        return Verdict.no(
            f"分管直属单位的成员承担直接责任；{organisation.short_name}登记为“{kind.label}”的，请写明理由。",
            source=SOURCE,
            strength=Strength.GENERAL,
            code="direct-for-attached",
        )
    return Verdict.yes()


def is_free(kind: ResponsibilityKind, held: Collection[tuple[str, str]], name: str) -> Verdict:
    """One 第一责任人 an organisation, and nothing twice; `held` are (kind, whose) in force there."""
    for one, whose in held:
        if one == kind and whose == name:
            return Verdict.no(f"{name}已经登记为“{kind.label}”。", error=WrongState, code="already-assigned")
        if one == kind == ResponsibilityKind.FIRST:
            return Verdict.no(
                f"第一责任人已经是{whose}，请先结束后再登记。",
                source=SOURCE,
                error=WrongState,
                code="first-held",
            )
    return Verdict.yes()


def is_within_post(on: date, begins: date, ends: date | None) -> Verdict:
    """Nobody answers before or after his post."""
    if on < begins:
        return Verdict.no(f"任职自 {begins} 起，分管不能早于任职。", code="before-post")
    if ends is not None and on >= ends:
        return Verdict.no(f"任职已于 {ends} 结束，请选现任的成员。", error=WrongState, code="post-ended")
    return Verdict.yes()


def ends_after_start(on: date, begins: date) -> Verdict:
    if on < begins:
        return Verdict.no(f"结束日期早于开始日期 {begins}，请核对。", code="ends-before-start")
    return Verdict.yes()


def why_void(*, body: int, leader: int | None, leading: str, closed: bool, post_ended: bool) -> str:
    """Why a responsibility that nobody has ended is in force no more; "" while it is."""
    if post_ended:
        return "任职已经结束"
    if closed:
        return "党组织已经撤销"
    if leader != body:
        return "已不由本党组领导"
    return "改为指导督促" if leading == Leading.GUIDES else ""
