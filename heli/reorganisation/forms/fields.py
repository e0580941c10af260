"""Fields in which an organisation is typed: full name, code, a few words of it, or pinyin initials."""

import re
from collections.abc import Callable
from typing import Any

from django import forms

from heli.orgs.rules.change import NOBODY
from heli.reorganisation.queries.naming import Meant

Search = Callable[[str], Meant]

_SEVERAL = re.compile(r"[、,，;；\n]+")
NONE = "无"


class OrganisationField(forms.CharField):
    """`clean` gives a primary key, None where nothing is typed, NOBODY for 无 where `or_none`."""

    def __init__(self, *, or_none: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"autocomplete": "off"}))
        super().__init__(max_length=200, **kwargs)
        self.or_none = or_none
        self.search: Search = _nothing

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if self.or_none and text == NONE:
            return NOBODY
        return _meant(self.search(text))


class OrganisationsField(forms.CharField):
    """Several, one a line or apart by 、; `clean` gives a tuple of primary keys."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 3}), max_length=8_000, **kwargs)
        self.search: Search = _nothing

    def clean(self, value: Any) -> Any:
        texts = filter(None, (one.strip() for one in _SEVERAL.split(super().clean(value))))
        found = [(text, self.search(text)) for text in texts]
        wrong = [one.reason for _, one in found if one.pk is None]
        if wrong:
            raise forms.ValidationError(wrong)
        return tuple(dict.fromkeys(one.pk for _, one in found))


class NamesField(forms.CharField):
    """New names, one a line; `clean` gives a tuple."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 3}), max_length=4_000, **kwargs)

    def clean(self, value: Any) -> Any:
        return tuple(filter(None, (one.strip() for one in super().clean(value).splitlines())))


def _meant(found: Meant) -> int:
    if found.pk is None:
        raise forms.ValidationError(found.reason, code="organisation-unknown")
    return found.pk


def _nothing(text: str) -> Meant:
    return Meant(None, f"没有找到“{text}”。")
