"""The public pages in the header."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

#: The names of their addresses begin with ``report_``.
REPORT_PAGES = ("doubt", "place", "contact", "consent", "answers", "sent", "discard")


def public_navigation(request: HttpRequest) -> dict[str, object]:
    match = getattr(request, "resolver_match", None)
    current = match.view_name if match is not None else ""
    groups = {
        **{f"report_{page}": "report" for page in REPORT_PAGES},
        **{
            f"receipt_{page}": "receipt"
            for page in ("add", "again", "mail", "withdraw", "pack", "refer")
        },
        "verdict": "verdicts",
        "verdict_version": "verdicts",
        "verdict_changes": "verdicts",
        "reuse": "verdicts",
        "press_kit": "verdicts",
        "guide": "guides",
        "victims_steps": "victims",
        "victims_complaint": "victims",
        "object_to_verdict": "verdicts",
        "register_entry": "register",
        "register_removals": "register",
        "register_data": "register",
        "register_roots": "register",
    }
    pages = (
        ("check", _("Check")),
        ("report", _("Report")),
        ("receipt", _("My report")),
        ("verdicts", _("Verdicts")),
        ("guides", _("How to recognise")),
        ("victims", _("Deceived?")),
        ("register", _("Register")),
    )
    return {
        "public_navigation": [
            {"url": reverse(name), "label": label, "active": groups.get(current, current) == name}
            for name, label in pages
        ]
    }
