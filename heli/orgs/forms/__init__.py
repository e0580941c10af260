"""What lists of organisations can be narrowed to (`lists`), forms of what an office keeps (`keeping`)."""

from heli.orgs.forms.keeping import DetailsForm, EntryForm, FunctionForm
from heli.orgs.forms.lists import PLACES, FilterForm, SettingForm, UnitForm

__all__ = ["PLACES", "DetailsForm", "EntryForm", "FilterForm", "FunctionForm", "SettingForm", "UnitForm"]
