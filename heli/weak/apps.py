from django.apps import AppConfig


class WeakConfig(AppConfig):
    name = "heli.weak"
    label = "weak"
    verbose_name = "软弱落后党组织"
