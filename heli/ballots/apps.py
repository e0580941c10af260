from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "heli.ballots"
    label = "ballots"
    verbose_name = "无记名投票"
