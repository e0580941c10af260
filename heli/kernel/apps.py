"""Makes the kernel known to Django."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The app `kernel`."""

    name = "heli.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
