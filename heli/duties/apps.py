from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "heli.duties"
    label = "duties"
    verbose_name = "责任"
