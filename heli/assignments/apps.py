from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "heli.assignments"
    label = "assignments"
    verbose_name = "设岗定责"
