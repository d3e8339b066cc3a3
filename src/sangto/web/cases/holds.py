"""Who is on a claim at the moment: taking it, letting go, giving it to a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sangto.cases.domain.holding import RENEW_EVERY
from sangto.cases.models import Case
from sangto.cases.queries import HoldNow, colleagues_of, hold_now, may_hold
from sangto.cases.services import hand_over_hold, release_hold, renew_hold, take_hold
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.matching.models import Claim
from sangto.web.cases.access import claim_for
from sangto.web.desk import accepted, desk_page, form_page, sent


@dataclass(frozen=True, slots=True)
class HoldView:
    """What ``web/cases/hold.html`` shows beside a claim or its case."""

    claim: Claim
    now: HoldNow | None
    mine: bool
    may: bool
    renew_seconds: int = int(RENEW_EVERY.total_seconds())

    @property
    def until(self) -> datetime | None:
        return timezone.localtime(self.now.until) if self.now is not None else None


def hold_of(claim: Claim, actor: Actor) -> HoldView:
    """For the context of a page, under the name ``hold``."""
    now = hold_now(claim)
    mine = now is not None and now.user_id == actor.user_id
    return HoldView(claim, now, mine, mine or may_hold(actor, claim))


class ColleagueForm(forms.Form):
    colleague = forms.ChoiceField(
        label=gettext_lazy("Colleague"),
        error_messages={"required": gettext_lazy("Choose a colleague.")},
    )


@desk_page
@require_POST
def hold_take(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    claim, case = claim_for(actor, reference, write=False)
    take_hold(claim=claim, actor=actor)
    messages.success(request, _("The others see now that you are on it."))
    return redirect(_page_of(claim, case))


@desk_page
@require_POST
def hold_renew(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Asked by the open page; answers with the same piece of it as things stand now."""
    claim, _case = claim_for(actor, reference, write=False)
    renew_hold(claim=claim, actor=actor)
    return render(request, "web/cases/hold.html", {"hold": hold_of(claim, actor)})


@desk_page
@require_POST
def hold_release(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    claim, case = claim_for(actor, reference, write=False)
    if release_hold(claim=claim, actor=actor):
        messages.success(request, _("You let it go; others can take it."))
    return redirect(_page_of(claim, case))


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def hold_give(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    claim, case = claim_for(actor, reference, write=False)
    if not may_hold(actor, claim):
        raise NotVisible
    users = {str(user.pk): user for user in colleagues_of(actor, timezone.localdate())}
    form = ColleagueForm(sent(request))
    field = form.fields["colleague"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = [("", "–"), *((key, user.full_name) for key, user in users.items())]
    if form.is_valid() and accepted(
        form,
        lambda: hand_over_hold(
            claim=claim, to_user=users[form.cleaned_data["colleague"]], actor=actor
        ),
    ):
        name = users[form.cleaned_data["colleague"]].full_name
        messages.success(request, _("%(name)s is on it now.") % {"name": name})
        return redirect(_page_of(claim, case))
    back_url = _page_of(claim, case)
    return form_page(
        request, "web/cases/hold_give.html", form, claim=claim, case=case, back_url=back_url
    )


def _page_of(claim: Claim, case: Case | None) -> str:
    if case is not None:
        return reverse("desk_case", args=[case.reference])
    return reverse("desk_claim", args=[claim.reference])
