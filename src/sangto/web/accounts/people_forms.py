"""Forms of the pages about other people's accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangto.kernel.actor import Role
from sangto.organisations.domain.kinds import Language
from sangto.organisations.models import Agency, User
from sangto.web.accounts.own import LANGUAGES
from sangto.web.accounts.roles import ROLE_WORDS
from sangto.web.desk import agency_name
from sangto.web.forms.choices import ExplainedChoice
from sangto.web.forms.dates import DayMonthYearInput
from sangto.web.wording import ROLE_NAMES, word


def role_choices(roles: Iterable[Role]) -> list[tuple[str, ExplainedChoice]]:
    wanted = set(roles)
    return [
        (role.value, ExplainedChoice(word(ROLE_NAMES, role), words.gist))
        for role, words in ROLE_WORDS.items()
        if role in wanted
    ]


def _offer_agencies(form: forms.Form, agencies: Sequence[Agency]) -> None:
    """One agency is no question."""
    field = form.fields["agency"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - of the forms below
    field.choices = [(str(agency.pk), agency_name(agency)) for agency in agencies]
    if len(agencies) == 1:
        field.widget = forms.HiddenInput()
        field.initial = str(agencies[0].pk)


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Their e-mail address at work"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    agency = forms.ChoiceField(label=_("Agency"))
    roles = forms.MultipleChoiceField(
        label=_("What they will do"), widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(
        label=_("Language of the e-mail"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        initial=Language.VIETNAMESE.value,
    )

    def __init__(
        self, *args: Any, agencies: Iterable[Agency], roles: Iterable[Role], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer_agencies(self, list(agencies))
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = role_choices(roles)


class GrantForm(forms.Form):
    agency = forms.ChoiceField(label=_("Agency"))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    valid_from = forms.DateField(label=_("From"), widget=DayMonthYearInput)
    valid_until = forms.DateField(
        label=_("Until"),
        help_text=_("Leave it empty when the end is not known."),
        required=False,
        widget=DayMonthYearInput,
    )

    def __init__(
        self, *args: Any, agencies: Iterable[Agency], roles: Iterable[Role], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer_agencies(self, list(agencies))
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = role_choices(roles)


class EndRoleForm(forms.Form):
    NOW, ON_A_DAY = "now", "day"
    when = forms.ChoiceField(
        label=_("When does the role end?"),
        choices=[(NOW, _("Now")), (ON_A_DAY, _("With a last day"))],
        widget=forms.RadioSelect,
        initial=ON_A_DAY,
    )
    last_day = forms.DateField(label=_("Last day"), required=False, widget=DayMonthYearInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        missing = not data.get("last_day") and "last_day" not in self.errors
        if data.get("when") == self.ON_A_DAY and missing:
            self.add_error("last_day", _("Enter the last day."))
        return data


class HandOverForm(forms.Form):
    """``item`` is what is handed over: everything, or ``case-<n>`` or ``task-<n>``."""

    NOBODY = "-"
    to_user = forms.ChoiceField(label=_("Who takes it over?"))

    def __init__(self, *args: Any, receivers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_user"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            ("", _("Choose")),
            *((str(user.pk), user.full_name) for user in receivers),
            (self.NOBODY, _("Back to the agency, nobody yet")),
        ]


class LastDayForm(forms.Form):
    last_day = forms.DateField(label=_("Last day"), widget=DayMonthYearInput)
