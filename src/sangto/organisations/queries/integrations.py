"""Reads of integrations and their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from sangto.audit.secrets import digester
from sangto.kernel.actor import Actor, machine_actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.domain.integrations import effective_scopes
from sangto.organisations.models import Agency, ApiKey, Integration, IntegrationDay
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.organisations.queries.networks import today

_PURPOSE = "organisations.api-key"


@dataclass(frozen=True, slots=True)
class KnownMachine:
    """Who showed a key that holds."""

    actor: Actor
    integration: Integration
    key: ApiKey


def key_digest(token: str) -> str:
    return digester().digest(_PURPOSE, token)


def machine_by_key(token: str, *, now: datetime | None = None) -> KnownMachine | None:
    """None for a key that is unknown, revoked or over, of an integration that has ended, or of an
    agency that is no member any more. One query."""
    day = today(now)
    key = (
        ApiKey.objects.filter(
            digest__in=digester().candidates(_PURPOSE, token[:200]),
            revoked_at__isnull=True,
            expires_on__gte=day,
            integration__ended_at__isnull=True,
        )
        .filter(
            Q(integration__agency__valid_until__isnull=True)
            | Q(integration__agency__valid_until__gte=day)
        )
        .select_related("integration__agency")
        .first()
    )
    if key is None:
        return None
    return KnownMachine(actor_of(key.integration), key.integration, key)


def actor_of(integration: Integration) -> Actor:
    confirmed = integration.confirmed_at is not None
    return machine_actor(
        label=f"integration:{integration.pk}",
        agency_id=integration.agency_id,
        in_lead_agency=integration.agency.is_lead,
        scopes=effective_scopes(integration.scopes, confirmed=confirmed),
    )


def used_today(integration: Integration, day: date) -> IntegrationDay:
    found = IntegrationDay.objects.filter(integration=integration, day=day).first()
    return found or IntegrationDay(integration=integration, day=day)


def integrations_visible_to(actor: Actor) -> QuerySet[Integration]:
    """Those of the own agency, in the lead agency those of the network; with their valid keys."""
    rows = Integration.objects.all()
    sees = may(actor, OrganisationPermission.INTEGRATION_KEEP) or may(
        actor, OrganisationPermission.INTEGRATION_CONFIRM
    )
    agency = Agency.objects.filter(pk=actor.agency_id or 0).first()
    if agency is None or not sees:
        return rows.none()
    rows = rows.filter(agency__network=agency.network_id)
    if not (actor.in_lead_agency and may(actor, OrganisationPermission.INTEGRATION_KEEP)):
        rows = rows.filter(agency=agency)
    live = ApiKey.objects.filter(revoked_at__isnull=True).order_by("-created_at", "-pk")
    return (
        rows.select_related("agency", "created_by", "confirmed_by")
        .prefetch_related(Prefetch("keys", queryset=live, to_attr="live_keys"))
        .order_by("ended_at", "agency__name", "name", "pk")
    )


def integration_for(actor: Actor, pk: int) -> Integration:
    found = integrations_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def days_of(integration: Integration, limit: int = 30) -> Sequence[IntegrationDay]:
    """The last days on which it was used, newest first."""
    return list(IntegrationDay.objects.filter(integration=integration).order_by("-day")[:limit])
