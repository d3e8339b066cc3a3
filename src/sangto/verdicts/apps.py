from __future__ import annotations

from django.apps import AppConfig


class VerdictsConfig(AppConfig):
    name = "sangto.verdicts"
    label = "verdicts"
    default_auto_field = "django.db.models.BigAutoField"
