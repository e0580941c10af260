from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "heli.figures"
    label = "figures"
    verbose_name = "发布的数字"
