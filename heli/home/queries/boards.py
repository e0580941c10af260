"""挂图作战: units × 重点任务, units × the requirements of one, organisations × requirements (S004-46)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.core.paginator import Paginator

from heli.accounts.scope import Scope
from heli.appraisal.queries.scores import scheme_on
from heli.duties.queries.board import Board, organisation_board, unit_board
from heli.duties.queries.parts import counted_in, once_in
from heli.duties.queries.plan import plan_year
from heli.duties.queries.readings import Book
from heli.home.catalogue import Chart, Row, Section
from heli.home.queries import addresses
from heli.home.queries.drawing import Drawing, by_group, by_requirement
from heli.home.queries.rates import rates
from heli.kernel.errors import NotFound
from heli.orgs.catalogue import LEADING_KINDS, Kind
from heli.orgs.models import Organisation, OrganisationQuerySet, Unit

_LED = {
    Kind.LEADING_BODY.value: "部务会（室务会）领导的单位",
    Kind.PARTY_GROUP.value: "党组领导的单位",
    Kind.LEADING_COMMITTEE.value: "党组性质党委领导的单位",
}
_LED_BY_NONE = "其他单位"
_OWN, _ATTACHED = "机关本级", "直属单位"
UNITS_A_PAGE = 200
ORGANISATIONS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a board is narrowed to: one 重点任务, rows with duties in one state, and which page of them."""

    group: str = ""
    state: str = ""
    page: str = ""


def chart_of_units(today: date, narrowed: Narrowed) -> Chart:
    """All units by 重点任务, or by the requirements of the one that `narrowed` names. Seven queries."""
    board = _with_duties(unit_board(plan_year(today), today))
    led = Organisation.objects.live(today).filter(kind__in=LEADING_KINDS).order_by("-path")
    kinds = dict(led.values_list("organ", "kind"))
    classes = {pk: _LED.get(kinds.get(pk, ""), _LED_BY_NONE) for pk, _ in board.rows}
    columns = by_requirement(board.book, narrowed.group) if narrowed.group else by_group(board.book)
    drawing = Drawing(board, columns, "organ", addresses.unit_board)
    return _chart(drawing, narrowed, classes, [*_LED.values(), _LED_BY_NONE], UNITS_A_PAGE, {})


def chart_of_unit(organ_id: int, scope: Scope, today: date, narrowed: Narrowed) -> tuple[str, Chart]:
    """A unit's organisations that `scope` covers, and its name; NotFound where it covers none of them.

    Those that have left it or were closed stand on it with what fell due while they counted there (ADR 11).
    """
    year = plan_year(today)
    seen = counted_in(year, today).visible_to(scope).filter(once_in(organ_id, year))
    places = _places(seen)
    if not places:
        raise NotFound("unit-not-found", "没有这个单位，或它不在您的范围内。")
    names = [one.organ for one in places.values() if one.organ_id == organ_id]
    name = names[0] if names else Unit.objects.get(pk=organ_id).name
    board = organisation_board(seen, year, today, organ=organ_id)
    return name, _chart_of_organisations(board, places, narrowed, {"organ": organ_id})


def chart_in_sight(scope: Scope, today: date, narrowed: Narrowed) -> Chart:
    """Every organisation that `scope` covers: the board of a 党组, a committee, a branch. Eight queries."""
    year = plan_year(today)
    seen = counted_in(year, today).visible_to(scope)
    return _chart_of_organisations(organisation_board(seen, year, today), _places(seen), narrowed, {})


class _Place(NamedTuple):
    """What parts an organisation from others on a board."""

    attached: bool
    leads: bool
    organ_id: int
    organ: str
    is_live: bool


def _places(seen: OrganisationQuerySet) -> dict[int, _Place]:
    rows = seen.order_by().values_list("pk", "attached", "kind", "organ_id", "organ__name", "closed_on")
    return {
        pk: _Place(attached, kind in LEADING_KINDS, organ, name, closed is None)
        for pk, attached, kind, organ, name, closed in rows
    }


def _stands(place: _Place, within: Mapping[str, object]) -> bool:
    """Whether it stands there today, be it without a duty."""
    return place.is_live and within.get("organ", place.organ_id) == place.organ_id


def _chart_of_organisations(
    board: Board,
    places: Mapping[int, _Place],
    narrowed: Narrowed,
    within: Mapping[str, object],
) -> Chart:
    """本级 before 直属单位, the leading body before those that it leads, then the order of the tree."""
    owing = {row for row, _ in board.cells}
    shown = [(pk, name) for pk, name in board.rows if pk in owing or _stands(places[pk], within)]
    board = replace(board, rows=sorted(shown, key=lambda row: not places[row[0]].leads))
    classes = {pk: _ATTACHED if place.attached else _OWN for pk, place in places.items()}
    drawing = Drawing(
        board, by_requirement(_owed(board), narrowed.group), "organisation", addresses.of_organisation
    )
    return _chart(drawing, narrowed, classes, [_OWN, _ATTACHED], ORGANISATIONS_A_PAGE, within)


def _chart(
    drawing: Drawing,
    narrowed: Narrowed,
    classes: Mapping[int, str],
    order: list[str],
    a_page: int,
    within: Mapping[str, object],
) -> Chart:
    """The rows that the state lets through, class by class; `within` narrows what the rates open to."""
    book = drawing.board.book
    rows = sorted(drawing.rows(narrowed.state), key=lambda row: order.index(classes[row[0]]))
    page = Paginator(rows, a_page).get_page(narrowed.page)
    scheme = scheme_on(drawing.board.today)
    return Chart(
        year=book.year,
        groups=book.groups(),
        heads=drawing.heads,
        columns=[column.head for column in drawing.columns],
        sections=_sections(((classes[pk], drawing.row(pk, name, scheme)) for pk, name in page), order),
        rates=rates(drawing.whole, book.year, group=narrowed.group, **within),
        page=page,
    )


def _with_duties(board: Board) -> Board:
    """The board without rows that owe nothing all year: the 工委 itself is no unit on it."""
    owing = {row for row, _ in board.cells}
    return replace(board, rows=[row for row in board.rows if row[0] in owing])


def _owed(board: Board) -> Book:
    """The requirements that anybody on the board owes: a committee sees no column of the leading bodies."""
    owed = {requirement for _, requirement in board.cells}
    return replace(board.book, readings=tuple(one for one in board.book.readings if one.pk in owed))


def _sections(rows: Iterable[tuple[str, Row]], order: list[str]) -> list[Section]:
    """Rows by class; a single class needs no heading."""
    inside: dict[str, list[Row]] = {name: [] for name in order}
    for name, row in rows:
        inside[name].append(row)
    filled = [Section(name, held) for name, held in inside.items() if held]
    return [Section("", filled[0].rows)] if len(filled) == 1 else filled
