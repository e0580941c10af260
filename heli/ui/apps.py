"""Registers the package with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components, base page, static files and error pages."""

    name = "heli.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self) -> None:
        """Register the system checks."""
        from heli.ui import checks  # noqa: F401
