from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "heli.burden"
    label = "burden"
    verbose_name = "减负账"
