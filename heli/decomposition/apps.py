from django.apps import AppConfig


class DecompositionConfig(AppConfig):
    name = "heli.decomposition"
    label = "decomposition"
    verbose_name = "任务分解"
