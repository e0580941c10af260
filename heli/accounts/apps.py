from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "heli.accounts"
    label = "accounts"
    verbose_name = "账号"
