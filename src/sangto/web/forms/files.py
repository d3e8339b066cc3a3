from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.base import File


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Cleans to a list, which is empty when nothing was sent."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[File[Any]]:
        sent: Sequence[Any] = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not sent:
            super().clean(None, initial)
            return []
        return [super(SeveralFilesField, self).clean(item, initial) for item in sent]
