"""What the desk says about itself: who it is, what it keeps, whom its pages serve."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sangto.organisations.models import Agency
from sangto.organisations.queries import agencies, current_network, receipt_days
from sangto.web.kept import kept


def _named(agency: Agency) -> str:
    return (get_language() == "en" and agency.name_en) or agency.name


def _who() -> dict[str, object]:
    """The lead agency and how to reach whoever runs the site. No person is named."""
    network = current_network()
    members = agencies(network) if network is not None else []
    lead = next((_named(one) for one in members if one.is_lead), "")
    return {
        "lead": lead,
        "members": [_named(one) for one in members if not one.is_lead],
        "contact_email": settings.SANGTO_CONTACT_EMAIL,
    }


@kept
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "web/public/about.html", _who())


@kept
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "web/public/privacy.html",
        {**_who(), "contact_days": receipt_days(current_network())},
    )


@kept
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/public/accessibility.html", _who())
