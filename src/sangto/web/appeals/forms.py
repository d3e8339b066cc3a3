from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangto.appeals.domain.appeals import (
    GROUNDS_LENGTH,
    REASONS_LENGTH,
    REPLY_LENGTH,
    AppealContent,
    Outcome,
    Relation,
)
from sangto.intake.domain.limits import EMAIL_LENGTH, KEY_LENGTH
from sangto.web.appeals.wording import OUTCOMES, RELATIONS
from sangto.web.forms.personal import PassagesField, StaysField, offer_stays
from sangto.web.forms.texts import AnyTextField, PastedTextField
from sangto.web.wording import word


class AppealForm(forms.Form):
    """Lengths and addresses are judged by the room."""

    relation = forms.ChoiceField(
        label=_("Who are you in this?"),
        choices=[(one.value, RELATIONS[one]) for one in Relation],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who you are in this.")},
    )
    grounds = PastedTextField(
        label=_("What is wrong, and why?"),
        help_text=_(
            "Only those who decide read this. Say which sentence is wrong, and what shows it."
        ),
        max_length=GROUNDS_LENGTH,
        error_messages={"required": _("Say in a few words what is wrong.")},
        widget=forms.Textarea({"rows": 8}),
    )
    reply = PastedTextField(
        label=_("Your reply, to be shown with the verdict"),
        help_text=_(
            "Only for those whom it concerns. Everybody can read it, whatever is decided. We look "
            "only at whether it holds personal data; leave out names, phone numbers and addresses."
        ),
        required=False,
        max_length=REPLY_LENGTH,
        widget=forms.Textarea({"rows": 4}),
    )
    email = AnyTextField(
        label=_("E-mail for the decision"),
        help_text=_(
            "It is encrypted, used for this alone and erased. Without it you read the decision "
            "with your receipt code."
        ),
        required=False,
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )
    key = forms.CharField(
        widget=forms.HiddenInput, min_length=KEY_LENGTH.start, max_length=KEY_LENGTH.stop - 1
    )

    def __init__(self, *args: Any, about_verdict: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not about_verdict:
            del self.fields["reply"]

    @property
    def content(self) -> AppealContent:
        sent = self.cleaned_data
        return AppealContent(
            relation=Relation(sent["relation"]),
            grounds=sent["grounds"],
            reply=sent.get("reply", ""),
            email=sent["email"],
        )


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How does it end?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ends.")},
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_(
            "They stand in the public register and go to who objected. Do not repeat what was "
            "written in the appeal, and name nobody."
        ),
        strip=False,
        max_length=REASONS_LENGTH,
        error_messages={"required": _("Give your reasons.")},
        widget=forms.Textarea({"rows": 8}),
    )
    stays = StaysField()

    def __init__(self, *args: Any, current: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = list(Outcome) if current else [Outcome.UPHELD]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (one.value, word(OUTCOMES, one)) for one in outcomes
        ]
        offer_stays(self, str(self.data.get("reasons", "")))


class ReplyForm(forms.Form):
    show = forms.ChoiceField(
        label=_("Is the reply shown?"),
        choices=[
            ("yes", _("Yes, with what is marked below masked")),
            ("no", _("No: it holds personal data that can not be masked")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is shown.")},
    )
    stays = StaysField()
    passages = PassagesField()

    def __init__(self, *args: Any, reply: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_stays(self, reply)
