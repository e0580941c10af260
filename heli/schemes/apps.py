from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "heli.schemes"
    label = "schemes"
    verbose_name = "考核方案"
