from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "heli.home"
    label = "home"
    verbose_name = "首页"
