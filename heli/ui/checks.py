"""System check: whatever the masthead is told to offer exists."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage

from heli.ui.context_processors import address


@checks.register()
def masthead_addresses(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """W001 for each name in NAVIGATION or MASTHEAD without a page: it is left out of the masthead."""
    names = [name for _, name, _ in settings.NAVIGATION] + list(getattr(settings, "MASTHEAD", {}).values())
    return [
        checks.Warning(
            f"导航中的地址 {name} 不存在，页面上不会显示", hint="见 NAVIGATION 和 MASTHEAD", id="ui.W001"
        )
        for name in names
        if not address(name)
    ]
