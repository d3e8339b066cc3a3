from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sangto.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
