"""The head of every page about one organisation, for this package's pages and those of higher ones.

{% load orgs %}
{% block heading %}{% organisation_head organisation "orgs:history" %}{% endblock %}
"""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import NoReverseMatch, reverse

from heli.accounts.catalogue import Permission
from heli.orgs.catalogue import UNRECORDED_KINDS
from heli.orgs.models import Organisation
from heli.ui.catalogue import Tab
from heli.ui.days import Day

register = template.Library()

_TABS = (
    # label, named address, its query, the permission without which it is not shown, how it takes a day along
    ("概况", "orgs:organisation", "", Permission.ORGANISATION_SEE, "on"),
    ("应办", "duties:of_organisation", "", Permission.REQUIREMENT_SEE, ""),
    ("记录", "duties:records", "organisation", Permission.RECORD_SEE, "last"),
    ("班子与任期", "members:posts", "", Permission.MEMBER_SEE, "on"),
    ("沿革", "orgs:history", "", Permission.ORGANISATION_SEE, "on"),
)


@register.inclusion_tag("orgs/head.html", takes_context=True)
def organisation_head(
    context: RequestContext, organisation: Organisation, active: str, sentence: str = ""
) -> dict[str, Any]:
    """Title with the chips of its class, and the tabs that the reader may open; `active` names an address.

    A page that can show another day has it as `day` in its context; the tabs take a past one along.
    """
    actor, day = context["request"].actor, context.get("day")
    tabs = [
        Tab(label, _on_day(url, dated, day), name == active)
        for label, name, query, permission, dated in _TABS
        if actor.may(permission, organisation) and (url := address(name, organisation.pk, query))
    ]
    records_here = organisation.kind not in UNRECORDED_KINDS and not (day and day.is_past)
    recording = records_here and bool(actor.may(Permission.RECORD_ENTER, organisation))
    record_url = address("orglife:record", organisation.pk, "organisation") if recording else ""
    return {
        "organisation": organisation,
        "sentence": sentence,
        "tabs": tabs,
        "record_url": record_url,
        "day": day,
    }


def _on_day(url: str, dated: str, day: Day | None) -> str:
    """The address with the past day that is looked at, where its page knows what to do with one."""
    if day is None or not day.is_past or not dated:
        return url
    return f"{url}{'&' if '?' in url else '?'}{dated}={day.on}"


@register.simple_tag(name="organisation_address")
def address(name: str, pk: int, query: str = "") -> str:
    """Where a named page about an organisation is; with `query` it is a list narrowed by that parameter.

    "" while the package that brings the page is not there.
    """
    try:
        return f"{reverse(name)}?{query}={pk}" if query else reverse(name, args=[pk])
    except NoReverseMatch:
        return ""
