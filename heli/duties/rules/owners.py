"""Reading 责任单位: classes of organisations, single organisations by name, and what names nobody."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from heli.duties.catalogue import OWNER_WORDS, OwnerWords
from heli.duties.rules.words import tidy
from heli.orgs.rules.index import NameIndex, OrgRef

_BETWEEN = re.compile(r"[、,;/\n]")
_AND = re.compile(r"以及|和|及|与|并")
_LEAD = re.compile(r"^(市直机关|市直单位|市直|市级机关|县直|区直|机关各|各级|各|全体|所有|全市)+")


class OwnerClass(NamedTuple):
    """A kind of organisation that owes; `attached` narrows it to 直属单位 (True) or 机关本级 (False)."""

    kind: str
    attached: bool | None = None


@dataclass(frozen=True, slots=True)
class Owners:
    """Who owes. `vague` and `unknown` name nobody for sure: any of them leaves the whole open."""

    classes: tuple[OwnerClass, ...] = ()
    refs: tuple[OrgRef, ...] = ()
    term_ending: bool = False
    vague: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        return bool(self.vague or self.unknown or not (self.classes or self.refs))


def read(text: str, index: NameIndex, on: date) -> Owners:
    """Who `text` names. A name is taken whole before it is cut at 和 or 及: 发展和改革委员会 is one name."""
    named = _Named(index, on)
    for piece in _BETWEEN.split(tidy(text.replace("\n", "、"))):
        if piece and not named.take(piece):
            parts = [part for part in _AND.split(piece) if part]
            if len(parts) < 2 or not all(named.knows(part) for part in parts):
                named.unknown.append(piece)
                continue
            for part in parts:
                named.take(part)
    return named.owners()


class _Named:
    """What has been read so far."""

    def __init__(self, index: NameIndex, on: date) -> None:
        self._index, self._words = index, _words(on)
        self._taken: list[OwnerWords] = []
        self._refs: dict[str, OrgRef] = {}
        self.unknown: list[str] = []

    def knows(self, piece: str) -> bool:
        return self._class(piece) is not None or self._organisation(piece) is not None

    def take(self, piece: str) -> bool:
        """Take a piece as a class or a name; False when it is neither."""
        words, ref = self._class(piece), None
        if words is not None:
            self._taken.append(words)
        else:
            ref = self._organisation(piece)
            if ref is not None:
                self._refs[ref.key] = ref
        return words is not None or ref is not None

    def owners(self) -> Owners:
        classes = [OwnerClass(kind, words.attached) for words in self._taken for kind in words.kinds]
        return Owners(
            classes=_widest(classes),
            refs=tuple(self._refs.values()),
            term_ending=any(words.term_ending for words in self._taken),
            vague=tuple(words.name for words in self._taken if words.vague),
            unknown=tuple(self.unknown),
        )

    def _class(self, piece: str) -> OwnerWords | None:
        return self._words.get(piece) or self._words.get(_LEAD.sub("", piece))

    def _organisation(self, piece: str) -> OrgRef | None:
        ref = self._index.resolve(piece).ref
        return ref if ref is not None and ref.stands else None


def _widest(classes: list[OwnerClass]) -> tuple[OwnerClass, ...]:
    """Each class once, in the order written; one that another covers whole is left out."""
    whole = {one.kind for one in classes if one.attached is None}
    return tuple(dict.fromkeys(one for one in classes if one.attached is None or one.kind not in whole))


@cache
def _words(on: date) -> dict[str, OwnerWords]:
    return {tidy(word): words for words in OWNER_WORDS().on(on) for word in words.words}
