from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "heli.elections"
    label = "elections"
    verbose_name = "换届"
