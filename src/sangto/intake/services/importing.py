"""Taking an archive in, many rows in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.intake import receipts
from sangto.intake.domain.archive import ArchiveRow
from sangto.intake.domain.entrances import entrance_refusal
from sangto.intake.domain.reports import (
    Channel,
    Closing,
    OriginKind,
    ReportOutcome,
    ReportStatus,
)
from sangto.intake.domain.submission import (
    Submission,
    fingerprint_text,
    key_refusal,
    other_content_refusal,
    read_submission,
)
from sangto.intake.models import ArchiveBatch, Report
from sangto.intake.permissions import IntakePermission, authorise
from sangto.intake.services.rows import free_references, insert_reports, numbers_of
from sangto.intake.services.submitting import no_network, unknown_territory
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, Refused, insist
from sangto.kernel.text import folded
from sangto.organisations.models import Network, Territory
from sangto.organisations.queries import current_network
from sangto.queue.services import put

SETTLE_TASK = "archive.settle"
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Imported:
    """``refused`` are rows that were not taken, by their place among the given ones; ``repeated``
    counts those that were there already, or stand twice in what was given."""

    taken: int
    repeated: int
    refused: dict[int, Refusal] = field(default_factory=dict)


@dataclass(slots=True)
class _Arrival:
    row: ArchiveRow
    submission: Submission
    territory: int | None
    key_digests: tuple[str, ...]
    prints: tuple[str, ...]


def import_reports(*, rows: Sequence[ArchiveRow], actor: Actor) -> Imported:
    """Keep the rows as closed reports; those that can not be kept are named, the others stay.

    One transaction, with one record that covers all of them. A row that came before, in this
    call or any earlier one, is not taken again; the same key with other content is refused. What
    the archive says about them is taken over by the queue afterwards.
    """
    authorise(actor, IntakePermission.IMPORT)
    insist(
        entrance_refusal(
            channel=Channel.ARCHIVE, origin=OriginKind.ARCHIVE, actor=actor, agency_id=None
        )
    )
    network = current_network()
    if network is None:
        raise Refused(no_network())
    refused: dict[int, Refusal] = {}
    arrivals = _arrivals(rows, network, refused)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _kept(arrivals, network, actor, dict(refused))
        except IntegrityError:
            # Somebody else took one of them, or one of their references, at the same moment.
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _arrivals(
    rows: Sequence[ArchiveRow], network: Network, refused: dict[int, Refusal]
) -> dict[int, _Arrival]:
    arrivals: dict[int, _Arrival] = {}
    known = _territories(rows, network)
    for place, row in enumerate(rows):
        ready, refusals = read_submission(
            row.submission, upload_bytes=settings.SANGTO_UPLOAD_BYTES, archive=True
        )
        territory = None
        if not refusals and ready.territory is not None:
            territory = known.get(ready.territory)
            if territory is None:
                refusals = [unknown_territory()]
        wrong_key = key_refusal(row.key)
        if wrong_key is not None:
            refusals = [wrong_key]
        if refusals:
            refused[place] = refusals[0]
            continue
        arrivals[place] = _Arrival(
            row=row,
            submission=ready,
            territory=territory,
            key_digests=receipts.key_digests(row.key),
            prints=receipts.fingerprints(fingerprint_text(ready)),
        )
    return arrivals


def _territories(rows: Iterable[ArchiveRow], network: Network) -> dict[str, int]:
    if not any(row.submission.territory for row in rows):
        return {}
    living = Territory.objects.filter(network=network, valid_until__isnull=True)
    return dict(living.order_by("-pk").values_list("code", "pk"))


def _kept(
    arrivals: dict[int, _Arrival], network: Network, actor: Actor, refused: dict[int, Refusal]
) -> Imported:
    with change(actor) as journal:
        journal.nothing_changed()
        fresh, repeated = _new_ones(arrivals, refused)
        if not fresh:
            return Imported(0, repeated, refused)
        references = free_references([one.row.received_at for one in fresh])
        insert_reports(
            Report(
                network=network,
                channel=Channel.ARCHIVE.value,
                origin=OriginKind.ARCHIVE.value,
                status=ReportStatus.CLOSED.value,
                outcome=ReportOutcome.ARCHIVED.value,
                explanation=Closing.ARCHIVED.value,
            ),
            _COLUMNS,
            [_values(one, reference) for one, reference in zip(fresh, references, strict=True)],
        )
        batch = ArchiveBatch.objects.create(
            network=network,
            reports=numbers_of(references),
            said=json.dumps([dict(one.row.said) for one in fresh], ensure_ascii=False),
            taken_at=timezone.now(),
        )
        journal.record(
            AuditTag.ARCHIVE_IMPORTED,
            batch,
            details={"reports": batch.reports, "references": references_digest(references)},
        )
        put(kind=SETTLE_TASK, key=f"{SETTLE_TASK}:{batch.pk}", payload={"batch": batch.pk})
    return Imported(len(fresh), repeated, refused)


def mark_settled(*, batch: ArchiveBatch, actor: Actor) -> None:
    """Forget what the archive said: the later rooms have taken it over in the same change."""
    with change(actor) as journal:
        authorise(actor, IntakePermission.IMPORT)
        batch.said, batch.settled_at = "", timezone.now()
        batch.save(update_fields=["said", "settled_at"])
        journal.record(AuditTag.ARCHIVE_SETTLED, batch)


def references_digest(references: Iterable[str]) -> str:
    """SHA-256 over the references, one a line, in the order of the rows."""
    lines = "".join(f"{reference}\n" for reference in references)
    return sha256(lines.encode("ascii")).hexdigest()


def _new_ones(
    arrivals: dict[int, _Arrival], refused: dict[int, Refusal]
) -> tuple[list[_Arrival], int]:
    """Those whose key no report has; how many others say what is there already."""
    digests = [digest for one in arrivals.values() for digest in one.key_digests]
    found = Report.objects.filter(idempotency_digest__in=digests)
    known = {
        digest or "": fingerprint
        for digest, fingerprint in found.values_list("idempotency_digest", "fingerprint")
    }
    fresh: list[_Arrival] = []
    repeated = 0
    for place, one in arrivals.items():
        earlier = next((known[digest] for digest in one.key_digests if digest in known), None)
        if earlier is None:
            known[one.key_digests[0]] = one.prints[0]
            fresh.append(one)
        elif earlier and earlier not in one.prints:
            refused[place] = other_content_refusal()
        else:
            repeated += 1
    return fresh, repeated


#: What differs from row to row, in the order of :func:`_values`.
_COLUMNS = (
    "reference",
    "receipt_digest",
    "idempotency_digest",
    "fingerprint",
    "language",
    "text",
    "folded",
    "link",
    "reason",
    "money_lost",
    "territory",
    "consent_version",
    "received_at",
    "due_at",
    "answered_at",
    "readable_until",
)


def _values(one: _Arrival, reference: str) -> tuple[object, ...]:
    """Nobody was given a receipt, so its digest is one that no digits lead to."""
    ready, at = one.submission, one.row.received_at
    return (
        reference,
        receipts.receipt_digest(one.row.key),
        one.key_digests[0],
        one.prints[0],
        ready.language,
        ready.text,
        folded(ready.text),
        ready.link,
        ready.reason,
        ready.money_lost,
        one.territory,
        ready.consent_version,
        at,
        at,
        at,
        at,
    )
