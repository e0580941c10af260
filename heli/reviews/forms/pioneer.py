"""先锋指数: the items of a branch, and what one member is given."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from heli.ballots.forms import number
from heli.reviews.catalogue import Part
from heli.reviews.models import PioneerList
from heli.reviews.queries import Card, items_of
from heli.reviews.rules import pioneer as rules


class ChooseForm(forms.Form):
    """Which of the examples are used, and the most points of each."""

    def __init__(self, sent: Any, *, using: PioneerList | None, today: date) -> None:
        super().__init__(sent)
        self.items, self.today = rules.examples(today), today
        known = {one.code: one.points for one in items_of(using)}
        for one in self.items:
            used = forms.BooleanField(label=one.name, required=False, initial=not known or one.code in known)
            used.widget.attrs["class"] = "form-check-input"
            self.fields[f"use-{one.code}"] = used
            if one.part is not Part.CLEARED:
                self.fields[f"points-{one.code}"] = _points(
                    f"“{one.name}”的分值", 60, initial=known.get(one.code, one.points)
                )

    @property
    def parts(self) -> Iterator[tuple[Part, int, list[tuple[rules.Item, BoundField, BoundField | None]]]]:
        """The items by part, each part with what it comes to at most."""
        for part in Part:
            rows = [
                (one, self[f"use-{one.code}"], None if part is Part.CLEARED else self[f"points-{one.code}"])
                for one in self.items
                if one.part is part
            ]
            yield part, rules.most(part, self.today), rows

    @property
    def points(self) -> dict[str, int]:
        """The items chosen, for `actions.choose_pioneer`."""
        words = self.cleaned_data
        chosen = [one.code for one in self.items if words.get(f"use-{one.code}")]
        return {code: words.get(f"points-{code}") or 0 for code in chosen}

    def clean(self) -> None:
        verdict = rules.list_holds(self.points, self.today)
        if not verdict and not self.errors:
            self.add_error(None, verdict.reason)


class MarkForm(forms.Form):
    """What one member is given; 基本 stands at its most until the first marking, to be gone through."""

    def __init__(self, sent: Any, *, card: Card) -> None:
        super().__init__(sent)
        self.rows = [row for _, rows in card.parts for row in rows]
        first = all(row.mark is None for row in self.rows)
        for row in self.rows:
            item, mark = row.item, row.mark
            if item.part is not Part.CLEARED:
                full = item.points if first and item.part is Part.BASIC else None
                self.fields[f"points-{item.code}"] = _points(
                    f"“{item.name}”的分值", item.points, initial=mark.points if mark else full
                )
            if item.part is not Part.BASIC:
                self.fields[f"reason-{item.code}"] = _reason(item, mark)

    @property
    def parts(
        self,
    ) -> Iterator[tuple[Part, Sequence[tuple[rules.Item, BoundField | None, BoundField | None]]]]:
        """The items by part with their fields."""
        for part in Part:
            rows = [
                (
                    one.item,
                    None if part is Part.CLEARED else self[f"points-{one.item.code}"],
                    None if part is Part.BASIC else self[f"reason-{one.item.code}"],
                )
                for one in self.rows
                if one.item.part is part
            ]
            if rows:
                yield part, rows

    @property
    def marks(self) -> Mapping[str, rules.Marked]:
        """What was filled in, for `actions.mark_member`; an item without points or words is not marked."""
        return {item.code: mark for item, mark in self._marked()}

    def clean(self) -> None:
        for item, mark in self._marked():
            verdict = rules.mark_holds(item, mark)
            names = (f"points-{item.code}", f"reason-{item.code}")
            if not verdict and not self.errors.keys() & set(names):
                self.add_error(names[0 if verdict.code == "points" else 1], verdict.reason)

    def _marked(self) -> Iterator[tuple[rules.Item, rules.Marked]]:
        for row in self.rows:
            points = self.cleaned_data.get(f"points-{row.item.code}")
            reason = self.cleaned_data.get(f"reason-{row.item.code}", "")
            if reason or (points is not None and (points or row.item.part is Part.BASIC)):
                yield row.item, rules.Marked(points or 0, reason)


def _points(label: str, most: int, *, initial: int | None) -> forms.IntegerField:
    made = number(label, required=False)
    made.initial = initial
    made.widget.attrs |= {"class": "form-control", "aria-label": label, "max": str(most)}
    return made


def _reason(item: rules.Item, mark: rules.Marked | None) -> forms.CharField:
    cleared = item.part is Part.CLEARED
    label = f"“{item.name}”的{'文号' if cleared else '事实或文件'}"
    shown = {
        "class": "form-control mark-reason",
        "aria-label": label,
        "autocomplete": "off",
        "placeholder": "如 青直纪〔2026〕3号" if cleared else "",
    }
    return forms.CharField(
        label=label,
        required=False,
        max_length=rules.LONGEST,
        initial=mark.reason if mark else "",
        widget=forms.TextInput(shown),
        error_messages={"max_length": f"请在 {rules.LONGEST} 字以内写明。"},
    )
