"""Setting of organisations that are set up for something: joint, project and temporary branches, committees
of discipline, leading bodies (R01-03, R01-04, R01-05, R02-06, R08-01)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from heli.kernel.periods import add_months
from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import LEADING_KINDS, SETTING, BranchFunction, Kind, SettingNumber

if TYPE_CHECKING:
    from heli.orgs.rules.setting import Setting


def closed_functions(kind: str) -> frozenset[BranchFunction]:
    """What an organisation of this kind does not do: all five for a temporary branch (R01-05), else none."""
    return frozenset(BranchFunction) if kind == Kind.TEMPORARY_BRANCH else frozenset()


def may_end(kind: str, founded_on: date | None, ends_on: date | None) -> Verdict:
    """Whether an organisation of this kind may have this last day: none but temporary and project ones."""
    if ends_on is None:
        return Verdict.yes()
    if kind not in {Kind.TEMPORARY_BRANCH, Kind.PROJECT_BRANCH}:
        return Verdict.no(
            "只有临时党支部和项目党组织有存续截止日期；其他党组织的撤销请办理组织变动。", code="never-ends"
        )
    if founded_on is not None and ends_on < founded_on:
        return Verdict.no(
            f"存续截止日期 {ends_on} 早于批准成立日期 {founded_on}，请核对。", code="ends-before-founding"
        )
    return Verdict.yes()


def may_cover(kind: str, own_unit: int, covered: Sequence[int]) -> Verdict:
    """Whether an organisation may cover these units (primary keys) besides its own: only a joint branch."""
    if covered and kind != Kind.JOINT_BRANCH:
        return Verdict.no("只有联合党支部覆盖几个单位；请先把类别改为联合党支部。", code="covers-nothing")
    if own_unit in covered:
        return Verdict.no("所在单位不用再填，只填另外覆盖的单位。", code="covers-itself")
    return Verdict.yes()


def special_faults(setting: "Setting", on: date) -> Iterator[Verdict]:
    """What the rules of its special kind find; nothing for kinds that have none."""
    if setting.kind in LEADING_KINDS - {Kind.LOCAL_COMMITTEE}:
        yield from _leading(setting, on)
        return
    check = _CHECKS.get(setting.kind)
    if check is not None:
        yield from check(setting, on)


def _joint(setting: "Setting", on: date) -> Iterator[Verdict]:
    most = SETTING().get("joint-units", on)
    if setting.units > most.number:
        yield no(most, f"覆盖 {setting.units} 个单位，一个联合党支部一般不超过 {most.number} 个。")


def _temporary(setting: "Setting", on: date) -> Iterator[Verdict]:
    rule = SETTING().get("temporary-branch", on)
    if setting.ends_on is None:
        yield no(rule, "没有填写存续截止日期；临时党支部随临时机构撤销而自然撤销，应当写明到哪一天。")
    elif setting.ends_on < on:
        yield no(rule, f"已过存续截止日期 {setting.ends_on}，应当办理撤销，或写明新的截止日期。")


def _project(setting: "Setting", on: date) -> Iterator[Verdict]:
    least = SETTING().get("project-months", on)
    if setting.founded_on is None or setting.ends_on is None:
        return
    if setting.ends_on < add_months(setting.founded_on, least.number):
        yield no(
            least,
            f"{setting.founded_on} 成立、{setting.ends_on} 截止，为期不足 {least.number} 个月。",
        )
    if setting.ends_on < on:
        yield no(least, f"已过存续截止日期 {setting.ends_on}，应当办理撤销，或写明新的截止日期。")


def _organ_committee(setting: "Setting", on: date) -> Iterator[Verdict]:
    rule = SETTING().get("discipline-committee", on)
    if setting.has_discipline is False:
        yield no(rule, "没有登记机关纪委；不设机关纪委的，机关党委中设纪检委员。")


def _leading(setting: "Setting", on: date) -> Iterator[Verdict]:
    rule = SETTING().get("leading-body", on)
    if setting.led == 0:
        yield no(rule, "没有登记它领导的党组织；机关和直属单位党组织应当写明由它领导。")


_CHECKS: dict[str, Callable[["Setting", date], Iterator[Verdict]]] = {
    Kind.JOINT_BRANCH: _joint,
    Kind.TEMPORARY_BRANCH: _temporary,
    Kind.PROJECT_BRANCH: _project,
    Kind.ORGAN_COMMITTEE: _organ_committee,
}


def no(number: SettingNumber, reason: str) -> Verdict:
    """A finding with the source, the strength and the rule's ID of the number that it rests on."""
    return Verdict.no(reason, source=number.source, strength=number.strength, code=number.rule)
