from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "heli.orgs"
    label = "orgs"
    verbose_name = "组织"
