"""What somebody is still writing: begun, saved, sent or thrown away by whoever holds its token.

None of it stands in the record: a draft is the writer's own, and the desk does not know of it
before it is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.audit.secrets import sealer
from sangto.documents.domain.files import Purpose
from sangto.documents.domain.images import CleanImage, reencode
from sangto.documents.queries import content_of
from sangto.documents.services import add_file, discard_file, keeping
from sangto.intake.domain.drafts import (
    LIFETIME,
    DraftContent,
    draft_refusal,
    gone_refusal,
    key_of,
    packed,
)
from sangto.intake.domain.reports import Channel, OriginKind
from sangto.intake.domain.submission import image_refusals
from sangto.intake.models import DraftImage, ReportDraft
from sangto.intake.permissions import IntakePermission, authorise
from sangto.intake.queries import content_of_draft, living_drafts, sent_from_draft
from sangto.intake.receipts import draft_digest
from sangto.intake.services.submitting import RefusedSubmission, Submitted, submit_report
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused, insist

_BATCH = 100


def begin_draft(*, content: DraftContent, actor: Actor, now: datetime | None = None) -> str:
    """Keep a first page, sealed; answers the token, which is kept nowhere."""
    authorise(actor, IntakePermission.SUBMIT)
    insist(draft_refusal(content))
    at = now or timezone.now()
    token = secrets.token_urlsafe(24)
    with write_lock(), transaction.atomic():
        ReportDraft.objects.create(
            token_digest=draft_digest(token),
            content_sealed=sealer().seal(packed(content)),
            created_at=at,
            expires_at=at + LIFETIME,
        )
    return token


def save_draft(
    *, token: str, changes: Mapping[str, object], actor: Actor, now: datetime | None = None
) -> DraftContent:
    """Change the fields of one page and start the two hours anew. Refused when it is gone."""
    authorise(actor, IntakePermission.SUBMIT)
    at = now or timezone.now()
    with write_lock(), transaction.atomic():
        draft = _locked(token, at)
        content = replace(content_of_draft(draft), **changes)  # type: ignore[arg-type] # a form's fields
        insist(draft_refusal(content))
        draft.content_sealed = sealer().seal(packed(content))
        draft.expires_at = at + LIFETIME
        draft.save(update_fields=["content_sealed", "expires_at"])
    return content


def add_draft_pictures(
    *, token: str, images: Sequence[bytes], actor: Actor, now: datetime | None = None
) -> int:
    """Write pictures anew and keep them with the draft; how many it has then.

    Raises :class:`RefusedSubmission` or :class:`Refused` for what can not be used; then none of
    them is kept.
    """
    authorise(actor, IntakePermission.SUBMIT)
    at = now or timezone.now()
    refusals = image_refusals(images, upload_bytes=settings.SANGTO_UPLOAD_BYTES)
    if refusals:
        raise RefusedSubmission(refusals)
    pictures = [reencode(image, number=number) for number, image in enumerate(images, start=1)]
    contents = [picture.content for picture in pictures]
    with (
        keeping(contents, purpose=Purpose.SCREENSHOT) as kept,
        write_lock(),
        transaction.atomic(),
    ):
        draft = _locked(token, at)
        already = draft.images.count()
        refusals = image_refusals(contents, upload_bytes=2**62, already=already)
        if refusals:
            raise RefusedSubmission(refusals)
        for picture, one in zip(pictures, kept, strict=True):
            file = add_file(
                kept=one, media_type=picture.media_type, purpose=Purpose.SCREENSHOT, now=at
            )
            DraftImage.objects.create(
                draft=draft, file=file, width=picture.width, height=picture.height
            )
        draft.expires_at = at + LIFETIME
        draft.save(update_fields=["expires_at"])
    return already + len(pictures)


def remove_draft_picture(
    *, token: str, image_id: int, actor: Actor, now: datetime | None = None
) -> bool:
    """False when the draft has no such picture (any more)."""
    authorise(actor, IntakePermission.SUBMIT)
    with write_lock(), transaction.atomic():
        draft = _locked(token, now or timezone.now())
        image = draft.images.filter(pk=image_id).select_related("file").first()
        if image is None:
            return False
        image.delete()
        discard_file(file=image.file)
    return True


def discard_draft(*, token: str, actor: Actor) -> bool:
    """Delete what was written, with its pictures; False when it was gone already."""
    authorise(actor, IntakePermission.SUBMIT)
    with write_lock(), transaction.atomic():
        draft = living_drafts(token).select_for_update().first()
        if draft is None:
            return False
        _delete([draft], _images_of([draft]))
    return True


def send_draft(
    *, token: str, language: str, actor: Actor, now: datetime | None = None
) -> Submitted:
    """Make the report and delete the draft, in one transaction. However often and however late,
    it is one report. Refused when the draft is gone unsent."""
    drafts = living_drafts(token, now or timezone.now())
    draft = drafts.annotate(
        pictured=Exists(DraftImage.objects.filter(draft=OuterRef("pk")))
    ).first()
    if draft is None:
        return _sent(token)
    images = _images_of([draft]) if draft.pictured else []
    try:
        pictures = [
            CleanImage(content_of(image.file), image.file.media_type, image.width, image.height)
            for image in images
        ]
    except NotVisible:
        # Another click has sent it a moment ago and taken the files along.
        return _sent(token)
    content = content_of_draft(draft)
    submitted = submit_report(
        submission=content.submission(
            language=language, images=tuple(picture.content for picture in pictures)
        ),
        channel=Channel.WEB,
        origin=OriginKind.CITIZEN,
        idempotency_key=key_of(token),
        actor=actor,
        pictures=pictures,
        together_with=lambda: _delete([draft], images),
    )
    if submitted.repeated:
        discard_draft(token=token, actor=actor)
    return replace(submitted, lost=content.lost)


def _sent(token: str) -> Submitted:
    sent = sent_from_draft(token)
    if sent is None:
        raise Refused(gone_refusal())
    report, receipt = sent
    return Submitted(report=report, receipt=receipt, repeated=True)


def erase_drafts(*, actor: Actor, now: datetime | None = None) -> int:
    """Delete the drafts whose time is over, in small transactions; how many."""
    authorise(actor, IntakePermission.DRAFTS_ERASE)
    at = now or timezone.now()
    total = 0
    while True:
        with write_lock(), transaction.atomic():
            due = list(
                ReportDraft.objects.select_for_update(skip_locked=True)
                .filter(expires_at__lte=at)
                .order_by("expires_at", "pk")[:_BATCH]
            )
            _delete(due, _images_of(due))
        total += len(due)
        if len(due) < _BATCH:
            return total


def _locked(token: str, at: datetime) -> ReportDraft:
    draft = living_drafts(token, at).select_for_update().first()
    if draft is None:
        raise Refused(gone_refusal())
    return draft


def _images_of(drafts: Sequence[ReportDraft]) -> list[DraftImage]:
    return list(DraftImage.objects.filter(draft__in=drafts).select_related("file"))


def _delete(drafts: Sequence[ReportDraft], images: Sequence[DraftImage]) -> None:
    """One statement where there is no picture. Nothing but pictures refers to a draft, and the
    database refuses one that was added meanwhile."""
    if images:
        DraftImage.objects.filter(pk__in=[image.pk for image in images]).delete()
    for image in images:
        discard_file(file=image.file)
    rows = ReportDraft.objects.filter(pk__in=[draft.pk for draft in drafts])
    rows._raw_delete(rows.db)
