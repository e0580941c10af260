"""所在单位 of every row: one name a unit, however the rows write it."""

import re
from collections.abc import Collection, Sequence

from heli.orgs.catalogue import Kind
from heli.orgs.rules.names import place_of, unit_name
from heli.orgs.sheets.drafts import Draft
from heli.orgs.sheets.identity import Held

_OWN_LEVEL = re.compile(r"\(?(?:机关)?本级\)?$|\(?机关\)?$")


def settle_units(drafts: Sequence[Draft], held: Held) -> None:
    """Give each row that is loaded its unit: as stated, else as Heli holds it, else as its name says.

    安澜市教育局机关, 安澜市教育局(本级) and 市教育局 are 安澜市教育局 where a row or Heli has that unit.
    """
    loaded = [draft for draft in drafts if not draft.refused]
    for draft in loaded:
        draft.unit = _stated(draft)
    known = {draft.unit for draft in loaded} | {one.unit.name for one in held.organisations}
    committees = [draft.name for draft in loaded if draft.kind is Kind.WORK_COMMITTEE]
    committees += [one.name for one in held.organisations if one.kind == Kind.WORK_COMMITTEE]
    place = next(filter(None, map(place_of, committees)), "")
    for draft in loaded:
        unit = _whole(draft.unit, known, place)
        if unit != draft.unit:
            draft.tolerate("unit-read-as", f"所在单位“{draft.unit}”读作“{unit}”。", "unit")
            draft.unit = unit


def _stated(draft: Draft) -> str:
    if draft.unit:
        return draft.unit
    if draft.held is not None:
        return draft.held.unit.name
    unit = unit_name(draft.name)
    draft.tolerate("unit-from-name", f"所在单位为空，按名称读作“{unit}”。", "unit")
    return unit


def _whole(unit: str, known: Collection[str], place: str) -> str:
    """The unit by the name that is known: with its place and without 机关 or 本级, where that is known."""
    bare = _OWN_LEVEL.sub("", unit)
    written = (place + bare, bare, place + unit)
    return next((name for name in written if name in known), unit)
