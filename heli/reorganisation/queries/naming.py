"""Which organisation a written text means, also while a sheet founds, renames and closes some."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Scope
from heli.orgs.models import Organisation
from heli.orgs.queries.named import name_index
from heli.orgs.queries.tree import Filters, listed
from heli.orgs.rules.index import NameIndex, OrgRef, identity
from heli.orgs.rules.names import name_key

MOST_CANDIDATES = 6


class Meant(NamedTuple):
    """The primary key of the organisation meant, or None with the reason and the way out in Chinese."""

    pk: int | None
    reason: str = ""


class Names:
    """Organisations by code, full name, former name or the tail of a name; three queries."""

    def __init__(self, on: date) -> None:
        self._index = name_index(on)
        codes = Organisation.objects.not_closed(on).exclude(code=None).values_list("code", "pk")
        self._codes: dict[str, int] = {code: pk for code, pk in codes if code}
        self._learnt: dict[int, OrgRef] = {}
        self._fresh = NameIndex()
        self._gone: set[int] = set()

    def find(self, text: str) -> Meant:
        """What the text means among those that live."""
        pk = self._codes.get(text)
        for index in (self._fresh, self._index) if pk is None else ():
            found = index.resolve(text)
            if found.candidates:
                return Meant(None, ambiguous(text, found.candidates))
            if found.ref is not None:
                pk = found.ref.pk
                break
        if pk is None:
            return Meant(None, f"没有名为“{text}”的党组织。请写党组织全称或代码，与组织树一致。")
        if pk in self._gone:
            return Meant(None, f"“{text}”到这里已经撤销或并入其他组织，请改写承接它的组织。")
        return Meant(pk)

    def learn(self, organisations: Iterable[Organisation]) -> None:
        """Take over what an event has made of these organisations."""
        for one in organisations:
            if one.closed_on is not None:
                self._gone.add(one.pk)
                self._learnt.pop(one.pk, None)
                continue
            self._gone.discard(one.pk)
            self._learnt[one.pk] = OrgRef(identity(one.code, one.name), one.name, one.kind, one.pk)
            if one.code:
                self._codes[one.code] = one.pk
        self._fresh = NameIndex(self._learnt.values())


def ambiguous(text: str, candidates: Iterable[str]) -> str:
    """Why a text does not do, with what it may mean."""
    few = list(candidates)[:MOST_CANDIDATES]
    return f"“{text}”可能是：{'、'.join(few)}。请写全称或代码。"


def search(text: str, scope: Scope, on: date) -> Meant:
    """The one organisation in `scope` that a typed text means: code, full or short name, pinyin initials."""
    text = text.strip()
    visible = Organisation.objects.visible_to(scope).not_closed(on)
    exact = list(visible.filter(code=text)[:1]) or list(visible.filter(name_key=name_key(text))[:2])
    exact = exact or list(visible.filter(short_name=text)[:2])
    if len(exact) == 1:
        return Meant(exact[0].pk)
    found = exact or list(listed(scope, on, Filters(words=text))[: MOST_CANDIDATES + 1])
    if len(found) == 1:
        return Meant(found[0].pk)
    if found:
        return Meant(None, ambiguous(text, (f"{one.name}（{one.code or '无代码'}）" for one in found)))
    return Meant(None, f"没有找到“{text}”。请写党组织的全称、代码，或名称中的几个字。")
