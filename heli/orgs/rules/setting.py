"""Whether an organisation is set up as the regulations ask: numbers of members, a committee, the term.

What is found is shown as advice with its strength and article; nothing that exists is refused for it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from heli.kernel.periods import add_months, months_between
from heli.kernel.verdict import Strength, Verdict
from heli.orgs.catalogue import BRANCH_KINDS, SECOND_KINDS, SETTING, TERM_KINDS, Kind, Nature, SettingNumber
from heli.orgs.rules.special import no, special_faults

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """An organisation as the rules of setting see it. A count that Heli does not know is None, never zero.

    `members` and `full` are of everything beneath it too. `has_committee` speaks of a branch. `is_highest`:
    no organisation of the same unit stands above it, so that its members are all of the unit's. `units`:
    how many a joint branch covers. `has_discipline`: whether a 机关纪委 stands beneath. `led`: how many
    organisations a leading body leads.
    """

    kind: str
    nature: str
    members: int | None = None
    full: int | None = None
    has_committee: bool | None = None
    is_highest: bool = True
    units: int = 1
    founded_on: date | None = None
    ends_on: date | None = None
    has_discipline: bool | None = None
    led: int | None = None


def setting_faults(setting: Setting, on: date) -> list[Verdict]:
    """What is not as the regulations in force on the day ask; `code` is the rule's ID, e.g. R01-01."""
    found = [
        *(_branch_faults(setting, on) if setting.kind in BRANCH_KINDS else ()),
        *(_organ_faults(setting, on) if setting.nature == Nature.ORGAN else ()),
        *special_faults(setting, on),
    ]
    return [verdict for verdict in found if not verdict]


def _branch_faults(setting: Setting, on: date) -> list[Verdict]:
    """R01-01, R01-02, R01-03, R01-28, R01-29, of branches that people formally belong to (R01-05, R01-09)."""
    if setting.kind in SECOND_KINDS:
        return []
    faults: list[Verdict] = []
    full, members = setting.full, setting.members
    least, most = SETTING().get("branch-least", on), SETTING().get("branch-most", on)
    alone = setting.kind in {Kind.BRANCH, Kind.RETIRED_BRANCH}
    if alone and full is not None and full < least.number:
        faults.append(no(least, f"正式党员不足 {least.number} 人，达不到成立党支部的人数。"))
        joint = SETTING().get("joint-branch", on)
        faults.append(no(joint, f"正式党员不足 {joint.number} 人的单位应当与邻近单位成立联合党支部。"))
    if members is not None and members > most.number:
        faults.append(no(most, f"党员 {members} 人，一个党支部一般不超过 {most.number} 人。"))
    return faults + _committee_faults(setting, on)


def _committee_faults(setting: Setting, on: date) -> list[Verdict]:
    full, has = setting.full, setting.has_committee
    if full is None or has is None:
        return []
    asked, without = SETTING().get("branch-committee", on), SETTING().get("no-branch-committee", on)
    if full >= asked.number and not has:
        return [no(asked, f"正式党员 {full} 人，已满 {asked.number} 人，应当设立支部委员会。")]
    if full < without.number and has:
        return [no(without, f"正式党员 {full} 人，不足 {without.number} 人，只设书记，不设支部委员会。")]
    return []


def _organ_faults(setting: Setting, on: date) -> list[Verdict]:
    """R02-02, R02-03, of organs only: other units follow other regulations."""
    members = setting.members
    if members is None:
        return []
    committee, general = SETTING().get("organ-committee", on), SETTING().get("general-branch", on)
    if setting.kind == Kind.ORGAN_COMMITTEE and members < committee.number:
        return [_by_approval(committee, members)]
    if setting.kind == Kind.GENERAL_BRANCH and members < general.number:
        return [_by_approval(general, members)]
    if not setting.is_highest or setting.kind not in {Kind.GENERAL_BRANCH, Kind.BRANCH}:
        return []
    if members >= committee.number:
        return [no(committee, f"党员 {members} 人，已满 {committee.number} 人，应当设立党的基层委员会。")]
    if setting.kind == Kind.BRANCH and members >= general.number:
        return [no(general, f"党员 {members} 人，已满 {general.number} 人，应当设立总支部委员会。")]
    return []


def _by_approval(number: SettingNumber, members: int) -> Verdict:
    """Fewer than the regulation asks may be too, where the work needs it and the superior approves."""
    return Verdict.no(
        f"党员 {members} 人，不足 {number.number} 人；因工作需要{number.name}的，须经上级党组织批准。",
        source=number.source,
        strength=Strength.OPTION,
        code=number.rule,
    )


class TermState(StrEnum):
    """Where a committee's term stands on a day."""

    UNSTATED = "unstated"
    WITHIN = "within"
    ENDING = "ending"
    OVER = "over"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Term:
    """A term's state with its words (已届满 2 年), and what is not as the regulations ask."""

    state: TermState
    words: str
    faults: tuple[Verdict, ...] = ()


def term_of(kind: str, begins_on: date | None, ends_on: date | None, on: date) -> Term:
    """How a term stands on a day: its last day is `ends_on`. R02-05 (3 and 5 years), R01-34, R03-02."""
    if ends_on is None:
        return (
            Term(TermState.UNSTATED, "届满日期未填") if kind in TERM_KINDS else Term(TermState.NONE, "无任期")
        )
    faults = _length_faults(kind, begins_on, ends_on, on)
    reminder = SETTING().get("term-reminder", on)
    if ends_on < on:
        overdue = Verdict.no(
            f"任期于 {ends_on} 届满，应按期换届；延期须报上级党组织批准，一般不超过一年。",
            source="《中国共产党基层组织选举工作条例》第三条",
            strength=Strength.HARD,
            code="R03-02",
        )
        return Term(TermState.OVER, f"已届满 {_span(ends_on, on)}", (overdue, *faults))
    if add_months(on, reminder.number) >= ends_on:
        words = "今天届满" if ends_on == on else f"还有 {_span(on, ends_on)}届满"
        return Term(TermState.ENDING, words, faults)
    return Term(TermState.WITHIN, "任期内", faults)


def _length_faults(kind: str, begins_on: date | None, ends_on: date, on: date) -> tuple[Verdict, ...]:
    if begins_on is None or kind not in TERM_KINDS:
        return ()
    long = kind in {Kind.ORGAN_COMMITTEE, Kind.COMMITTEE}
    years = SETTING().get("committee-term" if long else "branch-term", on)
    if ends_on <= add_months(begins_on, years.number * _YEAR):
        return ()
    return (no(years, f"本届 {begins_on} 起、{ends_on} 届满，超过{years.name} {years.number} 年。"),)


def _span(start: date, end: date) -> str:
    """A length of time as people say it: 2 年, 1 年 3 个月, 5 个月, 12 天."""
    months = months_between(start, end)
    years, rest = divmod(months, _YEAR)
    parts = [f"{years} 年" if years else "", f"{rest} 个月" if rest else ""]
    return " ".join(filter(None, parts)) or f"{(end - start).days} 天"
