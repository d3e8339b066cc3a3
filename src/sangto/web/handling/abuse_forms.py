"""Forms of reports to providers. Rules are the room's; a form only reads the input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangto.handling.domain.abuse import (
    GROUNDS,
    TARGETS,
    AbuseAction,
    AbuseFormat,
    AbuseGround,
    AbuseState,
    ProviderKind,
    Seen,
    Solicitation,
    TargetKind,
)
from sangto.handling.domain.abuse_rules import AbuseContent
from sangto.handling.models import AbuseReport, ProviderContact
from sangto.kernel.categories import Category
from sangto.organisations.models import Agency
from sangto.web.cases.forms import choose
from sangto.web.desk import agency_name
from sangto.web.forms.dates import day_field
from sangto.web.forms.files import SeveralFilesField, SeveralFilesInput
from sangto.web.handling.abuse_wording import (
    ACTION_NAMES,
    FORMAT_NAMES,
    GROUND_NAMES,
    LANGUAGE_NAMES,
    PROVIDER_NAMES,
    SEEN_NAMES,
    SOLICITATION_NAMES,
    STATE_NAMES,
    TARGET_NAMES,
)

_IMPERSONATION = ("victim_agency", "victim_statement", "solicitation", "not_a_parody")
_BROKEN_IN = ("owner_told_on", "owner_told_how")


class AbuseReportForm(forms.Form):
    """Asks only what the category needs."""

    target_kind = forms.ChoiceField(
        label=_("What is reported"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is reported.")},
    )
    address = forms.CharField(
        label=_("Its address"),
        help_text=_("In full. Never a post: nobody is asked to remove what somebody says."),
        error_messages={"required": _("Write the address.")},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        help_text=_("What can be seen there by anybody who looks."),
        error_messages={
            "required": _(
                "Choose the ground: what can be seen on the target itself. Without one there is no "
                "such report."
            )
        },
        widget=forms.RadioSelect,
    )
    malware_sha256 = forms.CharField(
        label=_("SHA-256 of the harmful file"),
        required=False,
        help_text=_("Only where a harmful file is the ground."),
    )
    facts = forms.CharField(
        label=_("What can be seen there"),
        error_messages={
            "required": _("Say what can be seen there, so that the provider can look for itself.")
        },
        help_text=_("Plain facts for the provider. Nothing of what reporters wrote."),
        widget=forms.Textarea({"rows": 5}),
        strip=False,
    )
    victim_agency = forms.ChoiceField(
        label=_("Which member agency is impersonated"),
        required=False,
        help_text=_("Nobody of it writes or approves this report."),
    )
    victim_statement = forms.CharField(
        label=_("What the impersonated person or agency stated, and when"),
        error_messages={
            "required": _(
                "Write down what the person or agency that is impersonated stated, and when."
            )
        },
        widget=forms.Textarea({"rows": 3}),
    )
    solicitation = forms.ChoiceField(
        label=_("What it asks people for"),
        error_messages={
            "required": _("Say what it asks people for. Somebody who asks for nothing is no fraud.")
        },
        widget=forms.RadioSelect,
    )
    not_a_parody = forms.BooleanField(
        label=_("I looked: it is no parody, no satire and no fan page"),
        error_messages={
            "required": _(
                "Make sure that it is no parody, satire or fan page, and record it. A parody is "
                "protected expression and is never reported."
            )
        },
    )
    owner_told_on = day_field(
        _("When the owner of the site was told"),
        help_text=_("It can be approved three days later."),
    )
    owner_told_how = forms.CharField(
        label=_("How the owner was told"),
        error_messages={
            "required": _("Tell the owner of the site first, and write down when and how.")
        },
    )
    provider = forms.ChoiceField(
        label=_("To whom"),
        help_text=_("From the contact book."),
        error_messages={"required": _("Choose the provider.")},
    )

    def __init__(
        self,
        *args: Any,
        category: Category,
        providers: Sequence[ProviderContact],
        agencies: Iterable[Agency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.value, TARGET_NAMES[one]) for one in TargetKind if one in TARGETS[category]]
        choose(self, "target_kind", kinds)
        grounds = [(g.value, GROUND_NAMES[g]) for g in AbuseGround if g in GROUNDS[category]]
        choose(self, "ground", grounds)
        choose(
            self,
            "provider",
            [
                ("", "–"),
                *(
                    (str(one.pk), f"{one.name} ({PROVIDER_NAMES[one.kind]}, {one.format.upper()})")
                    for one in providers
                ),
            ],
        )
        if category is Category.IMPERSONATION:
            named = [(agency.slug, agency_name(agency)) for agency in agencies]
            choose(self, "victim_agency", [("", _("None: a person or a company")), *named])
            choose(
                self, "solicitation", [(one.value, SOLICITATION_NAMES[one]) for one in Solicitation]
            )
        self._leave_out(
            (() if category is Category.IMPERSONATION else _IMPERSONATION)
            + (() if category is Category.COMPROMISED_SITE else _BROKEN_IN)
            + (() if AbuseGround.MALWARE_HASH in GROUNDS[category] else ("malware_sha256",))
        )

    def _leave_out(self, names: Iterable[str]) -> None:
        for name in names:
            del self.fields[name]

    def content(self) -> AbuseContent:
        data = self.cleaned_data
        return AbuseContent(
            ground=data["ground"],
            target_kind=TargetKind(data["target_kind"]),
            address=data["address"],
            facts=data["facts"],
            malware_sha256=data.get("malware_sha256", ""),
            victim_statement=data.get("victim_statement", ""),
            solicitation=data.get("solicitation", ""),
            not_a_parody=data.get("not_a_parody", False),
            owner_told_on=data.get("owner_told_on"),
            owner_told_how=data.get("owner_told_how", ""),
        )


def written(report: AbuseReport) -> dict[str, Any]:
    """The report as first values of its form."""
    names = (
        "target_kind",
        "address",
        "ground",
        "malware_sha256",
        "facts",
        "victim_statement",
        "solicitation",
        "not_a_parody",
        "owner_told_on",
        "owner_told_how",
    )
    return {
        **{name: getattr(report, name) for name in names},
        "provider": str(report.provider_id),
        "victim_agency": report.victim_agency.slug if report.victim_agency else "",
    }


class EvidenceForm(forms.Form):
    added = SeveralFilesField(
        label=_("Evidence"),
        help_text=_(
            "Pictures, PDF or text, at most 5 MB each. Pictures are written anew without metadata; "
            "an e-mail goes in as a text file with all its header lines."
        ),
        widget=SeveralFilesInput({"accept": "image/png,image/jpeg,image/webp,.pdf,.txt,.eml"}),
        error_messages={"required": _("Choose a file.")},
    )


class SettleForm(forms.Form):
    action = forms.ChoiceField(
        label=_("What happened"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        help_text=_("The provider's own number, or the reason that it gave."),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, actions: Iterable[AbuseAction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "action", [(one.value, ACTION_NAMES[one]) for one in actions])


class RecheckForm(forms.Form):
    seen = forms.ChoiceField(
        label=_("What you saw there"),
        help_text=_("Look with care, on a machine of your own. The desk opens nothing by itself."),
        widget=forms.RadioSelect,
        choices=[(one.value, SEEN_NAMES[one]) for one in Seen],
        error_messages={"required": _("Choose what you saw.")},
    )
    seen_on = day_field(_("On which day"))
    again_on = day_field(_("When to look again"), required=False)


class AbuseFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *((one.value, STATE_NAMES[one]) for one in AbuseState)],
    )


class ProviderForm(forms.Form):
    name = forms.CharField(
        label=_("Provider"), error_messages={"required": _("Write the provider's name.")}
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        widget=forms.RadioSelect,
        choices=[(one.value, PROVIDER_NAMES[one]) for one in ProviderKind],
        error_messages={"required": _("Choose what it is.")},
    )
    address = forms.CharField(
        label=_("E-mail address for reports"),
        error_messages={
            "required": _("A contact needs the e-mail address at which it takes reports.")
        },
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    format = forms.ChoiceField(
        label=_("Format that it takes"),
        widget=forms.RadioSelect,
        choices=[(one.value, FORMAT_NAMES[one]) for one in AbuseFormat],
        error_messages={"required": _("Choose the format.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        widget=forms.RadioSelect,
        choices=list(LANGUAGE_NAMES.items()),
        error_messages={"required": _("Choose the language.")},
    )
    covers = forms.CharField(
        label=_("Hosts and endings that it answers for"),
        required=False,
        help_text=_("One a line, such as example.com or vn. Empty: a person chooses it."),
        widget=forms.Textarea({"rows": 3}),
    )
    source = forms.CharField(
        label=_("Where this contact was learnt"),
        error_messages={
            "required": _("Say where this contact was learnt, so that others can check it.")
        },
        help_text=_("Such as the provider's own page, with its address."),
    )


class TemplateForm(forms.Form):
    provider = forms.ChoiceField(label=_("For which provider"), required=False)
    ground = forms.ChoiceField(
        label=_("For which ground"),
        required=False,
        choices=[("", _("Each ground")), *((g.value, GROUND_NAMES[g]) for g in AbuseGround)],
    )
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGE_NAMES.items()))
    subject = forms.CharField(
        label=_("Subject"), error_messages={"required": _("Write the subject.")}
    )
    body = forms.CharField(
        label=_("Text"),
        strip=False,
        help_text=_(
            "Places that are filled in: {target} {ground} {facts} {evidence} {reference} {agency} "
            "{reply_to}. The target is always defanged."
        ),
        error_messages={"required": _("Write the text.")},
        widget=forms.Textarea({"rows": 12}),
    )

    def __init__(self, *args: Any, providers: Iterable[ProviderContact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), one.name) for one in providers]
        choose(self, "provider", [("", _("Each provider")), *named])
