from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangto.intake.domain.limits import TEXT_LENGTH
from sangto.kernel.text import clean
from sangto.web.forms.texts import PastedTextField

#: What can be read.
PICTURE_TYPES = ("image/png", "image/jpeg", "image/webp")


class CheckForm(forms.Form):
    text = PastedTextField(
        label=_("Is it a scam? Is it true? Check it first."),
        help_text=_("Paste the message or the link here. You need no account."),
        required=False,
        max_length=TEXT_LENGTH,
        strip=False,
        widget=forms.Textarea({"rows": 5, "data-paste": True, "spellcheck": "false"}),
        error_messages={
            "max_length": _(
                "That is too long to check at once: %(show_value)d characters, and at most "
                "%(limit_value)d are read. Paste the part that you doubt."
            ),
        },
    )

    picture = forms.FileField(
        label=_("Or a screenshot"),
        help_text=_(
            "A PNG, JPEG or WebP picture of at most 8 MB. A machine reads the words in it; then "
            "the picture is deleted."
        ),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ",".join(PICTURE_TYPES)}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        nothing = not clean(data.get("text", "")).strip() and data.get("picture") is None
        if nothing and not self.errors:
            self.add_error("text", _("Paste a message or a link first, or add a screenshot."))
        return data
