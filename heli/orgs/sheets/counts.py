"""党员数 of the 党组织名册 against the 党员花名册 as it was read."""

from collections.abc import Mapping

from heli.orgs.sheets.checking import CheckedOrgs
from heli.orgs.sheets.drafts import Draft


def compare_counts(checked: CheckedOrgs, roster: Mapping[str, int]) -> None:
    """Warn (`member-count-differs-from-roster`) where the stated number is not that of the roster.

    `roster` has, by the key of `checked.index`, how many rows of the roster name each organisation, refused
    rows too. A committee's number is that of everything beneath it. Where the roster names nothing of an
    organisation and its neighbours, it is another part's roster, and nothing is said.
    """
    counted = _counted(checked, roster)
    covered = {id(draft.parent) for draft in checked.drafts if counted[id(draft)]}
    for draft in checked.drafts:
        stated, found = draft.row.values.get("member_count"), counted[id(draft)]
        if draft.refused or stated is None or stated == found:
            continue
        if found or id(draft.parent) in covered:
            draft.warn(
                "member-count-differs-from-roster",
                f"名册上党员 {stated} 人，党员花名册中有 {found} 人，请核对。",
                "member_count",
            )


def _counted(checked: CheckedOrgs, roster: Mapping[str, int]) -> dict[int, int]:
    """Rows of the roster that name each draft's organisation or one beneath it, by the draft's identity."""
    counted = {id(draft): roster.get(checked.key_of(draft), 0) for draft in checked.drafts}
    own = dict(counted)
    for draft in checked.drafts:
        above = draft.parent
        met = {id(draft)}
        while isinstance(above, Draft) and id(above) not in met:
            met.add(id(above))
            counted[id(above)] += own[id(draft)]
            above = above.parent
    return counted
