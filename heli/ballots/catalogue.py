"""Manners and states of a poll, what its questions are about, and its numbers, read from `dated/`."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import TextChoices

from heli.kernel.catalogue import Entry, dated


class Manner(TextChoices):
    """How a vote is cast; paper is the default, and needs no log-in (R14-07)."""

    PAPER = "paper", "纸质选票"
    ELECTRONIC = "electronic", "网上投票"


class PollState(TextChoices):
    """Where a poll stands. VOID: more ballots came back than were given out (R03-10), or it was given up."""

    OPEN = "open", "进行中"
    CLOSED = "closed", "已计票"
    VOID = "void", "无效"


class About(TextChoices):
    """Whom a question names, so that no candidate counts the votes."""

    MATTER = "matter", "事项"
    PERSON = "person", "题目是人"
    CANDIDATES = "candidates", "选项是人"


ABSTENTION = "弃权"
SOURCE_UNNAMED = "《中国共产党支部工作条例（试行）》第十八条（R01-21）；无记名投票（R04-15）"
SOURCE_RETURNED = "选举办法（示例）：收回选票多于发出的，投票无效，重新投票（R03-10）"
SOURCE_VOTE = "《中国共产党基层组织选举工作条例》第五条（R03-04）"
SOURCE_FREE = "整治指尖上的形式主义：不强制下载、登录（R14-07）"


@dataclass(frozen=True, kw_only=True)
class Parameter(Entry):
    """A number that an office may set otherwise."""

    value: int


PARAMETERS = dated(Path(__file__).parent / "dated" / "parameters.toml", Parameter)
