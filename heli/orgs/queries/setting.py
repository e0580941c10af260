"""组织设置核查: whether the organisations of a scope are set up as the regulations ask, in six queries.

Members of a committee are all beneath it, whoever reads; where Heli knows no roster, a number is unknown.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from django.db.models import Count

from heli.accounts.actor import Scope
from heli.kernel.verdict import Strength, Verdict
from heli.orgs.catalogue import BRANCH_KINDS, LEADING_KINDS, Kind
from heli.orgs.models import CommitteeTerm, Organisation, next_path
from heli.orgs.rules.setting import Setting, setting_faults, term_of


class Finding(NamedTuple):
    """One organisation and one thing that is not as the regulations ask."""

    organisation_id: int
    name: str
    kind: str
    organ: str
    verdict: Verdict

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found among `checked` organisations, how often by rule and by strength before filtering."""

    checked: int
    rows: Sequence[Finding]
    by_rule: Sequence[tuple[str, int]]
    by_strength: Sequence[tuple[Strength, int]]


class _Row(NamedTuple):
    pk: int
    short_name: str
    kind: str
    nature: str
    path: str
    unit_id: int
    parent_id: int | None
    parent__unit_id: int | None
    has_committee: bool
    founded_on: date | None
    ends_on: date | None
    organ__name: str


class _Ground:
    """What the settings of many organisations rest on: members by path, terms, who leads whom.

    What is found is worked out once for all that are set up alike.
    """

    def __init__(self, on: date, only: Organisation | None = None) -> None:
        self._on = on
        self._settings: dict[Setting, list[Verdict]] = {}
        self._terms: dict[tuple[str, date | None, date | None], tuple[Verdict, ...]] = {}
        live = Organisation.objects.live(on).order_by()
        counted = live.filter(member_count__gt=0).order_by("path")
        led, terms = live.exclude(leader=None), CommitteeTerm.objects.order_by("ends_on")
        if only is not None:
            counted = counted.under(only.path)
            led, terms = led.filter(leader=only), terms.filter(organisation=only)
        rows = list(counted.values_list("path", "member_count", "full_count"))
        self._paths = [path for path, _, _ in rows]
        self._members = [0, *accumulate(members for _, members, _ in rows)]
        self._full = [0, *accumulate(full for _, _, full in rows)]
        self.led = dict(led.values_list("leader_id").annotate(number=Count("pk")).order_by())
        self.disciplined = set(
            live.filter(kind=Kind.DISCIPLINE_COMMITTEE).values_list("parent_id", flat=True)
        )
        self.terms = {
            pk: (begins, ends)
            for pk, begins, ends in terms.values_list("organisation_id", "begins_on", "ends_on")
        }

    def members(self, path: str) -> tuple[int | None, int | None]:
        """Members and full members of a subtree; None where no roster tells."""
        first, last = bisect_left(self._paths, path), bisect_left(self._paths, next_path(path))
        members = self._members[last] - self._members[first]
        return (members, self._full[last] - self._full[first]) if members else (None, None)

    def setting(self, row: _Row, units: int) -> Setting:
        members, full = (None, None) if row.kind in LEADING_KINDS else self.members(row.path)
        is_known_branch = row.kind in BRANCH_KINDS and members is not None
        return Setting(
            kind=row.kind,
            nature=row.nature,
            members=members,
            full=full,
            has_committee=row.has_committee if is_known_branch else None,
            is_highest=row.parent__unit_id != row.unit_id,
            units=units,
            founded_on=row.founded_on if row.ends_on else None,  # nothing is found by it alone
            ends_on=row.ends_on,
            has_discipline=(row.pk in self.disciplined) if self.disciplined else None,
            led=self.led.get(row.pk, 0),
        )

    def verdicts(self, row: _Row, units: int) -> list[Verdict]:
        setting, (begins_on, ends_on) = self.setting(row, units), self.terms.get(row.pk, (None, None))
        faults = self._settings.get(setting)
        if faults is None:
            faults = self._settings[setting] = setting_faults(setting, self._on)
        term = (row.kind, begins_on, ends_on)
        ends = self._terms.get(term)
        if ends is None:
            ends = self._terms[term] = term_of(row.kind, begins_on, ends_on, self._on).faults
        return [*faults, *ends]


def setting_findings(scope: Scope, on: date, rule: str = "", strength: str = "") -> Findings:
    """All that is found in `scope`, in the order of the tree; `rule` and `strength` narrow the rows."""
    visible = Organisation.objects.visible_to(scope).live(on)
    rows = [_Row(*row) for row in visible.order_by("path").values_list(*_Row._fields)]
    units = _units(visible.filter(kind=Kind.JOINT_BRANCH).values_list("pk").annotate(Count("covered")))
    ground = _Ground(on)
    found = [
        Finding(row.pk, row.short_name, row.kind, row.organ__name, verdict)
        for row in rows
        for verdict in ground.verdicts(row, units.get(row.pk, 1))
    ]
    shown = [
        one
        for one in found
        if rule in ("", one.verdict.code) and strength in ("", one.verdict.strength or "")
    ]
    by_strength = Counter(one.verdict.strength for one in found)
    return Findings(
        checked=len(rows),
        rows=shown,
        by_rule=sorted(Counter(one.verdict.code for one in found).items()),
        by_strength=[(one, by_strength[one]) for one in Strength if by_strength[one]],
    )


def setting_of(organisation: Organisation, on: date) -> list[Verdict]:
    """What is found about one organisation."""
    one = Organisation.objects.filter(pk=organisation.pk)
    (row,) = (_Row(*row) for row in one.values_list(*_Row._fields))
    units = _units(one.filter(kind=Kind.JOINT_BRANCH).values_list("pk").annotate(Count("covered")))
    return _Ground(on, organisation).verdicts(row, units.get(row.pk, 1))


def _units(covered: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Units of each joint branch: its own and those that it covers besides."""
    return {pk: number + 1 for pk, number in covered}
