"""For the tests: nothing writes to Heli's tables outside an action (house style 4).

with connection.execute_wrapper(refuse_writes_outside_actions): …
"""

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps

from heli.kernel.action import in_action

_WRITE = re.compile(
    r"""\b(?:
        (?:INSERT|REPLACE)\s+(?:OR\s+\w+\s+)?INTO
      | UPDATE(?:\s+OR\s+\w+)?(?:\s+ONLY)?
      | DELETE\s+FROM(?:\s+ONLY)?
      | TRUNCATE(?:\s+TABLE)?(?:\s+ONLY)?
      | MERGE\s+INTO(?:\s+ONLY)?
    )\s+(?:"?\w+"?\.)?"?(?P<table>\w+)""",
    re.IGNORECASE | re.VERBOSE,
)


class WroteOutsideAction(AssertionError):
    """Something changed one of Heli's tables past actions, and so past rules and audit."""


def refuse_writes_outside_actions(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """An execute_wrapper that raises WroteOutsideAction when a statement would write to a table of Heli
    while neither an action nor the kernel's bookkeeping is in progress."""
    if not in_action():
        touched = {found["table"].lower() for found in _WRITE.finditer(str(sql))}
        mine = sorted(table for table in touched if table.startswith(_prefixes()))
        if mine:
            raise WroteOutsideAction(f"{', '.join(mine)} written outside an action: {str(sql)[:200]}")
    return execute(sql, params, many, context)


def _prefixes() -> tuple[str, ...]:
    """How the names of Heli's tables begin."""
    return tuple(f"{app.label}_" for app in apps.get_app_configs() if app.name.startswith("heli."))
