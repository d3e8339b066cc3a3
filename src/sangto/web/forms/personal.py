"""What the detector found in a text, for a person to say of each thing whether it stays."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from sangto.kernel.personal import Finding, PersonalKind, findings
from sangto.web.forms.texts import AnyTextField
from sangto.web.wording import Words, word

KIND_NAMES: Words = {
    PersonalKind.EMAIL: _("E-mail address"),
    PersonalKind.PHONE: _("Phone number"),
    PersonalKind.IDENTITY: _("Number of an identity paper"),
    PersonalKind.ACCOUNT: _("Account or long number"),
    PersonalKind.PLATE: _("Number plate"),
    PersonalKind.PROFILE: _("Account name or profile"),
    PersonalKind.NAME: _("Marked by an officer"),
}


class StaysField(forms.MultipleChoiceField):
    """One box for each thing that was found; without any, the field is not shown."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(
            label=_("This may be personal data. What stays?"),
            help_text=_(
                "Tick what points at no private person, such as the public number of an agency. "
                "Change the text where it does."
            ),
            required=False,
        )

    def offer(self, found: Iterable[Finding]) -> bool:
        """Whether there is anything to tick."""
        self.choices = list(
            {one.key: f"{word(KIND_NAMES, one.kind)}: {one.text}" for one in found}.items()
        )
        return bool(self.choices)


class PassagesField(AnyTextField):
    """One passage a line."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Names and other words to mask"),
            help_text=_("One a line, as they stand in the text. Readers see […] in their place."),
            required=False,
            max_length=2500,
            widget=forms.Textarea({"rows": 3}),
        )

    def clean(self, value: object) -> list[str]:
        text = super().clean(value)
        return [line.strip() for line in str(text).splitlines() if line.strip()]


def offer_stays(form: forms.Form, *texts: str) -> None:
    """Fill ``form``'s field ``stays`` with what was found in these texts, or take it away."""
    field = form.fields["stays"]
    assert isinstance(field, StaysField)  # noqa: S101 - the form names it so
    if not field.offer(one for text in texts for one in findings(text)):
        del form.fields["stays"]
