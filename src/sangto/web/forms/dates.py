from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

PARTS = ("day", "month", "year")
NO_DAY = gettext_lazy("Write a day, such as 31 1 2027.")


class DayMonthYearInput(forms.MultiWidget):
    """Three short boxes for a date that a person knows by heart; for ``forms.DateField``."""

    template_name = "web/forms/date_input.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        labels = {
            "day": pgettext_lazy("date input", "Day"),
            "month": pgettext_lazy("date input", "Month"),
            "year": pgettext_lazy("date input", "Year"),
        }
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(
                {
                    "inputmode": "numeric",
                    "maxlength": "4" if part == "year" else "2",
                    "data-label": labels[part],
                    "class": f"govuk-input--width-{4 if part == 'year' else 2}",
                }
            )
            for part in PARTS
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        if isinstance(value, str) and value.count("-") == 2:
            return list(reversed(value.split("-")))
        return [None, None, None]

    def value_from_datadict(  # type: ignore[override]  # one value for one DateField
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> str | None:
        """ISO text that ``DateField`` reads; what is no date stays text and is refused there."""
        day, month, year = super().value_from_datadict(data, files, name)  # type: ignore[arg-type] # as Django calls it
        if not (day or month or year):
            return None
        return f"{year or ''}-{(month or '').zfill(2)}-{(day or '').zfill(2)}"

    def id_for_label(self, id_: str, index: str = "0") -> str:
        return f"{id_}_{index}" if id_ else ""


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=DayMonthYearInput(),
        help_text=help_text,
        error_messages={"required": NO_DAY, "invalid": NO_DAY},
    )
