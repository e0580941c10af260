"""What a board is narrowed to, read from the address."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode

from heli.duties.catalogue import DutyState
from heli.home.catalogue import HAS, LACKS
from heli.home.queries.boards import Narrowed

_ANY = ("", "不限")


class BoardForm(forms.Form):
    """The filters of a board; what cannot be read in the address narrows nothing."""

    group = forms.CharField(label="重点任务", required=False, max_length=60, widget=forms.Select)
    state = forms.ChoiceField(label="有这种状态", required=False, choices=[_ANY, *DutyState.choices])

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query, auto_id="filter-%s")
        self.full_clean()
        self.page = query.get("page", "")

    def offer(self, groups: Sequence[str]) -> None:
        """Which 重点任务 there are to choose from: those of the plan."""
        widget = self.fields["group"].widget
        assert isinstance(widget, forms.Select)  # noqa: S101 - as declared above
        widget.choices = [_ANY, *((name, name) for name in groups if name)]

    @property
    def narrowed(self) -> Narrowed:
        """The filters that could be read."""
        asked = {name: self.cleaned_data.get(name) or "" for name in ("group", "state")}
        return Narrowed(**asked, page=self.page)

    def without(self, name: str) -> str:
        """The same board, from its first page, with one filter taken away."""
        kept = {"group": self.narrowed.group, "state": self.narrowed.state} | {name: ""}
        return f"?{urlencode({key: value for key, value in kept.items() if value})}"


class CoverageForm(forms.Form):
    """覆盖情况: only the units that lack, or that have, one of LACKS; what cannot be read narrows nothing."""

    lacks = forms.ChoiceField(required=False, choices=[("", "不限"), *LACKS.items()])
    has = forms.ChoiceField(required=False, choices=[("", "不限"), *HAS.items()])

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        self.full_clean()

    @property
    def lacking(self) -> str:
        """One of LACKS, or nothing."""
        return self.cleaned_data.get("lacks") or ""

    @property
    def having(self) -> str:
        """One of HAS, or nothing; what is lacked goes before."""
        return "" if self.lacking else self.cleaned_data.get("has") or ""
