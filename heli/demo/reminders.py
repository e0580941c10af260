"""Notices that the demo's 工委 and 机关党委 sent, what branches did with them, and the digests of the day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.utils.timezone import localdate

from heli.accounts.models import Account
from heli.circulation import actions
from heli.circulation.catalogue import Asked
from heli.circulation.models import Notice, Receipt
from heli.circulation.queries.audience import audience, range_of
from heli.demo.catalogue import DEMO_DAY
from heli.kernel.action import Doer, action
from heli.members.models import Post
from heli.members.queries import actor_of
from heli.notices.actions import make_digests
from heli.notices.queries import found_on, to_look_at
from heli.orgs.catalogue import Kind

ANSWERED = 0.72


@action
def tell(*, random: Random, by: Doer, at: datetime) -> None:
    """Two notices that are out, one drafted, receipts of most branches, and a digest for each account.

    The branch of the demo's secretary has answered neither, so that he has something to do.
    """
    today = localdate(at)
    _send(
        "gongwei2",
        "关于学习贯彻市委全会精神的通知",
        "青工委〔2026〕21 号",
        Asked.MEMBERS,
        at - timedelta(days=8),
        today + timedelta(days=3),
        random,
    )
    _send(
        "jiguandangwei",
        "关于做好“七一”走访慰问的通知",
        "",
        Asked.BRANCH,
        at - timedelta(days=5),
        today + timedelta(days=1),
        random,
    )
    _draft("gongwei2", "关于印发党支部工作提示的通知", "", Asked.READ, at, today + timedelta(days=10))
    found = list(found_on(to_look_at(today), today))
    make_digests(found=found, day=today, by=by, at=at)


def _draft(username: str, title: str, document: str, asked: Asked, at: datetime, due_on: date) -> Notice:
    account = Account.objects.get(username=username)
    post = Post.objects.held(DEMO_DAY).select_related("organisation").filter(account=account).first()
    if post is None:
        raise ValueError(f"the demo's {username} must hold a post")
    return actions.draft(
        sender=post.organisation,
        title=title,
        document=document,
        asked=asked,
        due_on=due_on,
        pointer="公文系统收文登记（演示）",
        kinds=[Kind.BRANCH, Kind.JOINT_BRANCH, Kind.RETIRED_BRANCH],
        by=actor_of(account, DEMO_DAY),
        at=at,
    )


def _send(
    username: str, title: str, document: str, asked: Asked, at: datetime, due_on: date, random: Random
) -> None:
    notice = _draft(username, title, document, asked, at, due_on)
    sender = actor_of(Account.objects.get(username=username), DEMO_DAY)
    number = audience(range_of(notice, notice.sender), localdate(at)).count()
    actions.send(notice=notice, organisations=number, by=sender, at=at)
    notice.refresh_from_db()
    Receipt.objects.bulk_create(_receipts(notice, at, random), batch_size=500)


def _receipts(notice: Notice, at: datetime, random: Random) -> Iterator[Receipt]:
    """What most branches said, one row each; the demo secretary's own branch has said nothing yet."""
    waiting = set(Post.objects.filter(account__username="zhibu").values_list("organisation_id", flat=True))
    rows = audience(range_of(notice, notice.sender), localdate(at)).order_by("path")
    for branch, members in rows.values_list("organisation_id", "organisation__member_count"):
        answered, after = random.random() < ANSWERED, timedelta(days=random.randrange(1, 5))
        if not answered or branch in waiting:
            continue
        yield Receipt(
            notice=notice,
            organisation_id=branch,
            done_on=localdate(at + after),
            told=max(members - random.randrange(3), 0) if notice.asked == Asked.MEMBERS else None,
            entered_at=at + after,
            entered_by="支部书记（演示）",
        )
