"""Loading the 党员花名册, and the secretaries that the 党组织名册 names: each in one action."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from heli.accounts.catalogue import COMMITTEE_OFFICES, SECRETARIES, Office, Permission
from heli.accounts.rules import may_somewhere
from heli.figures import queries as figure_queries
from heli.kernel.action import Doer, action, note
from heli.members import rules
from heli.members.actions import roster
from heli.members.actions.bearers import Bearers
from heli.members.actions.counting import count
from heli.members.actions.rows import MemberRow
from heli.members.models import Member
from heli.members.queries import belongings as belonging_queries
from heli.orgs import queries as org_queries
from heli.orgs.models import Organisation
from heli.sheets.taken import TakenIn, Vanished

_KEPT_BY_ROSTER = (COMMITTEE_OFFICES | {Office.GROUP_LEADER}) - SECRETARIES


@action
def take_in(
    *, rows: Sequence[MemberRow], by: Doer, at: datetime, named: Collection[str] = frozenset()
) -> TakenIn:
    """Write members and the posts of their 党内职务; rows that state what Heli holds already change nothing.

    `rows` come from `sheets.check`: one a member, their branches are in Heli. `named` are the ID hashes of
    members whom refused rows name: they have not vanished. A member whom no row names any more is returned
    in `vanished` where the rows cover his organ, and never touched. A member in another branch than before
    has moved: his posts in the old one end. His belongings follow from the day of loading; 转正 from its own
    day. Whom death or his own or the Party's decision took off the roster is not brought back (R09-12).
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    branches = org_queries.by_key({row.branch for row in rows})
    gone = belonging_queries.gone()
    written = roster.write(
        rows, branches, gone=gone, closed_until=figure_queries.closed_until(), by=by, at=at
    )
    touched = _posts(rows, branches, written, at)
    left = set(written.moved.values())
    count(organisations={one.pk for one in branches.values()} | left, by=by, at=at)
    updated = len(written.updated | touched - written.created)
    note(created=len(written.created), updated=updated, moved=len(written.moved))
    unchanged = len(rows) - len(written.created) - updated
    return TakenIn(
        len(written.created), updated, unchanged, _vanished(rows, branches.values(), written, named)
    )


@action
def take_in_secretaries(*, rows: Sequence[tuple[str, str]], by: Doer, at: datetime) -> TakenIn:
    """Write the secretaries of the 党组织名册: pairs of an organisation's key and the name in 书记.

    A pair without a name says nothing. The member of that branch who alone has the name is linked. Another
    name than before ends the old post on the day of loading and begins the new one on it.
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    named = {key: name for key, name in rows if name}
    found = org_queries.by_key(named)
    bearers = Bearers.at(found.values(), at.date())
    members = _only_members({found[key].pk: name for key, name in named.items() if key in found})
    created = updated = 0
    for key, organisation in found.items():
        office = rules.office_at(organisation.kind, Office.SECRETARY)
        before = len(bearers.new)
        changed = bearers.hold(organisation.pk, office, named[key], members.get(organisation.pk))
        created += len(bearers.new) - before
        updated += changed and len(bearers.new) == before
    bearers.save()
    if created or updated:
        count(organisations={one.pk for one in found.values()}, by=by, at=at)
    note(created=created, updated=updated)
    return TakenIn(created, updated, len(found) - created - updated)


def _posts(
    rows: Sequence[MemberRow],
    branches: Mapping[str, Organisation],
    written: roster.Written,
    at: datetime,
) -> set[str]:
    """Bring the posts in line with the rows; the ID hashes of members whose posts changed."""
    concerned = [row for row in rows if row.offices is not None and row.id_hash not in written.gone]
    pks = dict(written.known)
    pks.update(
        roster.primary_keys(row.id_hash for row in concerned if row.offices and row.id_hash not in pks)
    )
    left = Organisation.objects.filter(pk__in=set(written.moved.values()))
    bearers = Bearers.at([*branches.values(), *left], at.date())
    touched = _end_lost(concerned, branches, pks, bearers) | _end_moved(rows, written, bearers)
    for row in concerned:
        for office in row.offices or ():
            if bearers.hold(branches[row.branch].pk, office, row.name, pks[row.id_hash]):
                touched.add(row.id_hash)
    bearers.save()
    return touched


def _end_lost(
    rows: Iterable[MemberRow], branches: Mapping[str, Organisation], pks: Mapping[str, int], bearers: Bearers
) -> set[str]:
    """End what a row no longer states. A secretary is never ended by a blank, only by another secretary."""
    touched: set[str] = set()
    held = {key: bearers.held(one.pk, _KEPT_BY_ROSTER) for key, one in branches.items()}
    for row in (row for row in rows if held[row.branch]):
        member_id = pks.get(row.id_hash)
        for post in held[row.branch]:
            if post.member_id == member_id is not None and post.office not in (row.offices or ()):
                bearers.end(post)
                touched.add(row.id_hash)
    return touched


def _end_moved(rows: Iterable[MemberRow], written: roster.Written, bearers: Bearers) -> set[str]:
    touched: set[str] = set()
    for row in rows if written.moved else ():
        member_id = written.known.get(row.id_hash)
        if member_id not in written.moved:
            continue
        for post in bearers.held(written.moved[member_id], COMMITTEE_OFFICES | {Office.GROUP_LEADER}):
            if post.member_id == member_id:
                bearers.end(post)
                touched.add(row.id_hash)
    return touched


def _only_members(wanted: Mapping[int, str]) -> dict[int, int]:
    """By organisation: the present member who alone has the name there."""
    found: dict[int, list[int]] = {}
    named = Member.objects.present().filter(name__in=set(wanted.values()))
    for pk, organisation_id, name in named.values_list("pk", "organisation_id", "name"):
        if wanted.get(organisation_id) == name:
            found.setdefault(organisation_id, []).append(pk)
    return {organisation_id: pks[0] for organisation_id, pks in found.items() if len(pks) == 1}


def _vanished(
    rows: Sequence[MemberRow],
    branches: Iterable[Organisation],
    written: roster.Written,
    named: Collection[str],
) -> tuple[Vanished, ...]:
    """Present members of the organs that the rows cover whom no row names, refused ones included."""
    standing = {row.id_hash for row in rows} | set(named)
    if not written.known and not named and len(written.created) == Member.objects.count():
        return ()
    organs = {branch.organ_id for branch in branches}
    present = (
        Member.objects.present()
        .order_by("organisation__path", "pk")
        .values_list("pk", "id_hash", "name", "organisation__short_name", "organisation__organ_id")
    )
    return tuple(
        Vanished(f"member:{pk}", f"{name}（{branch}）")
        for pk, id_hash, name, branch, organ in present.iterator()
        if id_hash not in standing and organ in organs
    )
