"""What lists of organisations can be narrowed to (`lists`), forms of what an office keeps (`keeping`)."""

from heli.orgs.forms.keeping import DetailsForm, EntryForm, FunctionForm
from heli.orgs.forms.lists import PLACES, ChartForm, FilterForm, SettingForm, UnitForm

__all__ = [
    "PLACES",
    "ChartForm",
    "DetailsForm",
    "EntryForm",
    "FilterForm",
    "FunctionForm",
    "SettingForm",
    "UnitForm",
]
