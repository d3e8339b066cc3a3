from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sangto.intake.domain.limits import TEXT_LENGTH
from sangto.kernel.text import clean
from sangto.web.forms.texts import PastedTextField


class CheckForm(forms.Form):
    text = PastedTextField(
        label=_("Is it a scam? Is it true? Check it first."),
        help_text=_("Paste the message or the link here. You need no account."),
        max_length=TEXT_LENGTH,
        strip=False,
        widget=forms.Textarea({"rows": 5, "data-paste": True, "spellcheck": "false"}),
        error_messages={
            "required": _("Paste a message or a link first."),
            "max_length": _(
                "That is too long to check at once: %(show_value)d characters, and at most "
                "%(limit_value)d are read. Paste the part that you doubt."
            ),
        },
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not clean(text).strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text
