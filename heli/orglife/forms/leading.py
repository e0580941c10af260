"""What the pages of 领导干部执行情况 are narrowed to."""

from django import forms

from heli.members.forms.figures import SpanForm
from heli.orglife.rules.leading import SORTS


class LeadingForm(SpanForm):
    """Which days the page 领导干部执行情况 shows, and which of its names."""

    what = forms.ChoiceField(
        label="哪些人", required=False, choices=[(key, sort.label) for key, sort in SORTS.items()]
    )
    organ = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    @property
    def sort(self) -> str:
        """The key of SORTS."""
        return self.asked("what") or "all"
