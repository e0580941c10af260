"""One run of reminding, as `heli tick` asks for it: read, write at once, send, write what became of it.

A run looks at a thousand accounts at most; the next one, minutes later, goes on. Reading holds no lock, and
what is written is short.
"""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.timezone import localdate

from heli.kernel.action import Doer
from heli.notices import actions, queries, rules
from heli.notices.channels import Channel, MailChannel, NotDelivered


class Reminded(NamedTuple):
    """What a run did; `quiet`: nobody is reminded at this hour."""

    quiet: bool
    digests: int = 0
    sent: int = 0
    failed: int = 0
    forgotten: int = 0

    @property
    def words(self) -> str:
        if self.quiet:
            return "现在不是提醒的时间（夜间、休息日、节假日不提醒）"
        mails = f"，邮件发出 {self.sent} 封、没有发出 {self.failed} 封" if self.sent or self.failed else ""
        return f"生成提醒 {self.digests} 份{mails}，删除过期提醒 {self.forgotten} 份"


def remind(*, by: Doer, at: datetime) -> Reminded:
    """Make the day's digests that are not made yet, send what waits, forget what is old."""
    if rules.is_quiet(at):
        return Reminded(quiet=True)
    day, made, forgotten = localdate(at), 0, 0
    if accounts := queries.to_look_at(day):
        found = list(queries.found_on(accounts, day))
        made = actions.make_digests(found=found, day=day, by=by, at=at)
    if queries.has_old(day):
        forgotten = actions.forget_digests(by=by, at=at)
    sent, failed = (0, 0)
    if settings.HELI_MAIL and queries.to_deliver(at).exists():
        with MailChannel() as channel:
            sent, failed = deliver(channel, by=by, at=at)
    return Reminded(False, made, sent, failed, forgotten)


def deliver(channel: Channel, *, by: Doer, at: datetime) -> tuple[int, int]:
    """Send what waits through the channel: how many went, and how many did not. One never stops another."""
    begun = actions.begin_deliveries(by=by, at=at)
    results: dict[int, str] = {}
    for letter in queries.letters(begun):
        try:
            channel.send(letter.address, letter.subject, letter.text)
            results[letter.delivery_id] = ""
        except NotDelivered as error:
            results[letter.delivery_id] = str(error)
    return actions.settle_deliveries(results=results, by=by, at=at) if results else (0, 0)
