"""What may be personal in a version: looked at before publication, masked after it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.verdicts.domain.personal import spots
from sangto.verdicts.domain.version import PUBLIC_STATUSES, RemovalCause, VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.queries import content_of, version_for
from sangto.verdicts.queries.material import matter_of
from sangto.verdicts.services import redact_published, settle_personal
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.forms.personal import PassagesField, StaysField
from sangto.web.transparency.wording import REMOVAL_CAUSES
from sangto.web.verdicts.drafting import may_draft, version_url

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


class PersonalForm(forms.Form):
    stays = StaysField()
    passages = PassagesField()


class MaskForm(forms.Form):
    passages = PassagesField()
    cause = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=[
            (one.value, REMOVAL_CAUSES[one])
            for one in (RemovalCause.PERSONAL_DATA, RemovalCause.COURT, RemovalCause.ERROR)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("The reason, for the public register"),
        help_text=gettext_lazy("Do not repeat what is masked."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Say why.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # as they came
        self.fields["passages"].required = True


@desk_page
@_PAGE
def personal_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """Each finding of a draft with what stands around it; ticked ones stay."""
    version = version_for(actor=actor, reference=reference, number=number, need=Permission.DRAFT)
    case = version.verdict.case
    if case is None or version.status != VersionStatus.DRAFT or not may_draft(actor, case):
        raise NotVisible
    found = spots(content_of(version))
    form = PersonalForm(
        sent(request),
        initial={
            "stays": version.personal_stays,
            "passages": "\n".join(version.hidden_passages),
        },
    )
    stays = form.fields["stays"]
    assert isinstance(stays, StaysField)  # noqa: S101 - the form names it so
    if not stays.offer(spot.finding for spot in found):
        del form.fields["stays"]
    if form.is_valid() and accepted(form, lambda: _settle(version, form, actor)):
        messages.success(request, _("Saved."))
        return redirect(version_url(version))
    return form_page(
        request, "web/verdicts_desk/personal.html", form, version=version, case=case, spots=found
    )


def _settle(version: VerdictVersion, form: PersonalForm, actor: Actor) -> None:
    settle_personal(
        version=version,
        stays=form.cleaned_data.get("stays", []),
        passages=form.cleaned_data["passages"],
        actor=actor,
    )


@desk_page
@_PAGE
def mask_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """Masking something in a version that is public."""
    version = version_for(actor=actor, reference=reference, number=number, need=Permission.REDACT)
    case = version.verdict.case
    if case is None or version.status not in PUBLIC_STATUSES:
        raise NotVisible
    form = MaskForm(sent(request))
    if form.is_valid() and accepted(form, lambda: _mask(version, form, actor)):
        messages.success(request, _("Masked everywhere. The register says why."))
        return redirect(version_url(version))
    return form_page(request, "web/verdicts_desk/mask.html", form, version=version, case=case)


def _mask(version: VerdictVersion, form: MaskForm, actor: Actor) -> None:
    redact_published(
        version=version,
        passages=form.cleaned_data["passages"],
        cause=RemovalCause(form.cleaned_data["cause"]),
        reason=form.cleaned_data["reason"],
        actor=actor,
    )


def may_mask(actor: Actor, version: VerdictVersion) -> bool:
    case = version.verdict.case
    if case is None or version.status not in PUBLIC_STATUSES or not case.category:
        return False
    matter = matter_of(case)
    return may(
        actor,
        Permission.REDACT,
        owner_agency=matter.owner_agency,
        subject_relatives=matter.subject_relatives,
    )
