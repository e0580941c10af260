"""The words of the list of weak organisations, its states, its numbers (S001-49, R12-06). No table here."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import TextChoices

from heli.accounts.catalogue import COMMITTEE_OFFICES, LEADING_OFFICES
from heli.kernel.catalogue import Entry, dated
from heli.kernel.transitions import TransitionTable
from heli.orgs.catalogue import BRANCH_KINDS, COMMITTEE_KINDS, Kind
from heli.schemes.catalogue import Parameter

SOURCE = "对软弱落后党支部重点帮带、限期改进；建账、更新、销号"
"""What refusals rest on (S001-49, R12-06)."""
MOST_WORDS, MOST_DOCUMENT = 300, 60
LISTERS = frozenset({Kind.WORK_COMMITTEE, Kind.ORGAN_COMMITTEE})
"""Who puts organisations on the list: the 工委, and a 机关党委 those beneath it."""
LISTED_KINDS = BRANCH_KINDS | COMMITTEE_KINDS
HELPERS = COMMITTEE_OFFICES | LEADING_OFFICES
"""Offices of those who may help: leaders of what stands above."""


class Move(TextChoices):
    """What moves a listed organisation on."""

    PLAN = "plan", "确定整改方案"
    APPLY = "apply", "申请验收"
    ACCEPT = "accept", "验收销号"
    SEND_BACK = "send_back", "退回整改"
    WITHDRAW = "withdraw", "撤销认定"


class ListingState(TextChoices):
    """Where a listed organisation stands."""

    LISTED = "listed", "待订方案"
    MENDING = "mending", "整改中"
    APPLIED = "applied", "待验收"
    CLEARED = "cleared", "已销号"
    WITHDRAWN = "withdrawn", "已撤销"


_LISTING: dict[ListingState, dict[str, ListingState]] = {
    ListingState.LISTED: {Move.PLAN: ListingState.MENDING, Move.WITHDRAW: ListingState.WITHDRAWN},
    ListingState.MENDING: {Move.APPLY: ListingState.APPLIED, Move.WITHDRAW: ListingState.WITHDRAWN},
    ListingState.APPLIED: {Move.ACCEPT: ListingState.CLEARED, Move.SEND_BACK: ListingState.MENDING},
}
LISTINGS = TransitionTable(
    ListingState,
    transitions=_LISTING,
    turn={
        ListingState.LISTED: "被列入的党组织",
        ListingState.MENDING: "被列入的党组织、帮带人",
        ListingState.APPLIED: "认定组织",
    },
)
OPEN = frozenset({ListingState.LISTED, ListingState.MENDING, ListingState.APPLIED})
"""An organisation stands at most once on the list in these."""


class FactKind(TextChoices):
    """What Heli knows that may speak for putting an organisation on the list."""

    TERM_OVER = "term_over", "届满没有换届"
    NO_SECRETARY = "no_secretary", "书记缺职"
    OVERDUE = "overdue", "应办逾期"
    LOWEST_TIER = "lowest_tier", "考核末档"


@dataclass(frozen=True, slots=True)
class Fact:
    """One of them: in words, and where its rows are."""

    kind: FactKind
    words: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Reason(Entry):
    """A reason to choose; `facts` are the kinds of fact that speak for it."""

    facts: tuple[str, ...]


REASONS = dated(Path(__file__).parent / "dated/reasons.toml", Reason)
PARAMETERS = dated(Path(__file__).parent / "dated/parameters.toml", Parameter)
