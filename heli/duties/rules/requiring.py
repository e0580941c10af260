"""May a plan be begun, changed, issued? Pure answers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from heli.duties.catalogue import PlanState, RequirementState
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import Kind

MOST_WEIGHT = Decimal("9999.99")


def can_begin(*, year: int, title: str, known: bool, today: date) -> Verdict:
    """A plan has a title and a year that somebody plans for, and is written once."""
    if not title.strip():
        return Verdict.no("请填写计划名称，如“青岚市直机关2027年党建工作要点”。", code="title-missing")
    if len(title.strip()) > 200:
        return Verdict.no("计划名称超过 200 个字，请缩短。", code="title-too-long")
    if not today.year - 1 <= year <= today.year + 1:
        return Verdict.no(
            f"{year} 年不在可以编制的年度内。请编制 {today.year - 1} 至 {today.year + 1} 年的计划。",
            code="year-unlikely",
        )
    if known:
        return Verdict.no(
            f"{year} 年已经有一份同名的计划。请打开那一份，或者换一个名称。",
            error=WrongState,
            code="plan-known",
        )
    return Verdict.yes()


def has_a_measure(measure: str, owner: str) -> Verdict:
    """An item says what is to be done and who answers for it; without that nobody could take it up."""
    missing = [name for name, text in (("具体举措", measure), ("责任单位", owner)) if not text.strip()]
    if missing:
        return Verdict.no(
            f"请填写{'和'.join(missing)}。没有责任单位的任务无人承接，不能下达（S000-36）。",
            code="item-empty",
        )
    return Verdict.yes()


def weight_fits(weight: Decimal) -> Verdict:
    """Points are not below 0, and fit their column."""
    if 0 <= weight <= MOST_WEIGHT:
        return Verdict.yes()
    return Verdict.no(f"分值 {weight} 不合常理，请填 0 至 {MOST_WEIGHT} 的数。", code="weight-unlikely")


def still_stands(state: str) -> Verdict:
    """An item that was taken back is not changed any more."""
    if state != RequirementState.WITHDRAWN:
        return Verdict.yes()
    return Verdict.no(
        "这一条已经撤回，不再改动。需要恢复的，请另列一条。", error=WrongState, code="item-withdrawn"
    )


def says_why(why: str) -> Verdict:
    """Taking back has a reason that those below will read."""
    if not why.strip():
        return Verdict.no("请写明撤回的理由，下级组织会看到。", code="reason-missing")
    return (
        Verdict.yes()
        if len(why.strip()) <= 200
        else Verdict.no("理由超过 200 个字，请缩短。", code="reason-long")
    )


def can_be_issued(*, state: str, document: str, items: int, ownerless: Sequence[int]) -> Verdict:
    """A draft with items, each of which names who answers, and a document that says so."""
    if state != PlanState.DRAFT:
        return Verdict.no("这份计划已经下达。", error=WrongState, code="issued-already")
    if not items:
        return Verdict.no("计划里还没有任务，请先逐条填写。", code="plan-empty")
    if ownerless:
        numbers = "、".join(map(str, ownerless))
        return Verdict.no(
            f"第 {numbers} 条没有责任单位，不能下达（S000-36）。请补上再下达。", code="item-ownerless"
        )
    if not document.strip():
        return Verdict.no(
            "请填写下达计划的文号；没有文件的，写研究决定的会议和日期。", code="document-missing"
        )
    return Verdict.yes()


def is_beneath(path: str, issuer_path: str, issuer_kind: str, issuer_name: str) -> Verdict:
    """Whoever lays a duty on one organisation stands above it; the 机关工委 above all of the city."""
    if issuer_kind == Kind.WORK_COMMITTEE or (path != issuer_path and path.startswith(issuer_path)):
        return Verdict.yes()
    return Verdict.no(
        f"这个党组织不是{issuer_name}的下级，不能向它下达。请由它的上级党组织办理。", code="not-beneath"
    )
