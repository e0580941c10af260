"""The browsers in which an account is signed in, and what a browser calls itself, in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.sessions.models import Session

from heli.accounts.models import Account, AccountSession
from heli.accounts.parameters import number
from heli.kernel.errors import NotFound

_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("wxwork", "企业微信"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ 浏览器"),
    ("360SE", "360 浏览器"),
    ("360EE", "360 浏览器"),
    ("UCBrowser", "UC 浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("OpenHarmony", "鸿蒙设备"),
    ("HarmonyOS", "鸿蒙设备"),
    ("Android", "安卓设备"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "Mac 电脑"),
    ("Linux", "Linux 电脑"),
)


class OwnSession(NamedTuple):
    """A browser in which the reader is signed in; `present` is the one he reads this in."""

    session: AccountSession
    present: bool


def browser_in_words(user_agent: str) -> str:
    """The family of a browser and its machine, such as 「Edge，Windows 电脑」; no version, no number."""
    browser = next((word for sign, word in _BROWSERS if sign in user_agent), "其他浏览器")
    machine = next((word for sign, word in _MACHINES if sign in user_agent), "其他设备")
    return f"{browser}，{machine}"


def own_sessions(account: Account, session_key: str, at: datetime) -> Sequence[OwnSession]:
    """The account's browsers that are signed in still, the present one first, then the latest. One query."""
    oldest = at - timedelta(hours=number("session_hours", at.date()))
    found = AccountSession.objects.filter(
        account=account, began_at__gt=oldest, session_key__in=Session.objects.values("session_key")
    )
    lines = [OwnSession(one, one.session_key == session_key) for one in found.order_by("-began_at", "-pk")]
    return sorted(lines, key=lambda line: not line.present)


def own_session(account: Account, pk: int) -> AccountSession:
    """One of the account's own; NotFound for another's, which is not there for this reader."""
    found = AccountSession.objects.select_related("account").filter(account=account, pk=pk).first()
    if found is None:
        raise NotFound("session-not-found", "没有这个登录，或已经退出。")
    return found
