from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QueueConfig(AppConfig):
    name = "sangto.queue"
    label = "queue"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Queue")
