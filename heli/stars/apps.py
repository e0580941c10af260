from django.apps import AppConfig


class StarsConfig(AppConfig):
    name = "heli.stars"
    label = "stars"
    verbose_name = "星级"
