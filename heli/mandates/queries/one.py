"""One version of a list as its page shows it: by person, by date, by the three sides of a 机关党委."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.mandates.catalogue import Bearer, Group, Lane, ListState
from heli.mandates.models import Mandate, MandateItem
from heli.mandates.queries import drafting
from heli.mandates.rules import Borne, when
from heli.orgs.models import Organisation


class Row(NamedTuple):
    """An item with who bears it on the day."""

    number: int
    item: MandateItem
    borne: Borne
    when: str


class Share(NamedTuple):
    """What a heading holds: a person's items, or those of one side."""

    heading: str
    person: str
    problem: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class ListPage:
    """`rows` are what is adopted or about to be, `left_out` what is not, with its reasons."""

    mandate: Mandate
    rows: Sequence[Row]
    left_out: Sequence[MandateItem]
    versions: Sequence[Mandate]

    @property
    def by_person(self) -> list[Share]:
        """What follows from the posts of the day; what nobody bears comes first."""
        shares: dict[tuple[str, str, str], list[Row]] = {}
        for row in self.rows:
            key = (row.borne.post or "没有岗位", row.borne.person, row.borne.problem)
            shares.setdefault(key, []).append(row)
        found = [Share(*key, rows) for key, rows in shares.items()]
        return sorted(found, key=lambda one: not one.problem)

    @property
    def by_date(self) -> list[Row]:
        """任务—时间对照表 (S003-71): those with a day first, in its order."""
        return sorted(
            self.rows, key=lambda row: (row.item.due_on is None, row.item.due_on or date.max, row.number)
        )

    @property
    def by_lane(self) -> list[Share]:
        """协助党组 · 直接责任 · 隶属单位具体领导 (S000-37); what belongs to none of them last."""
        named = [
            (lane, lane.label if lane is not Lane.NONE else "其他") for lane in (*list(Lane)[1:], Lane.NONE)
        ]
        found = [
            Share(word, "", "", [row for row in self.rows if row.item.lane == lane]) for lane, word in named
        ]
        return [one for one in found if one.rows]

    @property
    def has_lanes(self) -> bool:
        return self.mandate.bearer == Bearer.COMMITTEE

    @property
    def by_group(self) -> list[tuple[str, int]]:
        """How many items each of 六大建设 and 反腐败 has."""
        count = {group: sum(row.item.group == group for row in self.rows) for group in Group}
        return [(group.label, number) for group, number in count.items() if number]

    def in_force(self, on: date) -> Mandate | None:
        """The version that holds on a day."""
        adopted = [one for one in self.versions if one.adopted_on is not None and one.adopted_on <= on]
        return max(adopted, key=lambda one: one.version, default=None)


def mandate_of(pk: int, scope: Scope) -> Mandate:
    """One version within `scope`; NotFound otherwise."""
    found: Mandate | None = (
        Mandate.objects.visible_to(scope)
        .select_related("organisation__unit", "post", "meeting", "filed")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("mandate-not-found", "没有这份责任清单，或它不在您的范围内。请从责任清单页面进入。")
    return found


def items_of(mandate: Mandate) -> list[MandateItem]:
    """Its items in order, with the posts that they name and what they rest on: one query."""
    found = mandate.items.select_related("post", "requirement")
    return list(found.order_by("position", "pk"))


def list_page(mandate: Mandate, on: date) -> ListPage:
    """Everything that the page shows, by the posts of the day `on`: three queries."""
    items = items_of(mandate)
    held = drafting.held_on(mandate.organisation, on)
    bearers: Mapping[str, Borne] = drafting.bearing(mandate.organisation, items, held)
    adopted = [one for one in items if not one.left_out]
    rows = [Row(place, one, bearers[one.line], when(one)) for place, one in enumerate(adopted, 1)]
    versions = drafting.of_slot(mandate.organisation, mandate.year, mandate.bearer, mandate.post)
    shown = [one for one in versions if one.state != ListState.DISCARDED or one.pk == mandate.pk]
    return ListPage(mandate, rows, [one for one in items if one.left_out], shown)


def lists_of(organisation: Organisation, year: int) -> list[Mandate]:
    """Every version that an organisation has for a year, drafts that were given up left out: one query."""
    found = Mandate.objects.filter(organisation=organisation, year=year).exclude(state=ListState.DISCARDED)
    return list(found.select_related("organisation", "post", "meeting").order_by("pk"))


def years_of(organisation: Organisation, today: date) -> list[int]:
    """The years for which an organisation has lists, this one and the next: one query."""
    found = Mandate.objects.filter(organisation=organisation).values_list("year", flat=True)
    return sorted({*found, today.year, today.year + 1}, reverse=True)
