"""Django's registration of the web door."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sangto.web"
    label = "web"
