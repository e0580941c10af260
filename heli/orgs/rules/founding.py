"""Whether what is to be set up is set up as its kind asks (R01-03, R01-04, R01-05, S004-05)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from heli.kernel.verdict import Strength, Verdict
from heli.orgs.catalogue import SETTING, Kind, Leading
from heli.orgs.rules.setting import Setting, setting_faults
from heli.orgs.rules.special import may_cover, may_end, no

_SENT_OUT = "《中国共产党党和国家机关基层组织工作条例》第三十三条、第三十四条（S004-05）"
_WAYS = {
    ("R01-03", Strength.GENERAL): "请分成几个联合党支部；确需如此的请写明理由。",
    ("R01-04", Strength.HARD): "请核对存续截止日期；为期不足的任务可成立临时党支部。",
}


def found_so(
    name: str, kind: str, ends_on: date | None, own_unit: int, covered: Sequence[int], on: date
) -> list[Verdict]:
    """What the rules of its kind say of an organisation founded on the day; units are primary keys.

    Members are not looked at: those of a new organisation come later.
    """
    setting = Setting(kind, "", units=1 + len(set(covered)), founded_on=on, ends_on=ends_on)
    fitting = (may_end(kind, on, ends_on), may_cover(kind, own_unit, covered))
    faults = [one for one in fitting if not one] or [
        *_endless_project(setting, on),
        *setting_faults(setting, on),
    ]
    return [_named(name, one) for one in faults]


def _endless_project(setting: Setting, on: date) -> Iterator[Verdict]:
    """Of one that exists Heli may not know the end; one that is being founded has to say it (R01-04)."""
    if setting.kind == Kind.PROJECT_BRANCH and setting.ends_on is None:
        least = SETTING().get("project-months", on)
        reason = f"没有填写存续截止日期；为期 {least.number} 个月以上的项目才成立党支部，应当写明到哪一天。"
        yield no(least, reason)


def _named(name: str, fault: Verdict) -> Verdict:
    way = _WAYS.get((fault.code, fault.strength or Strength.HARD), "")
    return replace(fault, reason=f"“{name}”：{fault.reason}{way}")


def sent_out(name: str, kind: str, *, beneath: bool, led: bool, leading: str) -> Verdict:
    """A 机关工委 is sent out by a Party committee, or stands beneath another 工委 (S004-05)."""
    if kind != Kind.WORK_COMMITTEE or beneath or (led and leading == Leading.DISPATCHES):
        return Verdict.yes()
    return Verdict.no(
        f"“{name}”没有上级机关工委，也没有派出它的地方党委。机关工委是党的委员会的派出机构：请在领导党组（党委）"
        "填写派出它的地方党委、领导关系选“派出”，或填写上一级机关工委。派出它的地方党委还没有登记的，"
        "先设立它，归属选“本系统以外”。",
        source=_SENT_OUT,
        code="not-sent-out",
    )


def left_behind(name: str, parent: str, leader: str, unit: str) -> Verdict:
    """Told of a move to another organ that leaves the leading body and (where named) the unit behind."""
    stays = f"、所在单位仍是“{unit}”" if unit else ""
    both = "新领导党组、所在单位" if unit else "新领导党组"
    return Verdict.no(
        f"“{name}”隶属改到“{parent}”，领导党组仍是“{leader}”{stays}。如一并划转，请同时填写{both}。",
        source="隶属与领导是两种关系：《中国共产党党和国家机关基层组织工作条例》第二条（S000-40）",
        strength=Strength.OPTION,
        code="left-behind",
    )
