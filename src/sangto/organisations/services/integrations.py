"""Connecting machines: made by who keeps accounts, confirmed by the agency, revoked at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.organisations.domain.integrations import (
    PLACES,
    Wanted,
    confirming_refusal,
    expiry_refusal,
    free_place,
    over_refusal,
    overlap_refusal,
    places_refusal,
    wanted_refusal,
)
from sangto.organisations.domain.invitations import agency_refusal
from sangto.organisations.models import Agency, ApiKey, Integration
from sangto.organisations.permissions import OrganisationPermission, authorise
from sangto.organisations.queries import today
from sangto.organisations.queries.integrations import key_digest
from sangto.organisations.services.reach import insist_on_agencies

_MARK = 8


@dataclass(frozen=True, slots=True)
class MadeKey:
    """``token`` is the key itself: nobody can read it a second time."""

    key: ApiKey
    token: str = field(repr=False)


def make_integration(
    *, agency: Agency, wanted: Wanted, actor: Actor, now: datetime | None = None
) -> Integration:
    """Describe a machine of that agency. It can do nothing before it has a key."""
    authorise(actor, OrganisationPermission.INTEGRATION_KEEP)
    now = now or timezone.now()
    wanted = replace(
        wanted,
        name=" ".join(clean(wanted.name).split()),
        purpose=clean(wanted.purpose).strip(),
    )
    with change(actor) as journal:
        insist_on_agencies(actor, [agency])
        insist(agency_refusal(valid_until=agency.valid_until, today=today(now)))
        insist(wanted_refusal(wanted))
        integration = Integration(
            agency=agency,
            name=wanted.name,
            purpose=wanted.purpose,
            scopes=sorted(scope.value for scope in wanted.scopes),
            daily_calls=wanted.daily_calls,
            daily_reports=wanted.daily_reports,
            created_by_id=actor.user_id,
            created_at=now,
        )
        try:
            with transaction.atomic():
                integration.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(_named_already()) from error
        journal.record(
            AuditTag.INTEGRATION_MADE,
            integration,
            {"agency": agency.pk, "scopes": integration.scopes},
        )
    return integration


def confirm_integration(
    *, integration: Integration, actor: Actor, now: datetime | None = None
) -> Integration:
    """The agency says that this machine may read its requests or speak for it."""
    authorise(actor, OrganisationPermission.INTEGRATION_CONFIRM)
    with change(actor) as journal:
        integration = _held(integration)
        if integration.agency_id != actor.agency_id:
            raise NotVisible
        insist(over_refusal(ended=integration.ended_at is not None))
        insist(
            confirming_refusal(
                made_by=integration.created_by_id,
                confirmed=integration.confirmed_at is not None,
                by=actor.user_id,
            )
        )
        integration.confirmed_by_id = actor.user_id
        integration.confirmed_at = now or timezone.now()
        integration.save(update_fields=["confirmed_by", "confirmed_at"])
        journal.record(AuditTag.INTEGRATION_CONFIRMED, integration, {"scopes": integration.scopes})
    return integration


def make_key(
    *,
    integration: Integration,
    expires_on: date,
    actor: Actor,
    overlap_days: int = 7,
    now: datetime | None = None,
) -> MadeKey:
    """A new key. Those that are valid end ``overlap_days`` from now at the latest.

    Refused while two are valid.
    """
    authorise(actor, OrganisationPermission.INTEGRATION_KEEP)
    now = now or timezone.now()
    day = today(now)
    with change(actor) as journal:
        integration = _reached(integration, actor)
        insist(expiry_refusal(expires_on=expires_on, today=day))
        insist(overlap_refusal(days=overlap_days))
        _clear_expired(integration, day, now, journal)
        live = list(ApiKey.objects.filter(integration=integration, revoked_at__isnull=True))
        taken = {key.place for key in live}
        insist(places_refusal(taken))
        last = day + timedelta(days=overlap_days)
        for key in live:
            if overlap_days == 0:
                _revoke(key, now, journal)
            elif key.expires_on > last:
                key.expires_on = last
                key.save(update_fields=["expires_on"])
        if overlap_days == 0:
            taken = set()
        token = f"st_{secrets.token_hex(_MARK // 2)}_{secrets.token_urlsafe(32)}"
        key = ApiKey.objects.create(
            integration=integration,
            place=free_place(taken) or PLACES[0],
            mark=token[: 3 + _MARK],
            digest=key_digest(token),
            created_by_id=actor.user_id,
            created_at=now,
            expires_on=expires_on,
        )
        journal.record(
            AuditTag.API_KEY_MADE, key, {"integration": integration.pk, "until": str(expires_on)}
        )
    return MadeKey(key, token)


def revoke_key(*, key: ApiKey, actor: Actor, now: datetime | None = None) -> ApiKey:
    """The next call with it is refused. Whoever confirms may revoke too."""
    with change(actor) as journal:
        integration = _ender(key.integration, actor)
        key = ApiKey.objects.select_for_update().get(pk=key.pk, integration=integration)
        if key.revoked_at is not None:
            journal.nothing_changed()
        else:
            _revoke(key, now or timezone.now(), journal)
    return key


def end_integration(
    *, integration: Integration, actor: Actor, now: datetime | None = None
) -> Integration:
    """All its keys are revoked, and it gets no new one."""
    now = now or timezone.now()
    with change(actor) as journal:
        integration = _ender(integration, actor)
        insist(over_refusal(ended=integration.ended_at is not None))
        for key in ApiKey.objects.filter(integration=integration, revoked_at__isnull=True):
            _revoke(key, now, journal)
        integration.ended_at = now
        integration.save(update_fields=["ended_at"])
        journal.record(AuditTag.INTEGRATION_ENDED, integration)
    return integration


def _revoke(key: ApiKey, now: datetime, journal: Journal) -> None:
    key.revoked_at = now
    key.save(update_fields=["revoked_at"])
    journal.record(AuditTag.API_KEY_REVOKED, key, {"integration": key.integration_id})


def _clear_expired(integration: Integration, day: date, now: datetime, journal: Journal) -> None:
    for key in ApiKey.objects.filter(
        integration=integration, revoked_at__isnull=True, expires_on__lt=day
    ):
        _revoke(key, now, journal)


def _held(integration: Integration) -> Integration:
    return (
        Integration.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=integration.pk)
    )


def _reached(integration: Integration, actor: Actor) -> Integration:
    integration = _held(integration)
    insist_on_agencies(actor, [integration.agency])
    insist(over_refusal(ended=integration.ended_at is not None))
    return integration


def _ender(integration: Integration, actor: Actor) -> Integration:
    """The row for who keeps it, or for who confirms in its agency."""
    integration = _held(integration)
    try:
        authorise(actor, OrganisationPermission.INTEGRATION_KEEP)
    except NotVisible:
        authorise(actor, OrganisationPermission.INTEGRATION_CONFIRM)
        if integration.agency_id != actor.agency_id:
            raise
        return integration
    insist_on_agencies(actor, [integration.agency])
    return integration


def _named_already() -> Refusal:
    return Refusal(
        "organisations.integration_named",
        gettext_noop("An integration of this agency has that name already."),
        {},
        "name",
    )
