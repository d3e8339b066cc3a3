"""What the page of a case shows of reports to providers."""

from __future__ import annotations

from typing import Any

from django import template

from sangto.cases.models import Case
from sangto.cases.queries import category_of
from sangto.handling.abuse_permissions import AbusePermission, has_permission
from sangto.handling.domain.abuse import TECHNICAL
from sangto.handling.queries import abuse_reports_of
from sangto.kernel.actor import Actor
from sangto.web.handling.abuse_wording import STATE_LOOKS, STATE_NAMES
from sangto.web.wording import word

register = template.Library()


@register.inclusion_tag("web/handling/abuse_of_case.html")
def abuse_of_case(case: Case, actor: Actor) -> dict[str, Any]:
    """One query, in cases that can have one and for those who may see them."""
    if category_of(case) not in TECHNICAL or not has_permission(actor, AbusePermission.VIEW):
        return {"rows": []}
    return {
        "rows": [
            {
                "report": report,
                "state": word(STATE_NAMES, report.state),
                "tone": STATE_LOOKS[report.state][0],
                "icon": STATE_LOOKS[report.state][1],
            }
            for report in abuse_reports_of(case)
        ]
    }
