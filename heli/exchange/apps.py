from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "heli.exchange"
    label = "exchange"
    verbose_name = "晒比评"
