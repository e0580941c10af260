"""What regulations ask by some time, the groups of tasks, ready themes; read from `dated/`."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from heli.accounts.catalogue import Office
from heli.duties.catalogue import Cadence, Trigger
from heli.kernel.catalogue import Entry, dated
from heli.kernel.verdict import Strength
from heli.orgs.catalogue import Kind

_DATED = Path(__file__).parent / "dated"


class Mark(StrEnum):
    """How far a rule was verified against its document (rule pack, head 0)."""

    SEEN = "V"
    SECONDARY = "G"
    UNSEEN = "O"
    CONFLICT = "C"
    SEED = "S"

    @property
    def label(self) -> str:
        """What the mark says on screen."""
        return _MARKS[self]


@dataclass(frozen=True, kw_only=True)
class ReadyTheme(Entry):
    """A theme of the texts with those beneath it, ready to be taken up as 战略任务 (S000-25, S003-05)."""

    children: tuple[str, ...]


_MARKS = {
    Mark.SEEN: "已见原文",
    Mark.SECONDARY: "待核原文",
    Mark.UNSEEN: "未见原文，待核",
    Mark.CONFLICT: "出处不一，待定",
    Mark.SEED: "本地做法",
}


@dataclass(frozen=True, kw_only=True)
class Regulation(Entry):
    """A rule that binds organisations of `kinds` to do something by some time; `id` is the rule's.

    `records` are the kinds of record that fulfil it; where none does, `seen` says where Heli knows it from.
    `condition` says for whom alone it holds, where Heli cannot tell.
    """

    mark: Mark
    group: str
    kinds: tuple[Kind, ...]
    cadence: Cadence
    office: Office
    records: tuple[str, ...]
    month: int | None = None
    day: int | None = None
    trigger: Trigger = Trigger.NONE
    committee_only: bool = False
    chair_is_secretary: bool = False
    condition: str = ""
    seen: str = ""

    @property
    def head(self) -> int:
        """The head of the rule pack it stands under; 0 for what only the seed texts ask."""
        return int(self.id[1:3]) if self.id.startswith("R") else 0

    @property
    def is_default(self) -> bool:
        """Taken up with all others: what was seen in its document, binds generally, and a record answers."""
        seen = self.mark is Mark.SEEN and self.strength is not Strength.LOCAL
        return seen and bool(self.records) and not self.condition


HEADS = {
    1: "党支部工作",
    2: "机关基层组织",
    3: "换届选举",
    5: "党费",
    6: "请示报告",
    7: "主体责任",
    9: "教育管理",
    10: "述职评议",
    15: "其他规定",
    0: "本地要求",
}
"""The heads of the rule pack under which regulations stand on the page."""

REGULATIONS = dated(_DATED / "regulations.toml", Regulation)
GROUPS = dated(_DATED / "groups.toml", Entry)
THEMES = dated(_DATED / "themes.toml", ReadyTheme)
