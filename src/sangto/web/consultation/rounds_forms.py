"""Forms of whoever asks. Lengths and rules are the room's; a form only reads the input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from sangto.consultation.domain.reminders import (
    DEFAULT_PLAN,
    MOST_STEPS,
    ReminderPlan,
    ReminderStep,
    Whom,
)
from sangto.consultation.domain.rounds import DEFAULT_GRACE, Length, LengthMode, RoundState
from sangto.consultation.models import OpinionRound, RoundAttachment
from sangto.consultation.queries import Group, ProposedAgency, length_of, plan_of
from sangto.consultation.services import OfferedFile
from sangto.documents.domain.files import media_type_of
from sangto.kernel.worktime import Mode
from sangto.organisations.models import Agency
from sangto.web.cases.forms import Choices, choose, explained
from sangto.web.consultation.rounds_wording import (
    PROPOSAL_REASONS,
    ROUND_STATES,
    WHOMS,
    group_name,
)
from sangto.web.desk import agency_name
from sangto.web.forms.dates import DayMonthYearInput
from sangto.web.forms.files import SeveralFilesField, SeveralFilesInput

TAKEN = ".pdf,.docx,.xlsx,.txt,image/png,image/jpeg,image/webp"
_NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-3"}


def offered(files: Iterable[Any]) -> list[OfferedFile]:
    """Uploads as the room takes them. The name is what the person called the file."""
    return [_offered(file) for file in files]


def _offered(file: UploadedFile[Any]) -> OfferedFile:
    content, name = file.read(), file.name or ""
    return OfferedFile(content, media_type_of(name, content) or file.content_type or "", name)


class QuestionForm(forms.Form):
    """Everything in it is read by other agencies (SCOPE.md 8)."""

    title = forms.CharField(
        label=gettext_lazy("What it is about, in one line"),
        help_text=gettext_lazy("It stands in the subject of the letters. No names of persons."),
        error_messages={"required": gettext_lazy("Write in one line what it is about.")},
    )
    question = forms.CharField(
        label=gettext_lazy("What you want to know"),
        help_text=gettext_lazy("One question that can be agreed to or not is answered soonest."),
        strip=False,
        error_messages={"required": gettext_lazy("Write what you want to know.")},
        widget=forms.Textarea({"rows": 5}),
    )
    known = forms.CharField(
        label=gettext_lazy("What is known so far"),
        help_text=gettext_lazy(
            "In your own words, for people who have never heard of it. Do not repeat what people "
            "sent, and leave out who sent it."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8}),
    )
    files = SeveralFilesField(  # type: ignore[assignment] # Django takes fields off the class
        label=gettext_lazy("Attachments"),
        help_text=gettext_lazy("Picture, PDF, DOCX, XLSX or text; at most 10 MB each."),
        required=False,
        widget=SeveralFilesInput({"accept": TAKEN}),
    )
    remove_files = forms.MultipleChoiceField(
        label=gettext_lazy("Take these attachments away"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, attached: Sequence[RoundAttachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if attached:
            named = [(str(row.pk), row.file.title or f"{row.pk}") for row in attached]
            choose(self, "remove_files", named)
        else:
            del self.fields["remove_files"]

    @staticmethod
    def shown(opinion_round: OpinionRound) -> dict[str, Any]:
        return {
            "title": opinion_round.title,
            "question": opinion_round.question,
            "known": opinion_round.known,
        }


class AgenciesForm(forms.Form):
    """Proposals first and ticked; a group stands for all agencies in it."""

    proposed = forms.MultipleChoiceField(
        label=gettext_lazy("Proposed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Several at once"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.MultipleChoiceField(
        label=gettext_lazy("All other agencies"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        proposals: Sequence[ProposedAgency],
        agencies: Sequence[Agency],
        groups: Sequence[Group],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._by_slug = {one.slug: one for one in agencies}
        self._groups = {group.code: group for group in groups}
        named = {row.agency.slug for row in proposals}
        self._choices("proposed", [(row.agency.slug, _proposal(row)) for row in proposals])
        self._choices("groups", [(group.code, group_name(group)) for group in groups])
        self._choices(
            "others", [(one.slug, agency_name(one)) for one in agencies if one.slug not in named]
        )

    def _choices(self, name: str, choices: Choices) -> None:
        if choices:
            choose(self, name, choices)
        else:
            del self.fields[name]

    def chosen(self) -> list[Agency]:
        """Each once, in the order of the page."""
        data = self.cleaned_data
        slugs = [*data.get("proposed", ()), *data.get("others", ())]
        found = {slug: self._by_slug[slug] for slug in slugs if slug in self._by_slug}
        for code in data.get("groups", ()):
            found |= {agency.slug: agency for agency in self._groups[code].agencies}
        return list(found.values())


def _proposal(row: ProposedAgency) -> Any:
    hints = [str(PROPOSAL_REASONS[row.reason])]
    if row.instead_of is not None:
        hints.append(_("takes the place of %(agency)s") % {"agency": agency_name(row.instead_of)})
    if row.concerned:
        hints.append(_("marked as concerned by the claim"))
    return explained(agency_name(row.agency), " · ".join(hints))


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """The fields of one reminder; ``label`` names the row aloud."""

    label: str
    days: Any
    side: Any
    mode: Any
    whom: Any
    hard: Any


class TimeForm(forms.Form):
    """How long, what silence means, and the reminders, a row each with one empty row at the end."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How the time is counted"),
        choices=[
            (LengthMode.WORKING.value, gettext_lazy("in working days")),
            (LengthMode.CALENDAR.value, gettext_lazy("in calendar days")),
            (LengthMode.DAY.value, gettext_lazy("until a day")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the time is counted.")},
    )
    days = forms.IntegerField(
        label=gettext_lazy("How many days"), required=False, widget=forms.TextInput(_NUMBER)
    )
    due_on = forms.DateField(
        label=gettext_lazy("Until which day"),
        required=False,
        widget=DayMonthYearInput,
        error_messages={"invalid": gettext_lazy("Write a day that exists, such as 27 3 2026.")},
    )
    grace_days = forms.IntegerField(
        label=gettext_lazy("Days on which late answers are still taken"),
        help_text=gettext_lazy("After them the round closes by itself."),
        initial=DEFAULT_GRACE,
        widget=forms.TextInput(_NUMBER),
        error_messages={
            "required": gettext_lazy("Write a number; 0 for none."),
            "invalid": gettext_lazy("Write a number; 0 for none."),
        },
    )
    silence_agrees = forms.BooleanField(
        label=gettext_lazy("No answer counts as agreement"),
        help_text=gettext_lazy("The letter, the page and the sheet say so."),
        required=False,
    )
    reminders = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: ReminderPlan = DEFAULT_PLAN, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(len(plan.steps) + 2, MOST_STEPS)
        for row in range(self.count):
            step = plan.steps[row] if row < len(plan.steps) else None
            self._row(row, step)

    def _row(self, row: int, step: ReminderStep | None) -> None:
        self.fields[f"r{row}-days"] = forms.IntegerField(
            label=_("Days"),
            required=False,
            min_value=0,
            initial=abs(step.days) if step else None,
            widget=forms.TextInput(_NUMBER),
        )
        self.fields[f"r{row}-side"] = forms.ChoiceField(
            label=_("When"),
            choices=[("before", _("before the deadline")), ("after", _("after the deadline"))],
            initial="after" if step and step.days > 0 else "before",
        )
        self.fields[f"r{row}-mode"] = forms.ChoiceField(
            label=_("Kind of days"),
            choices=[(Mode.WORKING.value, _("working")), (Mode.CALENDAR.value, _("calendar"))],
            initial=step.mode.value if step else Mode.WORKING.value,
        )
        self.fields[f"r{row}-whom"] = forms.ChoiceField(
            label=pgettext("reminder", "To whom"),
            choices=[(whom.value, WHOMS[whom]) for whom in Whom],
            initial=step.whom.value if step else Whom.OFFICER.value,
        )
        self.fields[f"r{row}-hard"] = forms.BooleanField(
            label=_("Urgent"), required=False, initial=bool(step and step.hard)
        )

    def rows(self) -> list[ReminderRow]:
        return [
            ReminderRow(
                _("Reminder %(number)s") % {"number": row + 1},
                *(self[f"r{row}-{part}"] for part in ("days", "side", "mode", "whom", "hard")),
            )
            for row in range(self.count)
        ]

    def length(self) -> Length:
        data = self.cleaned_data
        mode = LengthMode(data["mode"])
        if mode is LengthMode.DAY:
            return Length(mode, due_on=data["due_on"])
        return Length(mode, days=data["days"])

    def plan(self) -> ReminderPlan:
        """An empty number of days means that there is no such reminder."""
        data, steps = self.cleaned_data, []
        for row in range(self.count):
            days = data[f"r{row}-days"]
            if days is None:
                continue
            steps.append(
                ReminderStep(
                    days if data[f"r{row}-side"] == "after" else -days,
                    Mode(data[f"r{row}-mode"]),
                    hard=data[f"r{row}-hard"],
                    whom=Whom(data[f"r{row}-whom"]),
                )
            )
        return ReminderPlan(tuple(steps))

    @classmethod
    def of(cls, opinion_round: OpinionRound, data: Any = None) -> TimeForm:
        length = length_of(opinion_round)
        return cls(
            data,
            plan=plan_of(opinion_round),
            initial={
                "mode": length.mode.value,
                "days": length.days,
                "due_on": length.due_on,
                "grace_days": opinion_round.grace_days,
                "silence_agrees": opinion_round.silence_agrees,
            },
        )


class RoundReasonForm(forms.Form):
    """Why a round is given back or taken back; the help says who reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 4}),
    )


class RoundFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All states")),
            *((state.value, ROUND_STATES[state].word) for state in RoundState),
        ],
    )
    q = forms.CharField(
        label=gettext_lazy("Reference or title"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "data-search": True}),
    )
    late = forms.BooleanField(label=gettext_lazy("With overdue answers"), required=False)
