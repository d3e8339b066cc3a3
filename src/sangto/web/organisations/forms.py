"""Forms of the organisation. Rules are the room's; a form only reads the input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangto.kernel.text import collation_key
from sangto.organisations.domain.kinds import TeamRole
from sangto.organisations.models import Agency
from sangto.web.desk import agency_name
from sangto.web.forms.dates import day_field
from sangto.web.organisations.wording import TEAM_ROLES


class OfficerForm(forms.Form):
    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the full name.")},
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the e-mail address.")},
    )
    substitute_for = forms.ChoiceField(label=gettext_lazy("Stands in for"), required=False)
    valid_from = day_field(
        gettext_lazy("First day"), required=False, help_text=gettext_lazy("Empty: today.")
    )
    valid_until = day_field(
        gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: until somebody ends it."),
    )

    def __init__(self, *args: Any, officers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(
            self, "substitute_for", [("", _("Nobody: named in the first place")), *officers]
        )


class AbsenceForm(forms.Form):
    valid_from = day_field(gettext_lazy("First day away"))
    valid_until = day_field(
        gettext_lazy("Last day away"),
        required=False,
        help_text=gettext_lazy("Empty: until further notice."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as leave or a journey. No private reasons."),
    )


class TeamForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name in Vietnamese"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write a name.")},
    )
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write a name.")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("What it is for, in Vietnamese"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
    purpose_en = forms.CharField(
        label=gettext_lazy("What it is for, in English"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
    valid_until = day_field(
        gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: until somebody ends it."),
    )


class JoinTeamForm(forms.Form):
    person = forms.ChoiceField(
        label=gettext_lazy("Who"),
        error_messages={"required": gettext_lazy("Choose a person.")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("As"),
        widget=forms.RadioSelect,
        initial=TeamRole.MEMBER.value,
        choices=[(role.value, TEAM_ROLES[role]) for role in TeamRole],
        error_messages={"required": gettext_lazy("Choose one.")},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "person", [("", _("Choose …")), *people])


#: How many parts one form can give away; more are decided in the charter.
PARTS = 4


class SuccessionForm(forms.Form):
    predecessors = forms.MultipleChoiceField(
        label=gettext_lazy("Which agencies end"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Several for a merger, one for a split."),
        error_messages={"required": gettext_lazy("Choose the agencies that end.")},
    )
    successor = forms.ChoiceField(
        label=gettext_lazy("Who takes over"),
        help_text=gettext_lazy("In a split: who takes over what no part below names."),
        error_messages={"required": gettext_lazy("Choose who takes over.")},
    )
    on = day_field(
        gettext_lazy("From which day on"),
        help_text=gettext_lazy("The agencies end on the day before."),
    )
    note = forms.CharField(
        label=gettext_lazy("Decided by"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Such as the number and date of the resolution."),
    )

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[Agency],
        topics: Sequence[tuple[str, str]],
        places: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = sorted(agencies, key=lambda row: collation_key(agency_name(row)))
        set_choices(
            self,
            "predecessors",
            [(row.slug, agency_name(row)) for row in rows if not row.is_lead],
        )
        named = [(row.slug, agency_name(row)) for row in rows]
        set_choices(self, "successor", [("", _("Choose …")), *named])
        for number in range(PARTS):
            self.fields[f"to_{number}"] = forms.ChoiceField(
                label=_("Part %(number)d passes on to") % {"number": number + 1},
                required=False,
                choices=[("", "–"), *named],
            )
            self.fields[f"topic_{number}"] = forms.ChoiceField(
                label=_("Topic"), required=False, choices=[("", _("All topics")), *topics]
            )
            self.fields[f"territory_{number}"] = forms.ChoiceField(
                label=_("Territory"), required=False, choices=[("", _("Everywhere")), *places]
            )

    def part_rows(self) -> list[list[forms.BoundField]]:
        return [
            [self[f"{name}_{number}"] for name in ("to", "topic", "territory")]
            for number in range(PARTS)
        ]

    def plain_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("predecessors", "successor", "on", "note")]


class CharterForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The charter's file"),
        help_text=gettext_lazy("YAML, at most 512 kilobytes."),
        widget=forms.FileInput({"accept": ".yaml,.yml,text/yaml"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


class HolidayForm(forms.Form):
    day = day_field(gettext_lazy("Day"))
    working = forms.ChoiceField(
        label=gettext_lazy("On this day the network"),
        widget=forms.RadioSelect,
        choices=[("no", gettext_lazy("rests")), ("yes", gettext_lazy("works"))],
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("Every deadline that passes this day shows it."),
        error_messages={
            "required": gettext_lazy("Say why in 1 to 200 characters; deadlines show it.")
        },
    )


def set_choices(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared as one
    field.choices = list(choices)
