from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "heli.members"
    label = "members"
    verbose_name = "党员"
