"""The public pages in the header."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def public_navigation(request: HttpRequest) -> dict[str, object]:
    match = getattr(request, "resolver_match", None)
    current = match.view_name if match is not None else ""
    groups = {"verdict": "verdicts", "verdict_version": "verdicts"}
    pages = (
        ("check", _("Check")),
        ("report", _("Report")),
        ("receipt", _("My report")),
        ("verdicts", _("Verdicts")),
    )
    return {
        "public_navigation": [
            {"url": reverse(name), "label": label, "active": groups.get(current, current) == name}
            for name, label in pages
        ]
    }
