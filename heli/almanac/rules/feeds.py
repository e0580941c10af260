"""Who may have a private calendar address, and when. Pure."""

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.kernel.action import Doer
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict, all_of

OFF = "机关工委还没有开放日历订阅。需要时请向机关工委提出，由机关工委在本页开放。"


def may_have(by: Doer) -> Verdict:
    """Whoever sees duties of any organisation may have those of his own ones in a calendar."""
    return may_somewhere(by, Permission.RECORD_SEE)


def may_open(by: Doer, *, is_on: bool) -> Verdict:
    """Whether an address may be made: the reader's right, and the switch of the 工委."""
    allowed = Verdict.yes() if is_on else Verdict.no(OFF, error=WrongState, code="feed-off")
    return all_of(may_have(by), allowed)


def can_be_closed(there: bool) -> Verdict:
    """One that is not there cannot be ended."""
    if there:
        return Verdict.yes()
    return Verdict.no("没有正在使用的日历地址，不用停用。", error=WrongState, code="no-feed")
