"""Makes the kernel known to Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from heli.kernel.collecting import look_less_often


class KernelConfig(AppConfig):
    """The app `kernel`: registers its checks, has `migrate` put the audit's triggers in place, and has every
    process look after its garbage as suits Heli."""

    name = "heli.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Called by Django once all models are known."""
        from heli.kernel import checks, triggers  # noqa: F401 - they need the models

        post_migrate.connect(triggers.install_after_migrate, sender=self)
        look_less_often()
