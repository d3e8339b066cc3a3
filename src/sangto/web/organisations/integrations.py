"""Programs of the agencies: who has a key for the API, what for, and how much it is used."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.kernel.actor import CONFIDENTIAL_SCOPES, Actor, Scope
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import ApiKey, Integration, Network
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.organisations.queries import listed_agencies, today
from sangto.organisations.queries.integrations import (
    days_of,
    integration_for,
    integrations_visible_to,
)
from sangto.organisations.services import (
    MadeKey,
    confirm_integration,
    end_integration,
    make_integration,
    make_key,
    revoke_key,
)
from sangto.web.accounts.confirming import confirm_who_it_is
from sangto.web.desk import accepted, agency_name, agency_of, sent
from sangto.web.organisations.access import need, organisation_page, page, sees_programs
from sangto.web.organisations.integration_forms import SCOPE_WORDS, IntegrationForm, KeyForm
from sangto.web.wording import refusal_text

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_YEAR = timedelta(days=365)


@organisation_page
@require_safe
def integrations_page(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    if not sees_programs(actor):
        raise NotVisible
    rows = list(integrations_visible_to(actor))
    return page(
        request,
        "integrations.html",
        {
            "rows": [_line(one) for one in rows if one.ended_at is None],
            "ended": [_line(one) for one in rows if one.ended_at is not None],
            "may_keep": may(actor, OrganisationPermission.INTEGRATION_KEEP),
        },
    )


@organisation_page
@_PAGE
def integration_new(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    need(actor, OrganisationPermission.INTEGRATION_KEEP)
    own = agency_of(actor)
    if own is None:
        raise NotVisible
    agencies = {str(one.pk): one for one in listed_agencies(actor, own)}
    form = IntegrationForm(
        sent(request), agencies=agencies.values(), initial={"agency": str(own.pk)}
    )
    confirm_who_it_is(request)
    made: list[Integration] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.append(
            make_integration(
                agency=agencies[form.cleaned_data["agency"]], wanted=form.wanted(), actor=actor
            )
        ),
    ):
        messages.success(request, _("The program is entered. Now make its key."))
        return redirect("desk_integration", made[0].pk)
    return page(
        request, "integration_new.html", {"form": form}, status=422 if form.is_bound else 200
    )


@organisation_page
@require_safe
def integration_page(
    request: HttpRequest, actor: Actor, network: Network, number: int
) -> HttpResponse:
    integration = integration_for(actor, number)
    return page(request, "integration.html", _whole(actor, integration))


@organisation_page
@_PAGE
def key_new(request: HttpRequest, actor: Actor, network: Network, number: int) -> HttpResponse:
    """Answers the POST itself: the key is shown on that page and never again."""
    need(actor, OrganisationPermission.INTEGRATION_KEEP)
    integration = integration_for(actor, number)
    first = not _live(integration)
    form = KeyForm(sent(request), first=first, initial={"expires_on": today() + _YEAR})
    confirm_who_it_is(request)
    made: list[MadeKey] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.append(make_key(integration=integration, actor=actor, **form.cleaned_data)),
    ):
        context = {"integration": integration, "key": made[0].key, "token": made[0].token}
        return page(request, "key_made.html", context)
    context = {"form": form, "integration": integration, "first": first}
    return page(request, "key_new.html", context, status=422 if form.is_bound else 200)


@organisation_page
@_PAGE
def key_revoke(
    request: HttpRequest, actor: Actor, network: Network, number: int, key: int
) -> HttpResponse:
    integration = integration_for(actor, number)
    found = next((one for one in _live(integration) if one.pk == key), None)
    if found is None:
        raise NotVisible
    confirm_who_it_is(request)
    if request.method == "POST":
        revoke_key(key=found, actor=actor)
        messages.success(request, _("The key is revoked. The next call with it is refused."))
        return redirect("desk_integration", integration.pk)
    return page(request, "key_revoke.html", {"integration": integration, "key": found})


@organisation_page
@_PAGE
def integration_end(
    request: HttpRequest, actor: Actor, network: Network, number: int
) -> HttpResponse:
    integration = integration_for(actor, number)
    confirm_who_it_is(request)
    if request.method == "POST":
        end_integration(integration=integration, actor=actor)
        messages.success(request, _("The program is cut off, and its keys are revoked."))
        return redirect("desk_integrations")
    return page(request, "integration_end.html", {"integration": integration})


@organisation_page
@require_POST
def integration_confirm(
    request: HttpRequest, actor: Actor, network: Network, number: int
) -> HttpResponse:
    integration = integration_for(actor, number)
    confirm_who_it_is(request)
    try:
        confirm_integration(integration=integration, actor=actor)
    except NotVisible:
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused.refusal))
    else:
        messages.success(request, _("Confirmed in the name of your agency."))
    return redirect("desk_integration", integration.pk)


def _live(integration: Integration) -> list[ApiKey]:
    found: list[ApiKey] = getattr(integration, "live_keys", [])
    return found


def _line(integration: Integration) -> dict[str, object]:
    days = [key.last_used_on for key in _live(integration) if key.last_used_on is not None]
    return {
        "integration": integration,
        "agency": agency_name(integration.agency),
        "keys": len([key for key in _live(integration) if key.expires_on >= today()]),
        "last_used": max(days, default=None),
        "waits": _waits(integration),
    }


def _waits(integration: Integration) -> bool:
    scopes = {Scope(scope) for scope in integration.scopes}
    return integration.confirmed_at is None and bool(scopes & CONFIDENTIAL_SCOPES)


def _whole(actor: Actor, integration: Integration) -> dict[str, object]:
    day = today()
    confirms = may(actor, OrganisationPermission.INTEGRATION_CONFIRM)
    waits = _waits(integration)
    return {
        "integration": integration,
        "agency": agency_name(integration.agency),
        "scopes": [
            {
                "name": SCOPE_WORDS[Scope(scope)][0],
                "code": scope,
                "waits": waits and Scope(scope) in CONFIDENTIAL_SCOPES,
            }
            for scope in integration.scopes
        ],
        "keys": [{"key": key, "over": key.expires_on < day} for key in _live(integration)],
        "days": days_of(integration, 14),
        "waits": waits,
        "may_keep": may(actor, OrganisationPermission.INTEGRATION_KEEP),
        "may_confirm": waits
        and confirms
        and integration.agency_id == actor.agency_id
        and integration.created_by_id != actor.user_id,
        "open": integration.ended_at is None,
    }
