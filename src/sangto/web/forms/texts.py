from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _


class AnyTextField(forms.CharField):
    """Takes every text, also one with NUL: for what is looked up and never stored."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [
            validator
            for validator in self.validators
            if not isinstance(validator, ProhibitNullCharactersValidator)
        ]


class PastedTextField(AnyTextField):
    """Says what to do about NUL, which comes from a damaged file and never from a message."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(
            ProhibitNullCharactersValidator(
                message=_(
                    "It holds a character that is no text, as in a damaged file. Copy the words "
                    "again and paste only them."
                )
            )
        )
