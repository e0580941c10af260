from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "heli.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        """Register the system checks."""
        from heli.accounts import checks  # noqa: F401
