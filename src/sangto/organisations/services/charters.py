from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.organisations.domain.changes import loading_refusal
from sangto.organisations.domain.charter import CharterSpec, parse_charter
from sangto.organisations.models import Charter, Network
from sangto.organisations.permissions import OrganisationPermission, authorise
from sangto.organisations.queries import due_successions, today
from sangto.organisations.services.carrying import carry
from sangto.organisations.services.charter_rows import write_rows
from sangto.organisations.services.follow_up import put_carrying, put_recomputing
from sangto.organisations.services.reach import insist_on_network


def load_charter(
    *, text: str, file_name: str, actor: Actor, now: datetime | None = None
) -> Charter:
    """Put a charter in force as the next version of its network, and its rows with it.

    The same text again changes nothing and gives the version that stands. What the new version
    no longer names (agencies, competences, officers, grounds, territories) is not deleted: it
    ends the day before. Where an agency's successor takes over today or took over before, that is
    carried out with it; open work and running deadlines follow by tasks. Raises
    :class:`CharterError` with all problems of the text; ``Refused`` for a charter that begins
    later. The first charter of a network is loaded by an operator.
    """
    authorise(actor, OrganisationPermission.CHARTER_LOAD)
    spec = parse_charter(text, file_name)
    now = now or timezone.now()
    insist(loading_refusal(valid_from=spec.valid_from, today=today(now)))
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    with change(actor) as journal:
        insist_on_network(actor, spec.network)
        network = _locked_network(spec)
        newest = Charter.objects.filter(network=network).order_by("-version").first()
        if newest is not None and newest.digest == digest:
            journal.nothing_changed()
            return newest
        _rename(network, spec)
        charter = Charter.objects.create(
            network=network,
            version=1 if newest is None else newest.version + 1,
            source=text,
            digest=digest,
            valid_from=spec.valid_from,
            valid_until=spec.valid_until,
            loaded_at=now,
            loaded_by_id=actor.user_id,
        )
        before = None if newest is None else parse_charter(newest.source, "previous version")
        moved = write_rows(network=network, spec=spec, before=before, today=today(now))
        journal.record(
            AuditTag.CHARTER_LOADED,
            charter,
            details={"network": network.slug, "version": charter.version, "digest": digest},
        )
        for agency in moved.joined:
            journal.record(AuditTag.AGENCY_JOINED, agency, details={"charter": charter.pk})
        for agency in moved.ended:
            journal.record(
                AuditTag.AGENCY_ENDED,
                agency,
                details={"charter": charter.pk, "last_day": str(agency.valid_until)},
            )
        if moved.due or moved.ended:
            for succession in due_successions(today(now)).filter(agency__network=network):
                carry(succession, journal=journal, now=now)
            put_carrying(key=f"charter:{charter.pk}", now=now)
        if before is not None and _counted_otherwise(before, spec):
            put_recomputing(network=network, key=f"charter:{charter.pk}", now=now)
    return charter


def _counted_otherwise(before: CharterSpec, after: CharterSpec) -> bool:
    return (before.holiday_overrides, before.deadlines) != (
        after.holiday_overrides,
        after.deadlines,
    )


def _locked_network(spec: CharterSpec) -> Network:
    """The row that makes two loads of one network follow each other."""
    network, _ = Network.objects.get_or_create(
        slug=spec.network, defaults={"title": spec.title, "title_en": spec.title_en}
    )
    return Network.objects.select_for_update().get(pk=network.pk)


def _rename(network: Network, spec: CharterSpec) -> None:
    if (network.title, network.title_en) != (spec.title, spec.title_en):
        network.title, network.title_en = spec.title, spec.title_en
        network.save(update_fields=["title", "title_en"])
