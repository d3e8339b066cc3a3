"""Who signs for an agency, and the approval of a document by who is to sign it.

An approval says that the signer has read a file and agrees; nothing here signs anything.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.documents.domain.registers import Direction, DocumentState
from sangto.documents.domain.signing import (
    APPROVAL_WORKFLOW,
    MAX_REMARK,
    ApprovalAction,
    ApprovalState,
    Capacity,
    approving_refusal,
    signatory_refusal,
)
from sangto.documents.models import DocumentApproval, OfficialDocument, Signatory
from sangto.documents.permissions import Permission, authorise
from sangto.documents.queries.signing import open_approval, valid_signatories
from sangto.documents.services.entries import line
from sangto.kernel.actor import Actor, Role
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.organisations.models import Agency, User
from sangto.organisations.queries import actor_for, today


def name_signatory(
    *,
    agency: Agency,
    capacity: Capacity,
    name: str,
    position: str,
    actor: Actor,
    head: str = "",
    organ: str = "",
    basis: str = "",
    user: User | None = None,
    usual: bool = False,
    valid_from: date | None = None,
    valid_until: date | None = None,
    now: datetime | None = None,
) -> Signatory:
    """Who may stand under the agency's documents, and how. Of two usual ones the newer counts."""
    authorise(actor, Permission.KEEP_PAPER, agency.pk)
    words = {
        "name": line(name),
        "position": line(position),
        "head": line(head),
        "organ": line(organ),
        "basis": line(basis),
    }
    insist(signatory_refusal(capacity=capacity, ends=valid_until is not None, **words))
    first = valid_from or today(now)
    insist(_dates_refusal(first, valid_until) or _account_refusal(agency, user))
    # A stand-in with a last day is chosen each time; the usual one is there until further notice.
    usual = usual and valid_until is None
    with change(actor) as journal:
        if usual:
            Signatory.objects.filter(agency=agency, usual=True).update(usual=False)
        row = Signatory.objects.create(
            agency=agency,
            capacity=capacity.value,
            user=user,
            usual=usual,
            valid_from=first,
            valid_until=valid_until,
            **words,
        )
        journal.record(AuditTag.SIGNATORY_NAMED, row, {"capacity": capacity.value})
        return row


def end_signatory(*, signatory: Signatory, actor: Actor, now: datetime | None = None) -> Signatory:
    """From today on not under new documents; those that are handed in to them are not approved."""
    authorise(actor, Permission.KEEP_PAPER, signatory.agency_id)
    day = today(now)
    with change(actor) as journal:
        rows = valid_signatories(signatory.agency, day).filter(pk=signatory.pk)
        if rows.update(valid_until=day, usual=False, ended=True) != 1:
            raise NotVisible
        journal.record(AuditTag.SIGNATORY_ENDED, signatory)
        signatory.refresh_from_db()
        return signatory


def ask_approval(
    *,
    document: OfficialDocument,
    signatory: Signatory,
    actor: Actor,
    now: datetime | None = None,
) -> DocumentApproval:
    """Hand the document in to who is to sign it: one asking at a time, of the file as it is."""
    authorise(actor, Permission.ISSUE, document.register.agency_id)
    if actor.user_id is None:
        raise NotVisible
    if not valid_signatories(document.register.agency, today(now)).filter(pk=signatory.pk).exists():
        raise NotVisible
    insist(_handing_in_refusal(document, signatory))
    with change(actor) as journal:
        OfficialDocument.objects.select_for_update().get(pk=document.pk)
        insist(_waits_already(document))
        approval = DocumentApproval.objects.create(
            document=document,
            signatory=signatory,
            sha256=_sha256(document),
            asked_by_id=actor.user_id,
            asked_at=now or timezone.now(),
        )
        journal.record(
            AuditTag.APPROVAL_ASKED,
            approval,
            {"document": document.pk, "signatory": signatory.pk, "sha256": approval.sha256},
        )
        return approval


def approve_document(
    *, approval: DocumentApproval, actor: Actor, now: datetime | None = None
) -> DocumentApproval:
    """By the signer and nobody else; never by who prepared it or handed it in."""
    document = approval.document
    authorise(actor, Permission.APPROVE, document.register.agency_id)
    fresh = OfficialDocument.objects.select_related("docx").get(pk=document.pk)
    insist(
        approving_refusal(
            own=actor.user_id in (approval.asked_by_id, fresh.prepared_by_id),
            is_signer=_signs_now(approval.signatory, actor, now),
            same_file=_sha256(fresh) == approval.sha256 and fresh.state != DocumentState.CANCELLED,
        )
    )
    with change(actor) as journal:
        return _decided(journal, approval, ApprovalAction.APPROVE, actor, now)


def return_document(
    *, approval: DocumentApproval, remark: str, actor: Actor, now: datetime | None = None
) -> DocumentApproval:
    """The signer does not agree, and says why."""
    authorise(actor, Permission.APPROVE, approval.document.register.agency_id)
    if approval.signatory.user_id != actor.user_id:
        raise NotVisible
    remark = line(remark)
    if not remark or len(remark) > MAX_REMARK:
        raise Refused(
            Refusal(
                "documents.remark_missing",
                gettext_noop("Write what is to be changed, in at most %(limit)s characters."),
                {"limit": MAX_REMARK},
                "remark",
            )
        )
    with change(actor) as journal:
        return _decided(journal, approval, ApprovalAction.RETURN, actor, now, remark=remark)


def withdraw_approval(
    *, approval: DocumentApproval, actor: Actor, now: datetime | None = None
) -> DocumentApproval:
    """Whoever writes for the agency takes it back while it waits."""
    authorise(actor, Permission.ISSUE, approval.document.register.agency_id)
    with change(actor) as journal:
        return _decided(journal, approval, ApprovalAction.WITHDRAW, actor, now)


def _decided(
    journal: Journal,
    approval: DocumentApproval,
    action: ApprovalAction,
    actor: Actor,
    now: datetime | None,
    **values: Any,
) -> DocumentApproval:
    step = APPROVAL_WORKFLOW.step(approval.state, action)
    values |= {
        "state": step.target,
        "decided_by_id": actor.user_id,
        "decided_at": now or timezone.now(),
    }
    rows = DocumentApproval.objects.filter(pk=approval.pk, state=ApprovalState.ASKED.value)
    if rows.update(**values) != 1:
        raise Refused(
            Refusal(
                "documents.changed_meanwhile",
                gettext_noop("Somebody else changed this in the meantime. Look at it again."),
            )
        )
    for name, value in values.items():
        setattr(approval, name, value)
    journal.record(AuditTag(step.audit_tag), approval, {"sha256": approval.sha256})
    return approval


def _signs_now(signatory: Signatory, actor: Actor, now: datetime | None) -> bool:
    valid = valid_signatories(signatory.agency, today(now)).filter(pk=signatory.pk)
    return actor.user_id is not None and valid.filter(user_id=actor.user_id).exists()


def _sha256(document: OfficialDocument) -> str:
    file = document.docx
    return file.sha256 if file is not None else ""


def _handing_in_refusal(document: OfficialDocument, signatory: Signatory) -> Refusal | None:
    if (
        document.register.direction != Direction.OUTGOING
        or document.state == DocumentState.CANCELLED
        or document.docx is None
    ):
        return Refusal(
            "documents.nothing_to_approve",
            gettext_noop("There is no file of this document yet that could be approved."),
        )
    if signatory.user_id is None:
        return Refusal(
            "documents.signer_without_account",
            gettext_noop("This signer has no account here. Let the paper be signed instead."),
            {},
            "signatory",
        )
    return None


def _waits_already(document: OfficialDocument) -> Refusal | None:
    if open_approval(document) is None:
        return None
    return Refusal(
        "documents.approval_waits",
        gettext_noop("It was handed in already and waits for an answer."),
    )


def _dates_refusal(first: date, last: date | None) -> Refusal | None:
    if last is None or first <= last:
        return None
    return Refusal(
        "documents.dates_in_order",
        gettext_noop("The last day can not be before the first."),
        {},
        "valid_until",
    )


def _account_refusal(agency: Agency, user: User | None) -> Refusal | None:
    if user is None:
        return None
    found = actor_for(user)
    if found.agency_id == agency.pk and found.has(Role.APPROVER):
        return None
    return Refusal(
        "documents.signer_is_no_approver",
        gettext_noop("A signer’s account is that of an approver of the same agency."),
        {},
        "user",
    )
