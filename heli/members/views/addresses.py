"""Addresses of lists: the same list with one filter more or less."""

from django.http import QueryDict


def address_with(query: QueryDict, **changes: str | None) -> str:
    """ "?…": the address's own query with some parameters changed or, where None, left out."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"
