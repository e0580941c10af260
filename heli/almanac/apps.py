from django.apps import AppConfig


class AlmanacConfig(AppConfig):
    name = "heli.almanac"
    label = "almanac"
    verbose_name = "年历"
