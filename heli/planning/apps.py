from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "heli.planning"
    label = "planning"
    verbose_name = "年度计划"
