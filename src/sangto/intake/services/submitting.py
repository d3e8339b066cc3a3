"""Taking a submission in: once, whole, and without anything about who wrote what it is about."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from sangto.audit.secrets import sealer
from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.documents.domain.files import Purpose
from sangto.documents.domain.images import CleanImage, reencode
from sangto.documents.services import add_file, keeping
from sangto.documents.storage import KeptBytes
from sangto.intake import receipts
from sangto.intake.domain.entrances import entrance_refusal, needed_permission
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
from sangto.intake.models import Contact, Report, ReportAddition, ReportImage
from sangto.intake.permissions import authorise
from sangto.intake.queries import report_by_key
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, Refused, gettext_noop, insist
from sangto.kernel.references import new_reference
from sangto.kernel.text import folded
from sangto.organisations.models import Agency, Network, Territory
from sangto.organisations.queries import current_network, deadline_for
from sangto.queue.services import put

PREFIX = "PA"
MATCH_TASK = "report.match"
_ATTEMPTS = 5


class RefusedSubmission(Refused):
    """All that the sender has to change, in the order of the form; ``refusal`` is the first."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(refusals[0])
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True)
class Submitted:
    """What the sender gets. ``repeated`` when the very same submission was there already;
    ``lost`` is what its draft said about money, None without one."""

    report: Report
    receipt: str = field(repr=False)
    repeated: bool
    lost: bool | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Arrival:
    submission: Submission
    channel: Channel
    origin: OriginKind
    key: str = field(repr=False)
    print_text: str = field(repr=False)
    network: Network
    territory: Territory | None
    agency: Agency | None
    at: datetime


def submit_report(
    *,
    submission: Submission,
    channel: Channel | str,
    origin: OriginKind | str,
    idempotency_key: str | None,
    actor: Actor,
    agency: Agency | None = None,
    received_at: datetime | None = None,
    pictures: Sequence[CleanImage] | None = None,
    together_with: Callable[[], object] | None = None,
) -> Submitted:
    """Clean, strip, check and keep a submission; answer with its report and receipt.

    The same key with the same content gives the same report and receipt, however often and by
    however many threads at once; with other content it is refused. Pictures are written anew
    and are on disk before the transaction begins, and nothing stays of them when it fails.
    Raises :class:`RefusedSubmission`, :class:`Refused` for a picture that can not be used, and
    ``StorageUnavailable`` when the disk takes no more. Without a key each call is a new report.
    ``pictures`` are those of the submission that this desk has written anew already.
    ``together_with`` is done in the transaction that keeps a new report, or not at all.
    """
    channel, origin = Channel(channel), OriginKind(origin)
    authorise(actor, needed_permission(channel, origin))
    insist(
        entrance_refusal(
            channel=channel, origin=origin, actor=actor, agency_id=agency.pk if agency else None
        )
    )
    key = secrets.token_urlsafe(32) if idempotency_key is None else idempotency_key
    insist(key_refusal(key))
    arrival = _arrival(submission, channel, origin, key, agency, received_at)
    if pictures is None:
        # Spares a repetition the work of its pictures; the database tells it in any case.
        repeated = _repeated(arrival) if idempotency_key is not None else None
        if repeated is not None:
            return repeated
        pictures = [
            reencode(image, number=number)
            for number, image in enumerate(arrival.submission.images, start=1)
        ]
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _kept(arrival, list(pictures), actor, together_with)
        except IntegrityError:
            repeated = _repeated(arrival)
            if repeated is not None:
                return repeated
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _arrival(
    submission: Submission,
    channel: Channel,
    origin: OriginKind,
    key: str,
    agency: Agency | None,
    received_at: datetime | None,
) -> _Arrival:
    ready, refusals = read_submission(
        submission,
        upload_bytes=settings.SANGTO_UPLOAD_BYTES,
        archive=origin is OriginKind.ARCHIVE,
    )
    if refusals:
        raise RefusedSubmission(refusals)
    network = current_network()
    if network is None:
        raise Refused(no_network())
    territory = None
    if ready.territory is not None:
        territory = Territory.objects.filter(
            network=network, code=ready.territory, valid_until__isnull=True
        ).first()
        if territory is None:
            raise RefusedSubmission([unknown_territory()])
    return _Arrival(
        submission=ready,
        channel=channel,
        origin=origin,
        key=key,
        print_text=fingerprint_text(ready),
        network=network,
        territory=territory,
        agency=agency,
        at=received_at or timezone.now(),
    )


def _repeated(arrival: _Arrival) -> Submitted | None:
    """The report that this key made before; refused when it had other content."""
    report = report_by_key(arrival.key)
    if report is None:
        return None
    if report.fingerprint and report.fingerprint not in receipts.fingerprints(arrival.print_text):
        raise Refused(other_content_refusal())
    receipt = receipts.receipt_of(arrival.key, report.receipt_digest)
    return Submitted(report=report, receipt=receipt, repeated=True)


def _kept(
    arrival: _Arrival,
    pictures: list[CleanImage],
    actor: Actor,
    together_with: Callable[[], object] | None,
) -> Submitted:
    """All that can be made before is made before: others wait while this one writes."""
    receipt = receipts.new_receipt(arrival.key)
    contents = [picture.content for picture in pictures]
    report = _report(arrival, receipt)
    contact = _contact(report, arrival)
    with keeping(contents, purpose=Purpose.SCREENSHOT) as kept, change(actor) as journal:
        report.save(force_insert=True)
        add_pictures(report, pictures, kept, journal, arrival.at)
        if contact is not None:
            contact.report = report
            contact.save(force_insert=True)
        journal.record(
            AuditTag.REPORT_RECEIVED,
            report,
            details={
                "channel": arrival.channel.value,
                "origin": arrival.origin.value,
                "pictures": len(pictures),
                "contact": arrival.submission.email is not None,
                "consent": report.consent_version,
            },
        )
        put(
            kind=MATCH_TASK,
            key=f"{MATCH_TASK}:{report.pk}",
            payload={"report": report.pk},
        )
        if together_with is not None:
            together_with()
    return Submitted(report=report, receipt=receipt, repeated=False)


def _report(arrival: _Arrival, receipt: str) -> Report:
    ready = arrival.submission
    archive = arrival.origin is OriginKind.ARCHIVE
    due_at = arrival.at if archive else deadline_for(arrival.network, "answer", arrival.at).at
    return Report(
        reference=new_reference(PREFIX, timezone.localtime(arrival.at).year, os.urandom),
        receipt_digest=receipts.receipt_digest(receipt),
        idempotency_digest=receipts.key_digest(arrival.key),
        fingerprint=receipts.fingerprint(arrival.print_text),
        network=arrival.network,
        channel=arrival.channel.value,
        origin=arrival.origin.value,
        agency=arrival.agency,
        language=ready.language,
        text=ready.text,
        folded=folded(ready.text),
        link=ready.link,
        reason=ready.reason,
        money_lost=ready.money_lost,
        territory=arrival.territory,
        consent_version=ready.consent_version,
        share_consent=ready.share_consent,
        status=(ReportStatus.CLOSED if archive else ReportStatus.RECEIVED).value,
        outcome=(ReportOutcome.ARCHIVED if archive else ReportOutcome.NONE).value,
        explanation=Closing.ARCHIVED.value if archive else "",
        received_at=arrival.at,
        due_at=due_at,
        answered_at=arrival.at if archive else None,
        readable_until=arrival.at if archive else None,
    )


def add_pictures(
    report: Report,
    pictures: list[CleanImage],
    kept: list[KeptBytes],
    journal: Journal,
    now: datetime,
    addition: ReportAddition | None = None,
) -> None:
    for picture, one in zip(pictures, kept, strict=True):
        file = add_file(
            kept=one,
            media_type=picture.media_type,
            purpose=Purpose.SCREENSHOT,
            journal=journal,
            now=now,
        )
        ReportImage.objects.create(
            report=report,
            addition=addition,
            file=file,
            width=picture.width,
            height=picture.height,
        )


def _contact(report: Report, arrival: _Arrival) -> Contact | None:
    email = arrival.submission.email
    if email is None:
        return None
    return Contact(
        email_sealed=sealer().seal(email),
        language=report.language,
        created_at=arrival.at,
        erase_after=report.readable_until,
    )


def no_network() -> Refusal:
    return Refusal(
        "intake.no_network",
        gettext_noop("This desk has no network yet, so nobody would read a report."),
    )


def unknown_territory() -> Refusal:
    return Refusal(
        "intake.territory",
        gettext_noop("Please choose a place from the list, or none."),
        {},
        "territory",
    )
