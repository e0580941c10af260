from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "heli.intake"
    label = "intake"
    verbose_name = "导入"
