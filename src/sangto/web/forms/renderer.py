from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class SangtoRenderer(TemplatesSetting):
    """Fields in GOV.UK markup; the widgets' own templates stand in ``templates/django/forms``."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
