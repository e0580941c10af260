from django.apps import AppConfig


class DebriefingConfig(AppConfig):
    name = "heli.debriefing"
    label = "debriefing"
    verbose_name = "述职评议"
