from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "heli.demo"
    label = "demo"
    verbose_name = "演示"
