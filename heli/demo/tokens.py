"""Personal tokens in the demo: one in use, one that was taken back. Nobody knows their words."""

from datetime import datetime, timedelta

from heli.accounts import actions
from heli.accounts.catalogue import TokenRight
from heli.accounts.models import Account
from heli.kernel.action import Doer, action, note
from heli.members.queries import actor_of


@action
def make_tokens(*, by: Doer, at: datetime) -> None:
    """The 机关党委 of the demo lets a platform read its duties and scores; an older token was replaced."""
    account = Account.objects.get(username="jiguandangwei")
    owner, since = actor_of(account, at.date()), at - timedelta(days=40)
    old = actions.make_token(
        account=account,
        name="督查平台读取应办（旧服务器）",
        rights=[TokenRight.DUTIES],
        days=90,
        by=owner,
        at=since,
    )
    actions.revoke_token(token=old.token, by=owner, at=since + timedelta(days=21))
    made = actions.make_token(
        account=account,
        name="督查平台读取应办、得分",
        rights=[TokenRight.ORGANISATIONS, TokenRight.DUTIES, TokenRight.SCORES],
        days=90,
        by=owner,
        at=since + timedelta(days=21),
    )
    actions.use_token(token=made.token, address="10.20.0.8", by=owner, at=at - timedelta(days=1))
    note(tokens=2)
