from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "heli.attachments"
    label = "attachments"
    verbose_name = "附件"
