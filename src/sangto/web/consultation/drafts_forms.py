"""Forms of drafts. Lengths and rules are the room's; a form only reads the input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangto.consultation.domain.comments import (
    Anchor,
    CommentKind,
    CommentText,
    Decision,
    DispositionKind,
    TextChange,
)
from sangto.consultation.domain.drafts import DraftKind
from sangto.consultation.domain.recognition import LineKind
from sangto.consultation.domain.rounds import MOST_FILE_BYTES, Length, LengthMode
from sangto.consultation.models import Draft
from sangto.consultation.services import DraftSource, Request
from sangto.documents.domain.files import media_type_of
from sangto.organisations.models import Agency, User
from sangto.web.cases.forms import choose
from sangto.web.consultation.drafts_wording import (
    COMMENT_KINDS,
    DECISIONS,
    DRAFT_KINDS,
    LINE_KINDS,
    TEXT_CHANGES,
)
from sangto.web.desk import agency_name
from sangto.web.forms.dates import DayMonthYearInput
from sangto.web.forms.texts import PastedTextField

_NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-4"}
DAY_ERRORS = {
    "required": gettext_lazy("Write a day that exists, such as 27 3 2026."),
    "invalid": gettext_lazy("Write a day that exists, such as 27 3 2026."),
}


class SourceForm(forms.Form):
    """A file, or pasted text; the file wins."""

    file = forms.FileField(
        label=gettext_lazy("The text as a file"),
        help_text=gettext_lazy(
            "DOCX, text or Markdown. Macros are refused, links in it lead nowhere."
        ),
        required=False,
        widget=forms.FileInput({"accept": ".docx,.txt,.md,.markdown"}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )
    text = PastedTextField(
        label=gettext_lazy("Or paste the text"),
        help_text=gettext_lazy("One paragraph a line, with “Điều 1.”, “1.” and “a)” before it."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )

    def clean_file(self) -> File[Any] | None:
        file: File[Any] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MOST_FILE_BYTES:
            raise forms.ValidationError(
                _("This file is larger than %(megabytes)s MB.")
                % {"megabytes": MOST_FILE_BYTES // (1024 * 1024)}
            )
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("file") is None and not data.get("text", "").strip():
            self.add_error("file", _("Choose a file, or paste the text."))
        return data

    def source(self) -> DraftSource:
        file: File[Any] | None = self.cleaned_data["file"]
        if file is None:
            return DraftSource(text=self.cleaned_data["text"])
        content = file.read()
        return DraftSource(content=content, media_type=media_type_of(file.name or "", content))


class ImportForm(SourceForm):
    title = forms.CharField(
        label=gettext_lazy("Title of the draft"),
        help_text=gettext_lazy("As it will be issued, such as “Quy chế phối hợp xử lý tin giả”."),
        error_messages={"required": gettext_lazy("Give the draft a title.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it becomes"), choices=list(DRAFT_KINDS.items())
    )
    appraiser = forms.ChoiceField(
        label=gettext_lazy("Who appraises it"),
        help_text=gettext_lazy("Can be said later too."),
        required=False,
    )
    field_order = ("title", "kind", "appraiser", "file", "text")

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {row.slug: row for row in agencies}
        choose(self, "appraiser", [("", "–"), *named(self.agencies)])

    def details(self) -> dict[str, Any]:
        """The arguments of the service."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "kind": DraftKind(data["kind"]),
            "appraiser": self.agencies.get(data["appraiser"]),
            "source": self.source(),
        }


class VersionForm(SourceForm):
    note = forms.CharField(label=gettext_lazy("What is new in it"), required=False, max_length=300)
    field_order = ("note", "file", "text")


class MendForm(forms.Form):
    """``do`` is mark, forget, join or split; ``seen`` the revision that stood on the page."""

    do = forms.ChoiceField(choices=[(one, one) for one in ("mark", "forget", "join", "split")])
    seen = forms.IntegerField(min_value=0)
    line = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(choices=list(LINE_KINDS.items()), required=False)
    mark = forms.CharField(required=False, max_length=12)
    words = forms.CharField(required=False, max_length=200, strip=True)

    def chosen(self) -> LineKind | None:
        kind = self.cleaned_data["kind"]
        return LineKind(kind) if kind and self.cleaned_data["do"] == "mark" else None


class AskForm(forms.Form):
    """What is asked about a draft, and until when; whom is a form of its own."""

    question = forms.CharField(
        label=gettext_lazy("What you ask"),
        strip=False,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Write what you ask.")},
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How much time"),
        choices=[
            (LengthMode.WORKING.value, gettext_lazy("Working days")),
            (LengthMode.CALENDAR.value, gettext_lazy("Calendar days")),
            (LengthMode.DAY.value, gettext_lazy("Until a certain day")),
        ],
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=gettext_lazy("How many days"), required=False, widget=forms.TextInput(attrs=_NUMBER)
    )
    due_on = forms.DateField(
        label=gettext_lazy("Or until this day"),
        required=False,
        widget=DayMonthYearInput,
        error_messages=DAY_ERRORS,
    )
    silence_agrees = forms.BooleanField(
        label=gettext_lazy("No answer counts as agreement"),
        required=False,
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the official letter that asks"),
        help_text=gettext_lazy("When there is one, such as 408/STTTT-BCVT."),
        required=False,
        max_length=60,
    )

    def __init__(
        self,
        *args: Any,
        length: Length,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("mode", length.mode.value)
        self.initial.setdefault("days", length.days)

    def request(self, draft: Draft, agencies: Sequence[Agency]) -> Request:
        data = self.cleaned_data
        mode = LengthMode(data["mode"])
        by_day = mode is LengthMode.DAY
        length = Length(mode, None if by_day else data["days"], data["due_on"] if by_day else None)
        return Request(
            question=data["question"],
            length=length,
            agencies=agencies,
            title=draft.title,
            silence_agrees=data["silence_agrees"],
        )


class VoteForm(AskForm):
    """A vote begins with no official letter of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["number"]


class CommentForm(forms.Form):
    """``anchor`` is an eId of the version or a place that is no provision. A wording that is still
    the provision's own is none. ``replaces`` is the own comment that this one stands for."""

    anchor = forms.CharField(max_length=120, widget=forms.HiddenInput)
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("What you propose"),
        choices=list(COMMENT_KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you propose.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        help_text=gettext_lazy("Why, in your words. It can stay empty when you propose a wording."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 4}),
    )
    proposed_wording = forms.CharField(
        label=gettext_lazy("The wording that you propose"),
        help_text=gettext_lazy("Change the words below; the desk sees what is different."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(self, *args: Any, wording: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wording = wording
        if wording:
            self.initial.setdefault("proposed_wording", wording)
        elif not self.initial.get("proposed_wording") and "anchor" in self.initial:
            del self.fields["proposed_wording"]

    def comment(self) -> CommentText:
        data = self.cleaned_data
        proposed = data.get("proposed_wording", "").replace("\r\n", "\n").strip()
        if proposed == self.wording.strip():
            proposed = ""
        return CommentText(
            anchor=data["anchor"],
            kind=CommentKind(data["kind"]),
            text=data["text"],
            proposed_wording=proposed,
        )


class PlaceForm(forms.Form):
    """Where a comment from a letter belongs."""

    at = forms.ChoiceField(label=gettext_lazy("Which provision"))

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "at", places)


class DecisionForm(forms.Form):
    """``seen`` is the number of the decision that stood on the page, 0 for none: of two people at
    once the later one looks again first."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[(kind.value, DECISIONS[kind].word) for kind in DispositionKind],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    explanation = forms.CharField(
        label=gettext_lazy("Explanation to the agency"),
        strip=False,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Explain the decision to the agency.")},
    )
    change = forms.ChoiceField(
        label=gettext_lazy("What it does to the text"),
        choices=[(one.value, TEXT_CHANGES[one]) for one in TextChange],
        required=False,
        widget=forms.RadioSelect,
    )
    wording = forms.CharField(
        label=gettext_lazy("Resulting wording"),
        help_text=gettext_lazy("Without the number; it goes into the next version."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 5}),
    )
    only_this = forms.BooleanField(
        label=gettext_lazy("Only for this comment, not for those that say the same"),
        required=False,
    )

    def __init__(
        self, *args: Any, on_provision: bool, grouped: bool, seen: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.number = seen
        self.initial["seen"] = seen
        if not on_provision:
            del self.fields["change"]
            del self.fields["wording"]
        if not grouped:
            del self.fields["only_this"]

    def clean_seen(self) -> int:
        if self.cleaned_data["seen"] != self.number:
            raise forms.ValidationError(
                _("Somebody else decided about this comment just now. Look at it again first.")
            )
        return self.number

    def decision(self) -> Decision:
        data = self.cleaned_data
        return Decision(
            kind=DispositionKind(data["kind"]),
            explanation=data["explanation"],
            change=TextChange(data.get("change") or ""),
            wording=data.get("wording", "").replace("\r\n", "\n"),
        )


class AssignForm(forms.Form):
    assignee = forms.ChoiceField(label=gettext_lazy("Who works on it"), required=False)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(row.pk): row for row in people}
        people_named = [(key, row.full_name) for key, row in self.people.items()]
        choose(self, "assignee", [("", _("Nobody")), *people_named])

    def person(self) -> User | None:
        return self.people.get(self.cleaned_data["assignee"])


#: Places of comments that are no provision, in the order in which they are offered.
WIDE_PLACES = (Anchor.WHOLE, Anchor.FORM, Anchor.LEGAL_BASES, Anchor.SIGNATURE)


def named(agencies: Mapping[str, Agency]) -> list[tuple[str, str]]:
    return [(slug, agency_name(row)) for slug, row in agencies.items()]
