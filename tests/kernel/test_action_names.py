"""Every action can be read in the audit: it has a name in Chinese."""

import importlib
import pkgutil
import re

import heli
from heli.kernel.action import ACTIONS
from heli.kernel.action_names import action_names, name_of


def _every_action() -> set[str]:
    for module in pkgutil.walk_packages(heli.__path__, "heli."):
        if "actions" in module.name.split("."):
            importlib.import_module(module.name)
    return set(ACTIONS)


def test_every_action_has_a_name() -> None:
    missing = sorted(_every_action() - set(action_names()))
    assert missing == [], "add a line for each to heli/kernel/action_names.toml"


def test_every_name_is_chinese_and_short() -> None:
    odd = [words for words in action_names().values() if not re.fullmatch(r"[一-鿿、 A-Za-z]{2,16}", words)]
    assert odd == []


def test_an_action_of_an_older_version_keeps_its_own_name() -> None:
    assert name_of("duties.gone") == "duties.gone"
