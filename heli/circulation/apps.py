from django.apps import AppConfig


class CirculationConfig(AppConfig):
    name = "heli.circulation"
    label = "circulation"
    verbose_name = "传达阅知"
