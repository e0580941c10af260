"""The head of every page about one organisation, for this package's pages and those of higher ones.

{% load orgs %}
{% block heading %}{% organisation_head organisation "orgs:history" %}{% endblock %}
"""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import NoReverseMatch, reverse

from heli.accounts.catalogue import Permission
from heli.orgs.models import Organisation
from heli.ui.catalogue import Tab

register = template.Library()

_TABS = (
    # label, named address, its query, the permission without which it is not shown
    ("概况", "orgs:organisation", "", Permission.ORGANISATION_SEE),
    ("应办", "duties:of_organisation", "", Permission.REQUIREMENT_SEE),
    ("记录", "duties:records", "organisation", Permission.RECORD_SEE),
    ("班子与任期", "members:posts", "", Permission.MEMBER_SEE),
    ("沿革", "orgs:history", "", Permission.ORGANISATION_SEE),
)


@register.inclusion_tag("orgs/head.html", takes_context=True)
def organisation_head(
    context: RequestContext, organisation: Organisation, active: str, sentence: str = ""
) -> dict[str, Any]:
    """Title with the chips of its class, and the tabs that the reader may open; `active` names an address."""
    actor = context["request"].actor
    tabs = [
        Tab(label, url, name == active)
        for label, name, query, permission in _TABS
        if actor.may(permission, organisation) and (url := address(name, organisation.pk, query))
    ]
    recording = bool(actor.may(Permission.RECORD_ENTER, organisation))
    record_url = address("orglife:record", organisation.pk, "organisation") if recording else ""
    return {"organisation": organisation, "sentence": sentence, "tabs": tabs, "record_url": record_url}


@register.simple_tag(name="organisation_address")
def address(name: str, pk: int, query: str = "") -> str:
    """Where a named page about an organisation is; with `query` it is a list narrowed by that parameter.

    "" while the package that brings the page is not there.
    """
    try:
        return f"{reverse(name)}?{query}={pk}" if query else reverse(name, args=[pk])
    except NoReverseMatch:
        return ""
