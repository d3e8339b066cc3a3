"""How documents look: the layout of a network, the template of an agency, orders of long files."""

from __future__ import annotations

from sangto.documents.domain.layout import Layout, default_layout, layout_with
from sangto.documents.domain.official import DocumentKind
from sangto.documents.models import DocumentTemplate, NetworkLayout, PaperOrder
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency


def layout_for(network: int) -> Layout:
    """The decree's usual numbers with what the network changed. One query."""
    row = NetworkLayout.objects.filter(network_id=network).first()
    return layout_with(row.changes) if row is not None else default_layout()


def template_for(agency: Agency, kind: DocumentKind) -> DocumentTemplate | None:
    return (
        DocumentTemplate.objects.filter(agency=agency, kind=kind.value, removed_at__isnull=True)
        .select_related("file")
        .first()
    )


def templates_of(agency: Agency) -> list[DocumentTemplate]:
    rows = DocumentTemplate.objects.filter(agency=agency, removed_at__isnull=True)
    return list(rows.select_related("file").order_by("kind"))


def order_for(actor: Actor, pk: int) -> PaperOrder:
    """One order of the actor's own, or :class:`NotVisible`."""
    order = (
        PaperOrder.objects.select_related("file")
        .filter(pk=pk, asked_by_id=actor.user_id or 0)
        .first()
    )
    if order is None:
        raise NotVisible
    return order


def orders_before(order: PaperOrder) -> int:
    """How many are still to be made before this one."""
    waiting = PaperOrder.objects.filter(made_at__isnull=True, failed=False, pk__lt=order.pk)
    return waiting.count()
