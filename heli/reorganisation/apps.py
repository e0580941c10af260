from django.apps import AppConfig


class ReorganisationConfig(AppConfig):
    name = "heli.reorganisation"
    label = "reorganisation"
    verbose_name = "组织变动"
