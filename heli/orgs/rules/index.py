"""NameIndex: which organisation a written name means, or why it means none."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from heli.orgs.catalogue import Kind
from heli.orgs.rules.names import NameParts, name_key, parts, place_of

UNKNOWN = "unknown"
AMBIGUOUS = "ambiguous"
TAIL = "name-tail"
FORMER = "name-former"
_PLACES = tuple("省市县区州盟旗")
_BEFORE_TAIL = (*_PLACES, *"委局部厅办院会处署室")
_WORK_COMMITTEE_ENDINGS = frozenset({"机关工委", "工委"})
_LEAST_OWN = 2
"""Signs that a tail must have of its own: 教育局机关第一支部 has three, 机关第一支部 none."""


class RowAt(NamedTuple):
    """Where a row stands in an office's workbook; `row` as Excel counts."""

    workbook: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class OrgRef:
    """An organisation that a name may mean; `key` is `identity`: no other in Heli or the loading has it.

    `pk` is set for one that Heli holds already. `refused_row` is set where its row of the workbook was
    refused; with `pk` too it still stands, as Heli held it before.
    """

    key: str
    name: str
    kind: str
    pk: int | None = None
    refused_row: RowAt | None = None

    @property
    def stands(self) -> bool:
        """Whether it is, or will be after the loading, an organisation in Heli."""
        return self.pk is not None or self.refused_row is None


@dataclass(frozen=True, slots=True)
class Found:
    """What a name resolves to: `ref`, or None with `reason` UNKNOWN or AMBIGUOUS and the candidates' names.

    `oddity` names what was tolerated: TAIL (安澜市 left out) or FORMER (a name that it no longer has).
    """

    ref: OrgRef | None
    reason: str = ""
    candidates: tuple[str, ...] = ()
    oddity: str = ""


def identity(code: str | None, name: str) -> str:
    """The key of an organisation: its code, or its name's key where it has no code."""
    return f"code:{code}" if code else f"name:{name_key(name)}"


@dataclass(slots=True)
class NameIndex:
    """Resolves names against `refs`, and against names that organisations had before (`former`)."""

    refs: Iterable[OrgRef] = ()
    former: Iterable[tuple[str, OrgRef]] = ()
    _named: dict[str, list[OrgRef]] = field(init=False, default_factory=lambda: defaultdict(list))
    _former: dict[str, list[OrgRef]] = field(init=False, default_factory=lambda: defaultdict(list))
    _bodies: dict[str, list[OrgRef]] = field(init=False, default_factory=lambda: defaultdict(list))
    _reversed: list[str] = field(init=False, default_factory=list)
    _found: dict[tuple[str, Collection[str] | None], Found] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.refs = tuple(self.refs)
        for ref in self.refs:
            self._named[name_key(ref.name)].append(ref)
            self._bodies[parts(ref.name).body].append(ref)
        for name, ref in self.former:
            self._former[name_key(name)].append(ref)
        self._reversed = sorted(key[::-1] for key in self._named)

    def __iter__(self) -> Iterator[OrgRef]:
        return iter(self.refs)

    def resolve(self, text: str, kinds: frozenset[str] | None = None) -> Found:
        """The organisation that `text` names, looked for among `kinds` alone where they are given.

        Then the unit's name will do for an organisation of these kinds: 市教育局 for its 党组.
        """
        known = self._found.get((text, kinds))
        if known is None:
            known = self._found[(text, kinds)] = self._resolve(text, kinds)
        return known

    def _resolve(self, text: str, kinds: frozenset[str] | None) -> Found:
        taken = parts(text)
        for refs, oddity in (
            (self._named.get(taken.key, ()), ""),
            (self._former.get(taken.key, ()), FORMER),
            (self._by_tail(taken), TAIL),
            (self._bodies.get(taken.body, ()) if kinds is not None and not taken.ending else (), TAIL),
            (self._work_committees(taken), TAIL),
        ):
            fitting = _standing([ref for ref in refs if kinds is None or ref.kind in kinds])
            if len(fitting) == 1:
                return Found(fitting[0], oddity=oddity)
            if fitting:
                return Found(None, AMBIGUOUS, tuple(ref.name for ref in fitting))
        return Found(None, UNKNOWN)

    def _work_committees(self, taken: NameParts) -> list[OrgRef]:
        """The 机关工委 written as everyone calls it: 市直机关工委, 市委直属机关工委, 安澜市直机关工委."""
        if taken.ending not in _WORK_COMMITTEE_ENDINGS:
            return []
        return [ref for ref in self.refs if ref.kind == Kind.WORK_COMMITTEE and _is_said_of(ref, taken)]

    def _by_tail(self, taken: NameParts) -> list[OrgRef]:
        """Organisations whose key ends with this one, cut where a name may be cut. Without a kind: none."""
        if not taken.ending or len(taken.own) < _LEAST_OWN:
            return []
        tail = taken.key[::-1]
        refs: list[OrgRef] = []
        for place in range(bisect_left(self._reversed, tail), len(self._reversed)):
            if not self._reversed[place].startswith(tail):
                break
            whole = self._reversed[place][::-1]
            head = whole.removesuffix(taken.key)
            if head.endswith(_BEFORE_TAIL) or taken.key.startswith(_PLACES):
                refs.extend(self._named[whole])
        return refs


def _is_said_of(committee: OrgRef, taken: NameParts) -> bool:
    """Whether the words name only the place of this 机关工委, its level, and what every one is called."""
    words = taken.body.removeprefix(place_of(committee.name))
    own = parts(committee.name).body
    return all(sign in "委直属机关" or (sign in _PLACES and sign in own) for sign in words)


def _standing(refs: list[OrgRef]) -> list[OrgRef]:
    """One ref an organisation, those that stand before those refused; the first refused where none stands."""
    unique = list({ref.key: ref for ref in reversed(refs)}.values())[::-1]
    return [ref for ref in unique if ref.stands] or unique[:1]
