"""A notice, drafted and signed as the pages do it."""

from datetime import datetime, timedelta
from typing import Any

from heli.circulation import actions
from heli.circulation.catalogue import Asked
from heli.circulation.models import Notice
from heli.circulation.queries.audience import audience, range_of
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from tests.people import NOW, TODAY, Person

WEEK = TODAY + timedelta(days=7)


def drafted(sender: Organisation, who: Person, **changed: Any) -> Notice:
    words: dict[str, Any] = {
        "title": "关于传达学习市委全会精神的通知",
        "document": "青工委〔2026〕9 号",
        "text": "请组织党员学习。",
        "asked": Asked.MEMBERS,
        "due_on": WEEK,
        "kinds": [Kind.BRANCH],
    }
    return actions.draft(sender=sender, **(words | changed), by=who.actor, at=NOW)


def sent(
    sender: Organisation, who: Person, *, despite: str = "", at: datetime = NOW, **changed: Any
) -> Notice:
    made = drafted(sender, who, **changed)
    number = audience(range_of(made, sender), TODAY).count()
    return actions.send(notice=made, organisations=number, despite=despite, by=who.actor, at=at)
