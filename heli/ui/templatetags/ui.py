"""The fifteen components of Heli's pages; each is on `/ui/` and in `docs/explanation/components.md`.

Templates need no `{% load %}`: the library is built in. A component escapes everything that it is given.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from heli.kernel.verdict import Verdict
from heli.ui import catalogue, drawing, fields

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.forms import BaseForm, BoundField

register = template.Library()


@register.simple_tag
def state(code: str, detail: str = "", compact: bool = False) -> SafeString:
    """How a duty stands: glyph, word and colour; `detail` adds a few plain words (「还有 3 天」).

    With `compact` only the glyph is seen; the word and the detail stay for a screen reader and as a tooltip.
    Raises ValueError for a code that is not in `catalogue.State`.
    """
    return drawing.state(code, str(detail), compact)


@register.simple_tag
def figure(value: object, url: str = "", unit: str = "") -> SafeString:
    """A figure that opens to its rows; `None` is shown as 「未知」, never as zero."""
    if value is None:
        inner = mark_safe('<span class="figure-unknown">未知</span>')
    else:
        tail = format_html('<span class="figure-unit">{}</span>', unit) if unit else ""
        inner = format_html("{}{}", f"{value:,}" if isinstance(value, int) else value, tail)
    if not url:
        return format_html('<span class="figure">{}</span>', inner)
    return format_html('<a class="figure" href="{}">{}</a>', url, inner)


@register.simple_block_tag(end_name="endpage_title")
def page_title(content: str, title: str, sentence: str = "") -> str:
    """The page's one `h1`, a sentence on what it is and as of when, and inside the block its actions."""
    actions = mark_safe(content.strip())  # noqa: S308
    context = {"title": title, "sentence": sentence, "actions": actions}
    return render_to_string("ui/components/page_title.html", context)


@register.inclusion_tag("ui/components/crumbs.html")
def crumbs(items: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Where am I: `Crumb(label, url)` from the top; the last one is this page, without a link."""
    found = [catalogue.Crumb(*item) for item in items]
    return {"items": [*found[:-1], *(catalogue.Crumb(one.label) for one in found[-1:])]}


@register.inclusion_tag("ui/components/empty.html")
def empty(title: str, hint: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """Why there is nothing here and what to do next."""
    return {"title": title, "hint": hint, "url": url, "label": label}


@register.inclusion_tag("ui/components/act.html", takes_context=True)
def act(
    context: RequestContext,
    verdict: Verdict | None,
    url: str,
    label: str,
    method: str = "post",
    primary: bool = False,
    confirm: str = "",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """A button that moves something; refused by its verdict it is disabled, with the reason and its source.

    `method`: "post" makes a form of its own, "get" a link, "submit" the button of the form that it stands in.
    `confirm`: one sentence with numbers, asked once before a dangerous step. `name`, `value`: sent along.
    `verdict` None means that nothing stands against it. Raises ValueError for another method.
    """
    if method not in {"post", "get", "submit"}:
        raise ValueError(f"act: method is post, get or submit, not {method!r}")
    shown = {"url": url, "label": label, "method": method, "primary": primary}
    return {**shown, "confirm": confirm, "name": name, "value": value, "verdict": verdict}


@register.inclusion_tag("ui/components/chips.html")
def chips(
    items: Iterable[Sequence[Any]],
    count: int | None = None,
    unit: str = "条",
    export: str = "",
    clear: str = "",
) -> dict[str, Any]:
    """The filters in force, each removable; how many rows they leave; 导出 Excel; `clear` drops them all."""
    shown = [catalogue.Chip(*item) for item in items]
    return {"items": shown, "count": count, "unit": unit, "export": export, "clear": clear}


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(context: RequestContext, page: "Page[Any]", unit: str = "条") -> dict[str, Any]:
    """The way through a long list: which rows these are of how many, and the pages around (`?page=`)."""
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "pages": list(around), "unit": unit, "request": context["request"]}


@register.inclusion_tag("ui/components/field.html")
def field(bound_field: "BoundField", source: str = "") -> dict[str, Any]:
    """One field of a form: label above, hint below it, error below the field.

    `source` names where a filled-in value comes from (「党员花名册」); a locked form field is `disabled`.
    """
    return fields.shown(bound_field, source=source)


@register.inclusion_tag("ui/components/choice.html")
def choice(bound_field: "BoundField") -> dict[str, Any]:
    """A radio field as large toggles, for a thumb on a phone."""
    return fields.shown(bound_field)


@register.inclusion_tag("ui/components/form_errors.html")
def form_errors(form: "BaseForm") -> dict[str, Any]:
    """What has to be mended, on top of a form: each line jumps to its field; nothing when all is well."""
    return {"faults": fields.faults(form)}


@register.simple_block_tag(end_name="endbasis")
def basis(content: str, title: str = "依据") -> str:
    """What the page rests on (regulation, plan item, scheme), folded."""
    return render_to_string("ui/components/basis.html", {"title": title, "content": content})


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Iterable[Sequence[Any]], label: str = "分页") -> dict[str, Any]:
    """Tabs that are addresses: `Tab(label, url, active, number)`; `label` is for a screen reader."""
    return {"items": [catalogue.Tab(*item) for item in items], "label": label}


@register.inclusion_tag("ui/components/bar.html")
def bar(value: float | None, maximum: float, median: float | None = None, unit: str = "") -> dict[str, Any]:
    """A share of a maximum as a small bar, with the class median as a tick; `None` is hatched as unknown."""
    return drawing.bar(value=value, maximum=maximum, median=median, unit=unit)


@register.inclusion_tag("ui/components/year_columns.html")
def year_columns(months: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Twelve small columns of a year: `Month(month, state, owed, done, url)`, each with its state's glyph."""
    return {"columns": drawing.year(catalogue.Month(*month) for month in months)}
