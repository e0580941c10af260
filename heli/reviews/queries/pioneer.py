"""先锋指数 of one review: for who holds it, and each member's own once confirmed; never over branches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict
from heli.reviews.catalogue import EXAMPLES, Part
from heli.reviews.models import Evaluation, PioneerList, PioneerMark, Review
from heli.reviews.queries.standing import evaluations, kept, standing
from heli.reviews.rules import pioneer as rules


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """An item of the list with what one member was given for it, None where nothing was."""

    item: rules.Item
    mark: rules.Marked | None


@dataclass(frozen=True, slots=True)
class Card:
    """One member's marks by part, and what they come to; `index` None before all of 基本 is marked."""

    kept: PioneerList
    parts: Sequence[tuple[Part, Sequence[MarkedItem]]]
    index: rules.Index | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the marking of one member is: how many items, never how many points."""

    evaluation: Evaluation
    marked: int
    finished: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """All members of a review in the order of the roster, and what may be done."""

    kept: PioneerList | None
    items: Sequence[rules.Item]
    people: Sequence[Progress]
    choosing: Verdict
    marking: Verdict
    confirming: Verdict

    @property
    def basic(self) -> int:
        return sum(one.part is Part.BASIC for one in self.items)

    @property
    def finished(self) -> int:
        return sum(one.finished for one in self.people)

    @property
    def next(self) -> Evaluation | None:
        """The first who is to be marked."""
        return next((one.evaluation for one in self.people if not one.finished), None)

    def following(self, after: Evaluation) -> Evaluation | None:
        """Who is to be marked next, round the roster; None where everybody else is marked."""
        place = next((at for at, one in enumerate(self.people) if one.evaluation == after), 0)
        round_it = [*self.people[place + 1 :], *self.people[:place]]
        return next((one.evaluation for one in round_it if not one.finished), None)


def sheet(held: Review, actor: Actor) -> Sheet:
    """Who is marked of a review, for its branch's own officers: NotAllowed to everybody else. Six queries."""
    actor.may(Permission.REVIEW_HOLD, held.organisation).require()
    found, using = standing(held), kept(held)
    items = items_of(using)
    basic = {one.code for one in items if one.part is Part.BASIC}
    codes = _codes(using)
    people = [
        Progress(one, len(codes.get(one.pk, set()) & basic), rules.is_finished(items, codes.get(one.pk, ())))
        for one in (evaluations(held) if using else ())
    ]
    unfinished = sum(not one.finished for one in people if one.evaluation.grade)
    return Sheet(
        kept=using,
        items=items,
        people=people,
        choosing=rules.can_choose(found, marked=bool(codes)),
        marking=rules.can_mark(found),
        confirming=rules.can_confirm(found, unfinished),
    )


def card(held: Review, evaluation: int, actor: Actor) -> tuple[Evaluation, Card]:
    """One member's marks, for his branch's own officers; NotFound where the review has no such member."""
    actor.may(Permission.REVIEW_HOLD, held.organisation).require()
    using = kept(held)
    one = held.evaluations.select_related("member").filter(pk=evaluation).first()
    if using is None or one is None:
        raise NotFound("pioneer-not-found", "这次民主评议没有使用先锋指数，或其中没有这名党员。")
    return one, _card(using, one.pioneer_marks.select_related("item"))


def own_cards(member_id: int) -> Mapping[int, Card]:
    """A member's own marks by review, of what is confirmed: three queries."""
    found = PioneerList.objects.filter(review__evaluations__member=member_id, confirmed_at__isnull=False)
    marks: dict[int, list[PioneerMark]] = {}
    rows = PioneerMark.objects.filter(evaluation__member=member_id, item__pioneer__confirmed_at__isnull=False)
    for one in rows.select_related("item"):
        marks.setdefault(one.item.pioneer_id, []).append(one)
    using = found.select_related("meeting").prefetch_related("items")
    return {one.review_id: _card(one, marks[one.pk]) for one in using if one.pk in marks}


def unfinished(held: Review) -> int:
    """How many who have a grade were not marked in full: what stands against confirming."""
    using = kept(held)
    items, codes = items_of(using), _codes(using)
    graded = held.evaluations.exclude(grade="").values_list("pk", flat=True)
    return sum(not rules.is_finished(items, codes.get(pk, ())) for pk in graded)


def items_of(using: PioneerList | None) -> tuple[rules.Item, ...]:
    """The items of a list in the order of the file, as they were called when it was taken from there."""
    if using is None:
        return ()
    points = {one.code: one.points for one in using.items.all()}
    found = (one for one in EXAMPLES().on(using.listed_on) if one.id in points)
    return tuple(rules.Item(one.id, one.name, one.part, points[one.id]) for one in found)


def _codes(using: PioneerList | None) -> Mapping[int, set[str]]:
    """The items marked, by evaluation."""
    codes: dict[int, set[str]] = {}
    if using is not None:
        rows = PioneerMark.objects.filter(item__pioneer=using)
        for pk, code in rows.values_list("evaluation", "item__code"):
            codes.setdefault(pk, set()).add(code)
    return codes


def _card(using: PioneerList, rows: Iterable[PioneerMark]) -> Card:
    marks = {one.item.code: rules.Marked(one.points, one.reason) for one in rows}
    items = items_of(using)
    parts = [
        (part, [MarkedItem(one, marks.get(one.code)) for one in items if one.part is part]) for part in Part
    ]
    return Card(using, [one for one in parts if one[1]], rules.index(items, marks))
