"""Who signs for an agency, and what waits for their approval."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from sangto.documents.domain.official import Signature
from sangto.documents.domain.signing import ApprovalState, Capacity, signature_of
from sangto.documents.models import DocumentApproval, OfficialDocument, Signatory
from sangto.documents.permissions import Permission, may
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency
from sangto.organisations.queries import today

#: Where nobody was named yet.
UNNAMED = Signature(position="THỦ TRƯỞNG")


def valid_signatories(agency: Agency, on: date) -> QuerySet[Signatory]:
    """The usual one first."""
    return (
        Signatory.objects.filter(agency=agency, ended=False, valid_from__lte=on)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
        .select_related("user", "agency")
        .order_by("-usual", "id")
    )


def signatory_for(agency: Agency, pk: int, on: date | None = None) -> Signatory:
    found = valid_signatories(agency, on or today()).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def block_of(signatory: Signatory) -> Signature:
    """How this person stands under a document."""
    return signature_of(
        capacity=Capacity(signatory.capacity),
        position=signatory.position,
        name=signatory.name,
        head=signatory.head,
        organ=signatory.organ,
    )


def usual_signature(agency: Agency, on: date | None = None) -> Signature:
    """Of who usually signs for the agency, or a block without a name. One query."""
    usual = valid_signatories(agency, on or today()).filter(usual=True).first()
    return block_of(usual) if usual is not None else UNNAMED


def approvals_of(document: OfficialDocument) -> list[DocumentApproval]:
    """The newest first."""
    rows = DocumentApproval.objects.filter(document=document)
    return list(rows.select_related("signatory", "asked_by", "decided_by"))


def open_approval(document: OfficialDocument) -> DocumentApproval | None:
    rows = DocumentApproval.objects.filter(document=document, state=ApprovalState.ASKED.value)
    return rows.select_related("signatory__agency", "document__register__agency").first()


def waiting_for(actor: Actor) -> QuerySet[DocumentApproval]:
    """What this person is to approve, the oldest first."""
    rows = DocumentApproval.objects.filter(
        state=ApprovalState.ASKED.value,
        signatory__user_id=actor.user_id or 0,
        document__register__agency_id=actor.agency_id or 0,
    )
    return rows.select_related("document__register", "signatory", "asked_by").order_by("id")


def may_approve(actor: Actor, approval: DocumentApproval) -> bool:
    """Whether to show the button; the write asks all of it again."""
    document = approval.document
    return (
        may(actor, Permission.APPROVE, document.register.agency_id)
        and approval.signatory.user_id == actor.user_id
        and actor.user_id not in (approval.asked_by_id, document.prepared_by_id)
    )
