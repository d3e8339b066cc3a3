from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from sangto.notices.domain.webhooks import ADDRESS_LENGTH, NAME_LENGTH


class WebhookForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Who is told"),
        help_text=gettext_lazy("The system or the organisation, no person."),
        max_length=NAME_LENGTH,
        error_messages={"required": gettext_lazy("Write who is told.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Address that takes the messages"),
        max_length=ADDRESS_LENGTH,
        widget=forms.URLInput({"inputmode": "url", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the address.")},
    )
