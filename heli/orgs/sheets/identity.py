"""Which organisation each row is about: by its code, then by its name; equal codes and names told apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from heli.orgs.models import Organisation, Unit
from heli.orgs.rules.index import identity
from heli.orgs.rules.names import name_key
from heli.orgs.sheets.drafts import Draft

_SURE_WIDTH = 2
"""How many codes that begin with 0 it takes to say how wide codes are here."""


@dataclass(slots=True)
class Held:
    """The organisations that Heli holds, by code and by name."""

    organisations: Sequence[Organisation]
    by_pk: dict[int, Organisation] = field(default_factory=dict)
    by_code: dict[str, Organisation] = field(default_factory=dict)
    by_name: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def all(cls) -> Self:
        """Read them with their units, in the order of the tree: two queries."""
        held, units = cls(list(Organisation.objects.order_by("path"))), Unit.objects.in_bulk()
        for one in held.organisations:
            if one.unit_id is not None:
                one.unit = units[one.unit_id]
            held.by_pk[one.pk] = one
            held.by_name[one.name_key].append(one)
            if one.code:
                held.by_code[one.code] = one
        return held


def identify(drafts: Sequence[Draft], held: Held) -> None:
    """Give every draft its key and the organisation that it is about.

    Refused: a code that an earlier row has (`code-duplicate`), a name without code that an earlier row or
    several organisations in Heli have (`name-duplicate`). Two codes of one name are for the office to decide.
    """
    _restore_zeros(drafts, held)
    _refuse_equal_codes(drafts)
    claimed = {held.by_code[draft.code].pk for draft in _live(drafts) if draft.code in held.by_code}
    first: dict[str, Draft] = {}
    for draft in drafts:
        if not draft.key:
            named = _named(draft, held, claimed)
            draft.held = held.by_code.get(draft.code or "") or (named[0] if len(named) == 1 else None)
            _tell_names_apart(draft, first.setdefault(name_key(draft.name), draft), named)
        if draft.held is not None:
            claimed.add(draft.held.pk)
            _tell_changes(draft, draft.held)
        known = draft.held.code if draft.held is not None else None
        draft.key = draft.key or identity(draft.code or known, draft.name)


def _live(drafts: Iterable[Draft]) -> Iterable[Draft]:
    return (draft for draft in drafts if not draft.key)


def _restore_zeros(drafts: Sequence[Draft], held: Held) -> None:
    """Put back zeros that Excel dropped at the front, where other codes show how wide they are."""
    codes = [draft.code for draft in drafts if draft.code] + list(held.by_code)
    widths = [len(code) for code in codes if code.isdigit() and code.startswith("0")]
    if len(widths) < _SURE_WIDTH or len(set(widths)) != 1:
        return
    for draft in drafts:
        if draft.code and draft.code.isdigit() and len(draft.code) < widths[0]:
            draft.code = draft.code.zfill(widths[0])
            draft.tolerate(
                "leading-zeros-lost", f"代码开头的 0 被 Excel 去掉了，已补足为“{draft.code}”。", "code"
            )


def _refuse_equal_codes(drafts: Sequence[Draft]) -> None:
    first: dict[str, Draft] = {}
    for draft in drafts:
        if draft.code is None or first.setdefault(draft.code, draft) is draft:
            continue
        earlier = first[draft.code]
        place = earlier.place_from(draft)
        draft.refuse(
            "code-duplicate",
            f"党组织代码与{place}“{earlier.name}”相同，以{place}为准。请核对后填写这个组织自己的代码。",
            "code",
        )
        draft.key = _key_of_row(draft)


def _key_of_row(draft: Draft) -> str:
    """The key of a row that is nobody's: no organisation can have it."""
    return f"row:{'/'.join(map(str, draft.at))}"


def _named(draft: Draft, held: Held, claimed: set[int]) -> list[Organisation]:
    """The organisations of that name which no other row is about; one without code before those with one."""
    found = [one for one in held.by_name.get(name_key(draft.name), ()) if one.pk not in claimed]
    return [one for one in found if one.code is None] or found


def _tell_names_apart(draft: Draft, first: Draft, named: Sequence[Organisation]) -> None:
    if first is draft and (draft.code is not None or len(named) <= 1):
        return
    twin = f"与{first.place_from(draft)}相同" if first is not draft else f"在系统中有 {len(named)} 个组织用"
    if draft.code is None:
        draft.refuse(
            "name-duplicate",
            f"名称{twin}，又没有党组织代码，分不清是哪一个。请补上代码，或删去重复的一行。",
            "name",
        )
        draft.key, draft.held = _key_of_row(draft), None
    else:
        draft.decide(
            "name-duplicate",
            f"名称{twin}、代码不同，已按两个组织载入。请确认是否同一个组织。",
            "name",
        )


def _tell_changes(draft: Draft, held: Organisation) -> None:
    if draft.code and held.code and draft.code != held.code:
        draft.warn("code-changed", f"党组织代码原为“{held.code}”，将改为“{draft.code}”，请核对。", "code")
    if held.closed_on is not None:
        draft.warn(
            "organisation-closed", f"这个组织已于 {held.closed_on} 撤销，请核对是否仍应在名册上。", "name"
        )
