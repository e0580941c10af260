"""What the list of publications is narrowed to, read from the address."""

from django import forms
from django.http import QueryDict

from heli.figures.catalogue import PublicationKind
from heli.figures.queries import Filters

ANY = ("", "不限")


class FilterForm(forms.Form):
    """What cannot be read narrows nothing."""

    kind = forms.ChoiceField(label="类别", required=False, choices=[ANY, *PublicationKind.choices])
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    corrected = forms.BooleanField(label="只看有更正的", required=False)

    def __init__(self, query: QueryDict, years: list[int]) -> None:
        super().__init__(query, auto_id="filter-%s")
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)  # noqa: S101 - as declared above
        year.choices = [ANY, *((one, f"{one} 年") for one in years)]
        self.full_clean()

    @property
    def filters(self) -> Filters:
        asked = self.cleaned_data
        return Filters(
            kind=asked.get("kind") or "",
            year=asked.get("year") or None,
            corrected=bool(asked.get("corrected")),
        )
