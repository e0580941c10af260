"""What a valid form asks for, in words: a preview repeats it beside what it will do."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from heli.orgs.models import Organisation
from heli.orgs.rules.change import NOBODY
from heli.reorganisation.forms.fields import OrganisationField, OrganisationsField

_PAPER = ("happened_on", "document_number", "reason")


def asked_for(form: forms.Form) -> list[tuple[str, str]]:
    """(label, words) of every field that is filled in, the document first; one query for the names."""
    fields = {name: form.fields[name] for name in (*_PAPER, *form.fields)}
    asked = [(field, form.cleaned_data.get(name)) for name, field in fields.items()]
    typed = [value for field, value in asked if isinstance(field, OrganisationField | OrganisationsField)]
    pks = {pk for value in typed for pk in (value if isinstance(value, tuple) else (value,)) if pk}
    names = dict(Organisation.objects.filter(pk__in=pks).values_list("pk", "name")) if pks else {}
    said = ((str(field.label), _said(field, value, names)) for field, value in asked)
    return [(label, words) for label, words in said if words]


def _said(field: forms.Field, value: Any, names: dict[int, str]) -> str:
    if isinstance(field, OrganisationField):
        return "无" if value == NOBODY else names.get(value, "")
    if isinstance(field, OrganisationsField):
        return "、".join(names[pk] for pk in value if pk in names)
    if isinstance(field, forms.ChoiceField):
        choices = dict(field.widget.choices)
        return str(choices.get(value, "")) if value else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return _joined(value) if isinstance(value, tuple) else "、".join(str(value or "").splitlines())


def _joined(values: Iterable[object]) -> str:
    return "、".join(map(str, values))
