"""Which kind of record a word of a ledger means, and what a kind of organisation may record."""

from datetime import date
from functools import cache

from heli.duties.catalogue import RECORD_KINDS, RecordKind
from heli.duties.rules.words import tidy


def kind_called(text: str, on: date) -> RecordKind | None:
    """The kind of record that a ledger's 会议类型 names (支委会 → 支部委员会会议), or None."""
    return _names(on).get(tidy(text))


def kinds_recorded_by(org_kind: str, on: date) -> tuple[RecordKind, ...]:
    """The kinds of record that an organisation of this kind may enter, in the order of the catalogue."""
    return tuple(kind for kind in RECORD_KINDS().on(on) if org_kind in kind.org_kinds)


def kind_name(code: str, on: date) -> str:
    """What a kind of record is called on screen; the code itself for one that no catalogue has."""
    versions = RECORD_KINDS().versions(code)
    in_force = [kind.name for kind in versions if kind.in_force(on)]
    return (in_force or [kind.name for kind in versions] or [code])[0]


@cache
def _names(on: date) -> dict[str, RecordKind]:
    names: dict[str, RecordKind] = {}
    for kind in RECORD_KINDS().on(on):
        for name in (kind.name, *kind.synonyms):
            names.setdefault(tidy(name), kind)
    return names
