"""What a key is good for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router

from sangto.api.access import Access, caller_of
from sangto.api.shapes import Given
from sangto.kernel.actor import Scope
from sangto.organisations.queries import today
from sangto.organisations.queries.integrations import used_today

router = Router()


class OwnKey(Given):
    integration: str
    agency: str
    key: str
    expires_on: date
    scopes: list[Scope]
    daily_calls: int
    daily_reports: int
    calls_today: int
    reports_today: int


@router.get(
    "/key",
    response=OwnKey,
    auth=Access(None),
    summary="Read what the own key may do",
    operation_id="getKey",
)
def get_key(request: HttpRequest) -> dict[str, Any]:
    """Scopes that the agency has not confirmed yet are left out."""
    caller = caller_of(request)
    integration, machine = caller.integration, caller.machine
    assert machine is not None  # noqa: S101 - the endpoint needs a key
    agency = integration.agency
    used = used_today(integration, today())
    return {
        "integration": integration.name,
        "agency": (get_language() == "en" and agency.name_en) or agency.name,
        "key": machine.key.mark,
        "expires_on": machine.key.expires_on,
        "scopes": sorted(caller.actor.scopes),
        "daily_calls": integration.daily_calls,
        "daily_reports": integration.daily_reports,
        "calls_today": used.calls,
        "reports_today": used.reports,
    }
