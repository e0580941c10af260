from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "heli.mandates"
    label = "mandates"
    verbose_name = "责任清单"
