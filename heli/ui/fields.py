"""How a form's field is shown: the class of its widget, what is said beside it, what is wrong with it."""

from typing import Any, NamedTuple

from django.forms import BaseForm, BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.utils.safestring import SafeString


class Fault(NamedTuple):
    """One thing to mend: the field's label (empty for the whole form), what is wrong, and where to jump."""

    label: str
    message: str
    target: str


def shown(bound_field: BoundField, *, source: str = "") -> dict[str, Any]:
    """What the templates of `field` and `choice` need."""
    widget = bound_field.field.widget
    many = isinstance(widget, CheckboxSelectMultiple | RadioSelect)
    return {
        "field": bound_field,
        "source": source,
        "control": "" if many else _control(bound_field),
        "many": many,
        "single_tick": isinstance(widget, CheckboxInput),
        "locked": bound_field.field.disabled,
    }


def _control(bound_field: BoundField) -> SafeString:
    widget = bound_field.field.widget
    css = "form-control"
    if isinstance(widget, CheckboxInput):
        css = "form-check-input"
    elif isinstance(widget, Select):
        css = "form-select"
    given = widget.attrs.get("class", "")
    wrong = " is-invalid" if bound_field.errors else ""
    return bound_field.as_widget(attrs={"class": f"{css}{wrong} {given}".strip()})


def faults(form: BaseForm) -> list[Fault]:
    """Every error of the form in the order of its fields, those of the whole form first."""
    found = [Fault("", str(message), "") for message in form.non_field_errors()]
    for bound_field in form:
        target = _target(bound_field)
        found += [Fault(str(bound_field.label), str(message), target) for message in bound_field.errors]
    return found


def _target(bound_field: BoundField) -> str:
    """The id of the first control of the field: a group of radios has one for each of its options."""
    subwidgets = bound_field.subwidgets
    if isinstance(bound_field.field.widget, CheckboxSelectMultiple | RadioSelect) and subwidgets:
        return str(subwidgets[0].id_for_label)
    return str(bound_field.id_for_label)
