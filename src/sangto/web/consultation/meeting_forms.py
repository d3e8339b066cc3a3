"""Forms of meetings. Lengths and rules are the room's; a form only reads the input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangto.consultation.domain.meetings import MinutesAnswer, Reply
from sangto.consultation.models import AgendaItem, Meeting, MeetingInvitee
from sangto.kernel.categories import RULES, Category
from sangto.kernel.worktime import ZONE
from sangto.organisations.models import Agency
from sangto.web.cases.forms import choose, explained
from sangto.web.desk import agency_name
from sangto.web.forms.dates import DayMonthYearInput
from sangto.web.templatetags.rating_looks import RATING_LOOKS

_NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-4"}


class MeetingForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("What the meeting is about"),
        help_text=gettext_lazy("In one line. Do not repeat what people sent."),
        error_messages={"required": gettext_lazy("Write what the meeting is about.")},
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=DayMonthYearInput,
        error_messages={
            "required": gettext_lazy("Write the day of the meeting."),
            "invalid": gettext_lazy("Write a day that exists, such as 27 3 2026."),
        },
    )
    time = forms.TimeField(
        label=gettext_lazy("Begins at"),
        input_formats=["%H:%M", "%Hh%M", "%H.%M"],
        widget=forms.TimeInput(
            attrs={"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"
        ),
        error_messages={
            "required": gettext_lazy("Write when it begins, such as 14:00."),
            "invalid": gettext_lazy("Write when it begins, such as 14:00."),
        },
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How long, in minutes"),
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages={
            "required": gettext_lazy("Write how many minutes."),
            "invalid": gettext_lazy("Write a number, such as 60."),
        },
    )
    place = forms.CharField(label=gettext_lazy("Place"), required=False)
    link = forms.CharField(
        label=gettext_lazy("Link of the online meeting"),
        required=False,
        widget=forms.TextInput({"spellcheck": "false", "inputmode": "url"}),
    )
    chair = forms.CharField(label=gettext_lazy("Who chairs it"), required=False, max_length=300)
    chair_position = forms.CharField(
        label=gettext_lazy("Position of the chair"), required=False, max_length=300
    )
    secretary = forms.CharField(
        label=gettext_lazy("Who writes the minutes"), required=False, max_length=300
    )

    def details(self) -> dict[str, Any]:
        """The arguments of the services."""
        data = dict(self.cleaned_data)
        data["starts_at"] = datetime.combine(data.pop("starts_on"), data.pop("time"), tzinfo=ZONE)
        return data

    @staticmethod
    def shown(meeting: Meeting) -> dict[str, Any]:
        local = meeting.starts_at.astimezone(ZONE)
        return {
            "title": meeting.title,
            "starts_on": local.date(),
            "time": local.time(),
            "minutes": meeting.minutes,
            "place": meeting.place,
            "link": meeting.link,
            "chair": meeting.chair,
            "chair_position": meeting.chair_position,
            "secretary": meeting.secretary,
        }


class ItemForm(forms.Form):
    """An item without a case, or another title or length for one that is there."""

    title = forms.CharField(
        label=gettext_lazy("What this item is about"),
        help_text=gettext_lazy(
            "Everybody who is invited reads it. Do not repeat what people sent."
        ),
        error_messages={"required": gettext_lazy("Write what this item is about.")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes"),
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages={
            "required": gettext_lazy("Write how many minutes."),
            "invalid": gettext_lazy("Write a number, such as 20."),
        },
    )


class InviteForm(forms.Form):
    agencies = forms.MultipleChoiceField(
        label=gettext_lazy("Which agencies"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one agency.")},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "agencies", choices)


class AddressForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), error_messages={"required": gettext_lazy("Write the name.")}
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the e-mail address.")},
    )


class GuestForm(AddressForm):
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Such as a bank or a university. The guest belongs to no member."),
        required=False,
        max_length=300,
    )
    field_order = ("name", "organisation", "email")


class CallForm(forms.Form):
    letter = forms.BooleanField(
        label=gettext_lazy("With an official invitation, numbered in our register"),
        required=False,
    )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Everybody who was invited reads it."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 4}),
    )


class ReplyForm(forms.Form):
    reply = forms.ChoiceField(
        label=gettext_lazy("Do you come?"),
        choices=[
            (Reply.ACCEPTED.value, gettext_lazy("Yes, somebody of us comes")),
            (Reply.TENTATIVE.value, gettext_lazy("Perhaps, we do not know yet")),
            (Reply.DECLINED.value, gettext_lazy("No, nobody can come")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    substitute = forms.CharField(
        label=gettext_lazy("Who comes instead"),
        help_text=gettext_lazy("Name and position, if it is not the person whom we wrote to."),
        required=False,
        max_length=300,
    )
    note = forms.CharField(
        label=gettext_lazy("A word to whoever called the meeting"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 3}),
    )

    @staticmethod
    def shown(invitee: MeetingInvitee) -> dict[str, Any]:
        return {
            "reply": invitee.reply,
            "substitute": invitee.substitute,
            "note": invitee.reply_note,
        }

    def given(self) -> dict[str, Any]:
        """The arguments of the services."""
        data = self.cleaned_data
        return {
            "reply": Reply(data["reply"]),
            "substitute": data["substitute"],
            "note": data["note"],
        }


class AgreeForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Do you agree to the minutes?"),
        choices=[
            (MinutesAnswer.AGREED.value, gettext_lazy("Yes, they say what was said")),
            (MinutesAnswer.OBJECTED.value, gettext_lazy("No, something has to be corrected")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What should be corrected"),
        help_text=gettext_lazy("Only when you do not agree. It will stand under the minutes."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def given(self) -> dict[str, Any]:
        """The arguments of the services."""
        data = self.cleaned_data
        return {"answer": MinutesAnswer(data["answer"]), "text": data["text"]}


class AttendanceForm(forms.Form):
    """Two fields for each invited agency and guest: whether somebody came, and who."""

    def __init__(self, *args: Any, invitees: Iterable[MeetingInvitee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[tuple[MeetingInvitee, str, str]] = []
        for invitee in invitees:
            came, by = f"came-{invitee.pk}", f"by-{invitee.pk}"
            name = invitee_name(invitee)
            self.fields[came] = forms.ChoiceField(
                label=name,
                required=False,
                choices=[("yes", _("Came")), ("no", _("Did not come"))],
                widget=forms.RadioSelect,
                initial={True: "yes", False: "no"}.get(invitee.attended)  # type: ignore[arg-type] # may be empty
                or "",
            )
            self.fields[by] = forms.CharField(
                label=_("Who came for %(name)s") % {"name": name},
                required=False,
                max_length=300,
                initial=invitee.attended_by or invitee.substitute or invitee.name,
            )
            self.rows.append((invitee, came, by))

    def shown(self) -> list[dict[str, Any]]:
        """Each invited one with its two fields, for the template."""
        return [
            {"invitee": invitee, "came": self[came], "by": self[by]}
            for invitee, came, by in self.rows
        ]


class MinutesForm(forms.Form):
    """``seen`` is the revision that stood on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    discussion = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8}),
    )
    conclusion = forms.CharField(
        label=gettext_lazy("Conclusion"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 4}),
    )


class ActionForm(forms.Form):
    what = forms.CharField(
        label=gettext_lazy("What is done"),
        error_messages={"required": gettext_lazy("Write what is done.")},
    )
    agency = forms.ChoiceField(
        label=gettext_lazy("Which agency does it"),
        error_messages={"required": gettext_lazy("Choose the agency.")},
    )
    due_on = forms.DateField(
        label=gettext_lazy("By when"),
        widget=DayMonthYearInput,
        error_messages={
            "required": gettext_lazy("Write the day by which it is done."),
            "invalid": gettext_lazy("Write a day that exists, such as 27 3 2026."),
        },
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(agency.slug, agency_name(agency)) for agency in agencies]
        choose(self, "agency", [("", "–"), *named])


class ConcludeForm(forms.Form):
    proposed_rating = forms.ChoiceField(
        label=gettext_lazy("Which rating the meeting proposes"), required=False
    )
    not_followed = forms.CharField(
        label=gettext_lazy("What was said and is not followed, and why"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.case is None or not item.case.category:
            del self.fields["proposed_rating"]
            del self.fields["not_followed"]
            return
        ratings = sorted(RULES[Category(item.case.category)].ratings)
        looks = [(rating.value, RATING_LOOKS[rating].word) for rating in ratings]
        choose(self, "proposed_rating", [("", _("None")), *looks])


def invitee_name(invitee: MeetingInvitee) -> str:
    """The agency, or the guest with where they belong to."""
    if invitee.agency is not None:
        name = agency_name(invitee.agency)
        if invitee.instead_of is None:
            return name
        former = agency_name(invitee.instead_of)
        return _("%(agency)s, in place of %(former)s") % {"agency": name, "former": former}
    return f"{invitee.name} ({invitee.organisation})" if invitee.organisation else invitee.name


def agency_choice(agency: Agency, hint: str) -> tuple[str, Any]:
    return (agency.slug, explained(agency_name(agency), hint) if hint else agency_name(agency))
