"""Changing how documents look, and ordering files that take long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.documents.domain.files import PDF, Purpose
from sangto.documents.domain.layout import changes_of, layout_with
from sangto.documents.domain.office_files import DOCX
from sangto.documents.domain.official import DocumentKind, OfficialContent
from sangto.documents.domain.official_values import content_from, values_of
from sangto.documents.models import (
    DocumentTemplate,
    NetworkLayout,
    PaperOrder,
)
from sangto.documents.permissions import Permission, authorise
from sangto.documents.queries.paper import template_for
from sangto.documents.rendering import length_of, render_docx, render_pdf
from sangto.documents.rendering.templates import template_refusal
from sangto.documents.services.files import discard_file, store_file
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.organisations.models import Agency, Network
from sangto.organisations.permissions import OrganisationPermission
from sangto.organisations.permissions import authorise as authorise_organisation
from sangto.queue.services import put

PAPER_TASK = "paper.make"
#: How long what was made waits to be fetched.
PAPER_KEPT = timedelta(days=2)


def change_layout(
    *,
    network: Network,
    changes: Mapping[str, float],
    actor: Actor,
    now: datetime | None = None,
) -> NetworkLayout:
    """By who keeps the charter. ``changes`` takes the place of all earlier ones; a value outside
    of the decree's range is refused. What is drawn from now on looks like that."""
    authorise_organisation(actor, OrganisationPermission.CHARTER_LOAD)
    if not Agency.objects.filter(pk=actor.agency_id or 0, network=network).exists():
        raise NotVisible
    wanted = changes_of(layout_with(changes))
    with change(actor) as journal:
        row, _new = NetworkLayout.objects.select_for_update().update_or_create(
            network=network,
            defaults={
                "changes": wanted,
                "changed_at": now or timezone.now(),
                "changed_by_id": actor.user_id,
            },
        )
        journal.record(AuditTag.LAYOUT_CHANGED, row, {"changes": wanted})
        return row


def store_template(
    *,
    agency: Agency,
    kind: DocumentKind,
    content: bytes,
    actor: Actor,
    now: datetime | None = None,
) -> DocumentTemplate:
    """Take an agency's own DOCX for one kind, in the place of the one before."""
    authorise(actor, Permission.KEEP_PAPER, agency.pk)
    insist(template_refusal(content))
    at = now or timezone.now()
    with change(actor) as journal:
        before = template_for(agency, kind)
        if before is not None:
            DocumentTemplate.objects.filter(pk=before.pk).update(removed_at=at)
        file = store_file(
            content=content,
            media_type=DOCX,
            purpose=Purpose.TEMPLATE,
            title=kind.value,
            journal=journal,
            now=at,
        )
        row = DocumentTemplate.objects.create(
            agency=agency, kind=kind.value, file=file, stored_at=at
        )
        journal.record(AuditTag.TEMPLATE_STORED, row, {"kind": kind.value, "file": file.pk})
        return row


def remove_template(
    *, agency: Agency, kind: DocumentKind, actor: Actor, now: datetime | None = None
) -> None:
    """Back to the layout of the network. The file stays, since documents were made with it."""
    authorise(actor, Permission.KEEP_PAPER, agency.pk)
    with change(actor) as journal:
        row = template_for(agency, kind)
        if row is None:
            raise NotVisible
        DocumentTemplate.objects.filter(pk=row.pk).update(removed_at=now or timezone.now())
        journal.record(AuditTag.TEMPLATE_REMOVED, row, {"kind": kind.value})


def order_paper(
    *,
    content: OfficialContent,
    media_type: str,
    name: str,
    actor: Actor,
    back: str = "",
    now: datetime | None = None,
) -> PaperOrder:
    """Have a file made by the queue, as things are now. Nothing is recorded: it is a reading."""
    if actor.user_id is None:
        raise NotVisible
    at = now or timezone.now()
    with change(actor) as journal:
        order = PaperOrder.objects.create(
            asked_by_id=actor.user_id,
            name=name[:100],
            media_type=media_type,
            content=values_of(content),
            back=back[:300],
            parts=length_of(content),
            asked_at=at,
        )
        put(kind=PAPER_TASK, key=f"paper:{order.pk}", payload={"order": order.pk}, now=at)
        journal.nothing_changed()
        return order


def paper_task(number: int) -> Callable[[], None]:
    """For the queue: drawn before the transaction that ends the task. What can not be drawn is
    marked, so that nobody waits in vain, and raises; the queue tries again."""
    waiting = PaperOrder.objects.filter(pk=number, made_at__isnull=True)
    order = waiting.first()
    if order is None or not order.content:
        return lambda: None
    waiting.update(started_at=timezone.now())
    content = content_from(order.content)
    try:
        made = render_pdf(content) if order.media_type == PDF else render_docx(content)
    except Exception:
        waiting.update(failed=True)
        raise

    def settle() -> None:
        if not waiting.select_for_update().exists():
            return
        at = timezone.now()
        file = store_file(
            content=made, media_type=order.media_type, purpose=Purpose.PAPER, title=order.name,
            now=at,
        )  # fmt: skip
        waiting.update(file=file, made_at=at, content={}, failed=False)

    return settle


def forget_papers(*, actor: Actor, now: datetime | None = None) -> int:
    """Delete what was ordered two days ago, fetched or not."""
    cutoff = (now or timezone.now()) - PAPER_KEPT
    with change(actor) as journal:
        journal.nothing_changed()
        old = list(PaperOrder.objects.filter(asked_at__lt=cutoff).select_related("file"))
        for order in old:
            order.delete()
            if order.file is not None:
                discard_file(file=order.file)
        return len(old)
