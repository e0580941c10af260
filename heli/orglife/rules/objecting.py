"""What speaks against a meeting that is to be recorded, and what is remarked on one that was loaded."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from heli.accounts.catalogue import Office
from heli.duties.catalogue import RecordForm, RecordKind
from heli.kernel.verdict import Strength, Verdict
from heli.orglife.catalogue import CHAIRINGS, QUORUMS, THINNESS
from heli.orglife.rules.meeting import (
    Gathering,
    Turnout,
    chair_came,
    counts_add_up,
    has_committee,
    may_chair,
    quorum,
    rule_for,
    share_in_words,
)
from heli.orgs.catalogue import Kind as OrgKind


class Known(NamedTuple):
    """What Heli knows of an organisation beside a ledger."""

    kind: str
    has_committee: bool
    founded_on: date | None


def objections(
    *,
    kind: RecordKind,
    on: date,
    gathering: Gathering,
    chair: str,
    officers: Mapping[str, Collection[Office]],
    organisation: Known,
) -> dict[str, Verdict]:
    """What stands against holding this meeting, by the field of the page that it concerns.

    What `blocks` forbids; the rest is only named.
    """
    if kind.form is not RecordForm.MEETING:
        return {}
    found = gathering.turnout
    people = counts_add_up(found)
    verdicts = {
        "kind": has_committee(kind, organisation.kind, there=organisation.has_committee),
        "people": people if not people else quorum(rule_for(QUORUMS(), kind.id, on), found),
    }
    if chair:
        came = chair_came(chair, gathering.people, gathering.away)
        verdicts["chair"] = (
            came if not came else may_chair(rule_for(CHAIRINGS(), kind.id, on), chair, officers)
        )
    return {name: verdict for name, verdict in verdicts.items() if not verdict}


def remarks(objections: Iterable[Verdict], text: str, on: date) -> str:
    """The 系统提示 of a record entered on a page: objections that did not forbid it, thin minutes."""
    said = [f"{one.reason.partition('。')[0]}：{one.source}" for one in objections if not blocks(one)]
    return "；".join([*said, *([f"主要内容不足 {least_text(on)} 个字"] if is_thin(text, on) else [])])[:300]


def least_text(on: date) -> int:
    """Signs of 主要内容 below which minutes of a day are called too thin."""
    rule = rule_for(THINNESS(), "minutes", on)
    return rule.least if rule is not None else 0


def is_thin(text: str, on: date) -> bool:
    """Whether minutes say too little to be checked later; never a reason to refuse."""
    return len("".join(text.split())) < least_text(on)


def blocks(verdict: Verdict) -> bool:
    """Whether a refusal stands against what is done in Heli: only what a regulation demands does (H)."""
    return not verdict and verdict.strength is Strength.HARD


class Remark(NamedTuple):
    """What is odd about a meeting of a ledger, in which column: it is named, never refused."""

    code: str
    column: str
    text: str


def past_remarks(
    kind: RecordKind, on: date, org_kind: str, due: int | None, present: int | None
) -> list[Remark]:
    """What the ledger itself shows: a kind that such an organisation does not record, no quorum."""
    met: list[Remark] = []
    if org_kind not in kind.org_kinds:
        met.append(Remark("kind-not-here", "kind", f"{OrgKind(org_kind).label}一般不记“{kind.name}”"))
    rule = rule_for(QUORUMS(), kind.id, on)
    if (
        rule is not None
        and due is not None
        and present is not None
        and not quorum(rule, Turnout(due, present))
    ):
        text = f"实到 {present} 人，不足应到 {due} 人的{share_in_words(rule)}：{rule.source}"
        met.append(Remark("quorum-not-met", "present", text))
    return met


def roster_remarks(kind: RecordKind, on: date, known: Known) -> list[Remark]:
    """What the rosters say against it: no committee there (R01-29), a day before the founding."""
    met: list[Remark] = []
    if not has_committee(kind, known.kind, there=known.has_committee):
        met.append(
            Remark(
                "no-committee",
                "kind",
                "名册中该支部不设支部委员会（《中国共产党支部工作条例（试行）》第二十一条，R01-28、R01-29）",
            )
        )
    if known.founded_on is not None and on < known.founded_on:
        met.append(Remark("before-founding", "happened_on", f"早于该组织批准成立的日期 {known.founded_on}"))
    return met
