"""What an office should look at in rows that are loaded all the same: terms, dates, numbers, lines."""

from collections.abc import Sequence
from datetime import date

from heli.orgs.catalogue import COMMITTEE_KINDS, LEADING_KINDS
from heli.orgs.rules.setting import Setting, TermState, setting_faults, term_of
from heli.orgs.sheets.drafts import Draft

_CODES = {
    "R01-01": "members-too-few",
    "R01-02": "members-too-many",
    "R01-03": "members-too-few",
    "R02-02": "setting-differs",
    "R02-03": "setting-differs",
}


def advise(drafts: Sequence[Draft], today: date) -> None:
    """Add warnings: term-expired, term-before-founding, term-begins-after-end, founded-in-future,
    leader-missing, members-too-few, members-too-many, setting-differs (R01-01, R01-02, R02-02, R02-03)."""
    leading = {draft.unit: draft for draft in drafts if draft.kind in LEADING_KINDS}
    for draft in drafts:
        _advise_dates(draft, today)
        _advise_size(draft, today)
        body = leading.get(draft.unit)
        unsaid = draft.leader is None and not draft.row.values.get("leader")
        if body is not None and unsaid and draft.kind in COMMITTEE_KINDS:
            draft.warn("leader-missing", f"本单位设有“{body.name}”，领导党组（党委）却没有填。", "leader")


def _advise_dates(draft: Draft, today: date) -> None:
    values = draft.row.values
    founded_on, begins_on, ends_on = (
        values.get("founded_on"),
        values.get("term_begins_on"),
        values.get("term_ends_on"),
    )
    if founded_on is not None and founded_on > today:
        draft.warn("founded-in-future", f"批准成立日期 {founded_on} 晚于今天，请核对。", "founded_on")
    if begins_on is not None and ends_on is not None and begins_on >= ends_on:
        draft.warn(
            "term-begins-after-end",
            f"本届起始日期 {begins_on} 不早于届满日期 {ends_on}，起始日期未载入。",
            "term_begins_on",
        )
    if ends_on is None:
        return
    if founded_on is not None and ends_on < founded_on:
        draft.warn(
            "term-before-founding",
            f"届满日期 {ends_on} 早于批准成立日期 {founded_on}，其中一个可能写错。",
            "term_ends_on",
        )
    term = term_of(draft.kind, begins_on, ends_on, today)
    if term.state is TermState.OVER:
        draft.warn("term-expired", f"任期于 {ends_on} 届满，{term.words}，请安排换届。", "term_ends_on")


def _advise_size(draft: Draft, today: date) -> None:
    """The roster states members: there are at most as many full ones, so too few are too few."""
    members = draft.row.values.get("member_count")
    if not members:
        return
    setting = Setting(draft.kind, draft.nature, members, members, is_highest=_is_highest(draft))
    for fault in setting_faults(setting, today):
        code = _CODES.get(fault.code)
        if code is not None:
            draft.warn(code, f"{fault.reason}（{fault.source}）", "member_count")


def _is_highest(draft: Draft) -> bool:
    above = draft.parent
    if above is None:
        return True
    return (above.unit if isinstance(above, Draft) else above.unit.name) != draft.unit
