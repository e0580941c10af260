"""What actions are called in Chinese: `action_names.toml`, one line an action."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_PATH = Path(__file__).with_suffix(".toml")


@cache
def action_names() -> Mapping[str, str]:
    """The Chinese name of each action by its name in the audit, "<package>.<function>"."""
    tables = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    return {f"{package}.{name}": words for package, names in tables.items() for name, words in names.items()}


def name_of(action: str) -> str:
    """What an action is called; its own name for one of an older version that is no more."""
    return action_names().get(action, action)
