"""The form by which reports leave a claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangto.intake.models import Report
from sangto.web.cases.forms import choose, explained
from sangto.web.forms.choices import ExplainedChoice
from sangto.web.templatetags.sangto_components import moment

#: Reports on one page, the newest; whoever has more splits twice.
MOST_SHOWN = 200


class SplitForm(forms.Form):
    reports = forms.MultipleChoiceField(
        label=gettext_lazy("Which reports leave"),
        help_text=gettext_lazy("At least one stays, and one of the kind that the case began with."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick the reports that leave.")},
    )
    where = forms.ChoiceField(
        label=gettext_lazy("Where they go"),
        choices=[
            (
                "new",
                explained(
                    gettext_lazy("To a claim of their own"),
                    gettext_lazy("It comes to triage, without title and category."),
                ),
            ),
            (
                "there",
                explained(
                    gettext_lazy("To a claim that is there"),
                    gettext_lazy("Write its reference below."),
                ),
            ),
        ],
        initial="new",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where the reports go.")},
    )
    claim = forms.CharField(
        label=gettext_lazy("Reference of that claim or case"),
        help_text=gettext_lazy("Such as ND-26-… or VV-26-…"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"class": "govuk-input--width-20", "spellcheck": "false"}),
    )

    def __init__(
        self,
        *args: Any,
        reports: Sequence[tuple[Report, str]],
        origin: int | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "reports", [(str(r.pk), _choice(r, said, origin)) for r, said in reports])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("where") == "there" and not data.get("claim"):
            self.add_error("claim", _("Write the reference of the claim or case."))
        return data


def _choice(report: Report, said: str, origin: int | None) -> ExplainedChoice:
    label = f"{report.reference} · {moment(report.received_at)}"
    if report.pk == origin:
        label = _("%(report)s · the case began with it") % {"report": label}
    return ExplainedChoice(label, said)
