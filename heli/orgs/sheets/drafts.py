"""Draft: a row of the 党组织名册 while it is checked; here what its own cells say, without the other rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from heli.kernel.catalogue import Catalogue
from heli.orgs import catalogue
from heli.orgs.catalogue import LEADING_KINDS, Kind, LeadershipSystem, Leading, Nature, Wording
from heli.orgs.models import Organisation
from heli.orgs.rules.index import RowAt
from heli.orgs.rules.names import parts, plain
from heli.sheets.faults import Kind as FaultKind
from heli.sheets.rows import Row

_VACANT = frozenset({"空缺", "暂缺", "缺", "待定", "待补选", "缺额", "暂空"})
_REMARK = re.compile(r"^[0-9.、]+|\([^()]*\)$")
_LEAST_INSIDE = 3
_MOST_SIGNS = {"name": 120, "code": 40, "unit": 100}
MOST_NOTE = 300
OUTSIDE = LEADING_KINDS | {Kind.WORK_COMMITTEE}
"""Kinds whose superior stands outside the roster: the Party committee of the place."""
_WORK_COMMITTEES = frozenset({"机关工委", "工委"})
_OUTSIDE = frozenset(
    {"市外", "外地", "不在本市", "垂管", "垂管单位", "垂直管理", "垂直管理单位", "上级单位", "省直"}
)
_INSIDE = frozenset({"本市", "市内", "市直", "本地"})
_KIND_OF_ENDING = {
    "机关纪委": Kind.DISCIPLINE_COMMITTEE,
    "纪委": Kind.DISCIPLINE_COMMITTEE,
    "机关工委": Kind.WORK_COMMITTEE,
    "工委": Kind.WORK_COMMITTEE,
    "党组": Kind.PARTY_GROUP,
    "部务会": Kind.LEADING_BODY,
    "室务会": Kind.LEADING_BODY,
    "机关党委": Kind.ORGAN_COMMITTEE,
    "总支": Kind.GENERAL_BRANCH,
    "支部": Kind.BRANCH,
}


@dataclass(slots=True, eq=False)
class Draft:
    """A row being checked.

    `held` is the organisation in Heli that it is about; `parent` and `leader` are other drafts, or
    organisations that Heli holds and no row names. `leading` and `outside` are None where the row is silent.
    """

    row: Row
    name: str
    kind: Kind
    code: str | None
    unit: str
    nature: Nature
    system: LeadershipSystem
    leading: Leading | None = None
    outside: bool | None = None
    key: str = ""
    held: Organisation | None = None
    parent: Draft | Organisation | None = None
    leader: Draft | Organisation | None = None

    @property
    def refused(self) -> bool:
        return self.row.refused

    @property
    def at(self) -> RowAt:
        return RowAt(self.row.part.workbook, self.row.part.sheet.name, self.row.number)

    @property
    def stands(self) -> bool:
        """Whether others may hang on it: it is loaded, or Heli held it before."""
        return not self.refused or self.held is not None

    def refuse(self, code: str, message: str, key: str = "") -> None:
        self.row.fault(FaultKind.REFUSE, code, message, key or None)

    def warn(self, code: str, message: str, key: str = "") -> None:
        self.row.fault(FaultKind.WARN, code, message, key or None)

    def tolerate(self, code: str, message: str, key: str = "") -> None:
        self.row.fault(FaultKind.TOLERATE, code, message, key or None)

    def decide(self, code: str, message: str, key: str = "") -> None:
        self.row.fault(FaultKind.DECIDE, code, message, key or None)

    def place_from(self, other: Draft) -> str:
        """How this row is told beside `other`: 「第 7 行」, with its workbook and sheet where they differ."""
        if (self.at.workbook, self.at.sheet) == (other.at.workbook, other.at.sheet):
            return f"第 {self.at.row} 行"
        return f"《{self.at.workbook}》“{self.at.sheet}”第 {self.at.row} 行"


def drafts_of(rows: Iterable[Row], today: date) -> list[Draft]:
    """The rows that have a name, each read by itself; a row without one is refused (`name-missing`)."""
    wordings = Wordings(today)
    drafts: list[Draft] = []
    for row in rows:
        _refuse_what_is_too_long(row)
        name = row.values.get("name")
        if name:
            drafts.append(_draft(row, name, wordings))
        elif not row.refused:
            row.fault(FaultKind.REFUSE, "name-missing", "党组织全称为空。请填写全称，或删去这一行。", "name")
    return drafts


def _refuse_what_is_too_long(row: Row) -> None:
    """What no organisation has: a paragraph in the cell of a name. Remarks are cut instead."""
    for key, most in _MOST_SIGNS.items():
        value = row.values.get(key)
        if value and len(value) > most:
            title = row.part.table.column(key).title
            message = f"{title}有 {len(value)} 个字，最多 {most} 个。请只填写{title}。"
            row.fault(FaultKind.REFUSE, "text-too-long", message, key)
    note = row.values.get("note")
    if note and len(note) > MOST_NOTE:
        row.values["note"] = note[:MOST_NOTE]
        row.fault(FaultKind.WARN, "note-cut", f"备注有 {len(note)} 个字，只载入前 {MOST_NOTE} 个。", "note")


class Wordings:
    """What offices write for kinds, natures and systems, as in force on a day."""

    def __init__(self, on: date) -> None:
        self.kinds = _words(catalogue.KIND_WORDS(), on, Kind)
        self.natures = _words(catalogue.NATURE_WORDS(), on, Nature)
        self.systems = _words(catalogue.SYSTEM_WORDS(), on, LeadershipSystem)
        self.leadings = _words(catalogue.LEADING_WORDS(), on, Leading)


V = TypeVar("V")


def _words(words: Catalogue[Wording], on: date, of: Callable[[str], V]) -> dict[str, V]:
    return {plain(word): of(entry.id) for entry in words.on(on) for word in (entry.name, *entry.words)}


def _draft(row: Row, name: str, wordings: Wordings) -> Draft:
    draft = Draft(
        row=row,
        name=name,
        kind=Kind.BRANCH,
        code=row.values.get("code"),
        unit=row.values.get("unit") or "",
        nature=Nature.UNSTATED,
        system=LeadershipSystem.UNSTATED,
    )
    _read_kind(draft, wordings.kinds)
    draft.nature = _read(draft, "nature", "单位性质", wordings.natures, Nature.UNSTATED)
    draft.system = _read(draft, "system", "领导体制", wordings.systems, LeadershipSystem.UNSTATED)
    _read_relation(draft, wordings.leadings)
    if row.values.get("secretary") in _VACANT:
        row.values["secretary"] = None
    if row.part.sheet.merges is None and draft.kind in OUTSIDE:
        _forget_what_stood_above(draft)
    return draft


def _read_relation(draft: Draft, words: dict[str, Leading]) -> None:
    """领导关系 (R08-05), and 归属: whether it is a body of another place or of a 垂管 system."""
    text, place = draft.row.values.get("leading"), plain(draft.row.values.get("place") or "")
    if text:
        draft.leading = words.get(plain(text))
        if draft.leading is None:
            choices = "、".join(Leading.labels)
            draft.warn("leading-unknown", f"领导关系“{text}”无法识别。请改为：{choices}。", "leading")
    if place in _OUTSIDE or place in _INSIDE:
        draft.outside = place in _OUTSIDE
    elif place:
        draft.warn("place-unknown", f"归属“{place}”无法识别，按本市载入。请填“本市”或“市外”。", "place")


def _forget_what_stood_above(draft: Draft) -> None:
    """In a csv an empty cell may be the lower part of a merged one: the reader has taken the cell above.

    A 工委 beneath another names that (S003-12); who states 领导关系 means the leading body beside it.
    """
    values = draft.row.values
    above = parts(values.get("parent") or "")
    beneath = draft.kind is Kind.WORK_COMMITTEE and above.ending in _WORK_COMMITTEES
    if not beneath or above.key == parts(draft.name).key:
        values["parent"] = None
    if not values.get("leading"):
        values["leader"] = None


def _read_kind(draft: Draft, words: dict[str, Kind]) -> None:
    text = draft.row.values.get("kind")
    ending = parts(draft.name).ending
    implied = _KIND_OF_ENDING.get(ending)
    if not text:
        if implied is None:
            draft.refuse("kind-unknown", "组织类别为空，名称也看不出类别。请填写组织类别。", "kind")
            return
        draft.kind = implied
        draft.tolerate("kind-from-name", f"组织类别为空，按名称读作“{implied.label}”。", "kind")
        return
    found = words.get(plain(text)) or words.get(_REMARK.sub("", plain(text)))
    if found is None:
        choices = "、".join(Kind.labels)
        draft.refuse("kind-unknown", f"组织类别“{text}”无法识别。请改为：{choices}。", "kind")
        return
    draft.kind = found
    if implied is not None and not _agree(found, implied):
        draft.warn(
            "kind-differs-from-name", f"组织类别是“{found.label}”，名称像“{implied.label}”，请核对。", "kind"
        )


def _agree(stated: Kind, implied: Kind) -> bool:
    if stated is implied or (stated in LEADING_KINDS and implied in LEADING_KINDS):
        return True
    return stated in catalogue.BRANCH_KINDS and implied in catalogue.BRANCH_KINDS


def _read(draft: Draft, key: str, title: str, words: dict[str, V], unstated: V) -> V:
    """The value that the cell's words mean; of words that contain known ones, the longest of these counts."""
    text = draft.row.values.get(key)
    if not text:
        return unstated
    written = plain(text)
    found = words.get(written) or words.get(_REMARK.sub("", written))
    if found is not None:
        return found
    inside = [word for word in words if len(word) >= _LEAST_INSIDE and word in written]
    if inside:
        found = words[max(inside, key=len)]
        draft.tolerate(f"{key}-read-as", f"{title}“{text}”读作“{getattr(found, 'label', found)}”。", key)
        return found
    draft.warn(f"{key}-unknown", f"{title}“{text}”无法识别，按“未注明”载入。请在 Heli 中或改表后补正。", key)
    return unstated
