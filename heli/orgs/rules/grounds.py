"""What a refusal of a 组织变动 rests on where its rule names no article itself, by its code."""

from collections.abc import Iterable
from dataclasses import replace

from heli.kernel.verdict import Strength, Verdict

APPROVAL = "组织变动依批复办理：《中国共产党支部工作条例（试行）》第六条、第七条（条号待核原文）"
AFFILIATION = "下级组织服从上级组织，隶属不能成环：《中国共产党章程》第十条"
LED = "党组领导机关和直属单位党组织的工作：《中国共产党章程》第四十八条"
LASTING = "沿革只增不改，过去的数字不变（S000-18）"

_GROUNDS = {
    APPROVAL: """no-document no-reason in-future text-too-long subject-twice one-at-a-time no-subject
    nothing-founded no-new-name no-new-kind moves-nothing merged-into-itself no-successor split-into-one
    no-name name-taken same-kind organisation-unknown organisation-missing not-closed already-closed
    never-ends ends-before-founding covers-nothing covers-itself destination-unknown member-unknown
    code-taken""",
    AFFILIATION: "own-descendant cycle tree-full still-above superior-closed work-committee-beneath",
    LED: "still-leads leader-cannot-lead",
    LASTING: """before-history changed-later changed-since superior-not-yet leaned-later reopened-too-early
    lived-no-day successor-not-yet undone-already is-an-undoing event-undone""",
}
_BY_CODE = {code: ground for ground, codes in _GROUNDS.items() for code in codes.split()}


def ground_of(code: str) -> str:
    """The source of a refusal by its code, "" where its rule has to name one."""
    return _BY_CODE.get(code, "")


def grounded(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts, each refusal with a source."""
    return [
        replace(one, source=ground_of(one.code))
        if not one and one.strength is Strength.HARD and not one.source
        else one
        for one in verdicts
    ]
