"""Committee terms as the roster states them: the present one's end, and its beginning where given."""

from collections.abc import Mapping
from datetime import date

from heli.orgs.actions.rows import OrgRow
from heli.orgs.models import CommitteeTerm

CHUNK = 500


def write_terms(rows: Mapping[int, OrgRow], *, today: date) -> set[int]:
    """Write the term that each row states, by primary key of its organisation; those whose term changed.

    A later end than that of a term which is over is a new term: there was an election. Any other difference
    corrects the term that Heli holds.
    """
    latest: dict[int, CommitteeTerm] = {}
    for term in CommitteeTerm.objects.order_by("ends_on"):
        latest[term.organisation_id] = term
    new: list[CommitteeTerm] = []
    corrected: list[CommitteeTerm] = []
    for organisation_id, row in rows.items():
        if row.term_ends_on is None:
            continue
        held = latest.get(organisation_id)
        if held is None or held.ends_on < today < row.term_ends_on:
            held = CommitteeTerm(organisation_id=organisation_id)
            new.append(held)
        begins_on = row.term_begins_on or held.begins_on
        if (held.begins_on, held.ends_on) != (begins_on, row.term_ends_on):
            held.begins_on = begins_on if begins_on and begins_on < row.term_ends_on else None
            held.ends_on = row.term_ends_on
            if held.pk is not None:
                corrected.append(held)
    CommitteeTerm.objects.bulk_create(new, batch_size=CHUNK)
    CommitteeTerm.objects.bulk_update(corrected, ["begins_on", "ends_on"], batch_size=CHUNK)
    return {term.organisation_id for term in (*new, *corrected)}
