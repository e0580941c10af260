from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "heli.appraisal"
    label = "appraisal"
    verbose_name = "考核"
