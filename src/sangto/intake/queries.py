"""Reading reports: by their receipt, and by whoever may see what a sender wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.utils import timezone

from sangto.audit.secrets import sealer
from sangto.documents.domain.picture_text import ReadState
from sangto.documents.models import StoredFile
from sangto.intake.domain.drafts import DraftContent, key_of, unpacked
from sangto.intake.domain.picture_checks import PendingContent
from sangto.intake.domain.picture_checks import unpacked as unpacked_reading
from sangto.intake.domain.reports import (
    ASKER_ORIGINS,
    CLOSING,
    Closing,
    OriginKind,
    ReportOutcome,
    ReportStatus,
)
from sangto.intake.models import (
    Contact,
    DraftImage,
    PendingReading,
    Report,
    ReportAddition,
    ReportDisclosure,
    ReportDraft,
    ReportImage,
)
from sangto.intake.permissions import IntakePermission, may, may_read_by_disclosure
from sangto.intake.receipts import (
    draft_digests,
    key_digests,
    reading_digests,
    receipt_digests,
    receipt_of,
)
from sangto.kernel.actor import Actor, ActorKind
from sangto.kernel.errors import NotVisible
from sangto.kernel.sealing import UnreadableSeal


@dataclass(frozen=True, slots=True)
class ReceiptStep:
    """One step of the way; ``at`` is None for one that has not come yet."""

    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What the holder of a receipt sees; never the content. ``explanation`` is an English text."""

    report_id: int
    reference: str
    status: ReportStatus
    outcome: str
    explanation_code: str
    explanation: str
    received_at: datetime
    due_at: datetime
    answered_at: datetime | None
    readable_until: datetime | None
    content_deleted_at: datetime | None
    steps: tuple[ReceiptStep, ...]


@dataclass(frozen=True, slots=True)
class PictureView:
    file_id: int
    media_type: str
    width: int
    height: int
    read_state: ReadState = ReadState.UNREAD
    read_text: str = field(default="", repr=False)
    read_codes: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class AdditionView:
    """What the sender added later."""

    text: str = field(repr=False)
    received_at: datetime
    pictures: tuple[PictureView, ...]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What a sender wrote; handed only to whoever may read it."""

    report_id: int
    text: str = field(repr=False)
    link: str = field(repr=False)
    reason: str = field(repr=False)
    language: str
    received_at: datetime
    deleted_at: datetime | None
    pictures: tuple[PictureView, ...]
    money_lost: int | None = None
    withdrawn: bool = False
    additions: tuple[AdditionView, ...] = ()


class Recipient(NamedTuple):
    """Somebody to be told; the address stays sealed."""

    report: Report
    email_sealed: str
    language: str


def report_by_key(key: str) -> Report | None:
    """The report that this idempotency key made before, whatever it held."""
    return Report.objects.filter(idempotency_digest__in=key_digests(key)).first()


def receipt_view(code: str, *, now: datetime | None = None) -> ReceiptView | None:
    """The report that this receipt belongs to; always one query.

    A malformed code, an unknown one and one whose time is over take the same way and answer None.
    """
    report = report_by_receipt(code, now or timezone.now())
    if report is None:
        return None
    return ReceiptView(
        report_id=report.pk,
        reference=report.reference,
        status=ReportStatus(report.status),
        outcome=report.outcome,
        explanation_code=report.explanation,
        explanation=CLOSING[Closing(report.explanation)] if report.explanation else "",
        received_at=report.received_at,
        due_at=report.due_at,
        answered_at=report.answered_at,
        readable_until=report.readable_until,
        content_deleted_at=report.content_deleted_at,
        steps=_steps(report),
    )


def report_by_receipt(code: str, now: datetime) -> Report | None:
    """None for a code that leads nowhere, whatever the reason. One query."""
    report = Report.objects.filter(receipt_digest__in=receipt_digests(code)).first()
    if report is None or (report.readable_until is not None and now > report.readable_until):
        return None
    return report


def additions_of(report_id: int) -> list[tuple[datetime, int]]:
    """When the sender added something, and how many pictures; oldest first, without content."""
    return list(
        ReportAddition.objects.filter(report=report_id)
        .annotate(pictures=Count("images"))
        .order_by("pk")
        .values_list("received_at", "pictures")
    )


def has_contact(report_id: int) -> bool:
    return Contact.objects.filter(report=report_id).exists()


def _steps(report: Report) -> tuple[ReceiptStep, ...]:
    last = "closed" if report.status == ReportStatus.CLOSED else "answered"
    if report.outcome == ReportOutcome.WITHDRAWN:
        last = "withdrawn"
    steps = [ReceiptStep("received", report.received_at)]
    if report.review_started_at is not None or report.answered_at is None:
        steps.append(ReceiptStep("in_review", report.review_started_at))
    steps.append(ReceiptStep(last, report.answered_at))
    return tuple(steps)


def report_content(*, actor: Actor, report: Report) -> ReportContent:
    """What the sender wrote, or :class:`NotVisible` (SCOPE.md 8)."""
    contents = report_contents(actor=actor, reports=[report])
    if not contents:
        raise NotVisible
    return contents[0]


def report_contents(*, actor: Actor, reports: Sequence[Report]) -> list[ReportContent]:
    """Those that this actor may read, in the given order. At most three queries for any number.

    The desk officers and approvers of the lead agency read all; the officers of another agency
    what was disclosed to it, and what it sent in its own name.
    """
    readable = readable_by(actor, reports)
    pictures: dict[tuple[int, int | None], list[PictureView]] = {}
    additions: dict[int, list[ReportAddition]] = {}
    if readable:
        for image in (
            ReportImage.objects.filter(report__in=readable).select_related("file").order_by("pk")
        ):
            pictures.setdefault((image.report_id, image.addition_id), []).append(
                PictureView(
                    image.file_id,
                    image.file.media_type,
                    image.width,
                    image.height,
                    ReadState(image.read_state),
                    image.read_text,
                    tuple(image.read_codes),
                )
            )
        for addition in ReportAddition.objects.filter(report__in=readable).order_by("pk"):
            additions.setdefault(addition.report_id, []).append(addition)
    return [
        ReportContent(
            report_id=report.pk,
            text=report.text,
            link=report.link,
            reason=report.reason,
            language=report.language,
            received_at=report.received_at,
            deleted_at=report.content_deleted_at,
            pictures=tuple(pictures.get((report.pk, None), [])),
            money_lost=report.money_lost,
            withdrawn=report.outcome == ReportOutcome.WITHDRAWN,
            additions=tuple(
                AdditionView(
                    addition.text,
                    addition.received_at,
                    tuple(pictures.get((report.pk, addition.pk), [])),
                )
                for addition in additions.get(report.pk, [])
                if addition.content_deleted_at is None
            ),
        )
        for report in readable
    ]


def readable_by(actor: Actor, reports: Sequence[Report]) -> list[Report]:
    """One query at most, none for the lead agency."""
    if not reports or actor.kind is not ActorKind.STAFF:
        return []
    if may(actor, IntakePermission.CONTENT_READ):
        return list(reports)
    agency_id = actor.agency_id
    if agency_id is None or not may_read_by_disclosure(actor):
        return []
    disclosed = set(
        ReportDisclosure.objects.filter(agency_id=agency_id, report__in=reports).values_list(
            "report_id", flat=True
        )
    )
    return [report for report in reports if report.pk in disclosed or _sent_by(report, actor)]


def picture_for(*, actor: Actor, file_id: int) -> ReportImage:
    """A picture of a report that this actor may read, else :class:`NotVisible`."""
    image = ReportImage.objects.filter(file_id=file_id).select_related("report", "file").first()
    if image is None or not readable_by(actor, [image.report]):
        raise NotVisible
    return image


def recipients(reports: Iterable[Report]) -> list[Recipient]:
    """The senders among these who left an address, oldest report first. One query."""
    by_id = {report.pk: report for report in reports}
    contacts = Contact.objects.filter(report__in=list(by_id)).order_by("report_id")
    return [
        Recipient(by_id[contact.report_id], contact.email_sealed, contact.language)
        for contact in contacts
    ]


def asked_by_people(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Those that count as askers: no machine, archive or agency for itself (SCOPE.md 1)."""
    return reports.filter(origin__in=[origin.value for origin in ASKER_ORIGINS])


def _sent_by(report: Report, actor: Actor) -> bool:
    return (
        report.origin == OriginKind.MEMBER_AGENCY
        and report.agency_id is not None
        and report.agency_id == actor.agency_id
    )


@dataclass(frozen=True, slots=True)
class DraftPicture:
    id: int
    file_id: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as the browser that holds its token sees it."""

    content: DraftContent
    pictures: tuple[DraftPicture, ...]


def living_drafts(token: str, now: datetime | None = None) -> QuerySet[ReportDraft]:
    """The draft with this token; with ``now`` only while its time lasts."""
    drafts = ReportDraft.objects.filter(token_digest__in=draft_digests(token))
    return drafts if now is None else drafts.filter(expires_at__gt=now)


def content_of_draft(draft: ReportDraft) -> DraftContent:
    """Opened with the installation's keys; a draft whose key is gone reads as empty."""
    try:
        return unpacked(sealer().open(draft.content_sealed))
    except UnreadableSeal:
        return DraftContent()


def draft_view(token: str, *, now: datetime | None = None) -> DraftView | None:
    """None for a token without a draft, also for one whose two hours are over. Two queries."""
    draft = living_drafts(token, now or timezone.now()).first()
    if draft is None:
        return None
    pictures = tuple(
        DraftPicture(image.pk, image.file_id, image.width, image.height)
        for image in draft.images.all()
    )
    return DraftView(content_of_draft(draft), pictures)


def draft_picture(token: str, image_id: int, *, now: datetime | None = None) -> StoredFile:
    """A picture of the draft with this token, else :class:`NotVisible`."""
    image = (
        DraftImage.objects.filter(
            pk=image_id, draft__in=living_drafts(token, now or timezone.now())
        )
        .select_related("file")
        .first()
    )
    if image is None:
        raise NotVisible
    return image.file


def sent_from_draft(token: str) -> tuple[Report, str] | None:
    """The report that the draft with this token became, and its receipt."""
    key = key_of(token)
    report = report_by_key(key)
    return None if report is None else (report, receipt_of(key, report.receipt_digest))


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A picture that is checked, as the browser that holds its token sees it."""

    state: ReadState
    content: PendingContent
    created_at: datetime


def living_readings(token: str, now: datetime | None = None) -> QuerySet[PendingReading]:
    readings = PendingReading.objects.filter(token_digest__in=reading_digests(token))
    return readings if now is None else readings.filter(expires_at__gt=now)


def content_of_reading(pending: PendingReading) -> PendingContent:
    """Opened with the installation's keys; one whose key is gone reads as empty."""
    try:
        return unpacked_reading(sealer().open(pending.content_sealed))
    except UnreadableSeal:
        return PendingContent()


def reading_view(token: str, *, now: datetime | None = None) -> ReadingView | None:
    """None for a token without one, also when its minutes are over. One query."""
    pending = living_readings(token, now or timezone.now()).first()
    if pending is None:
        return None
    return ReadingView(
        ReadState(pending.read_state), content_of_reading(pending), pending.created_at
    )
