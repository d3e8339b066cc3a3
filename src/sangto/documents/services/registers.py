"""Taking numbers, issuing documents under them, and entering letters that came.

Where ``within`` is given, the write belongs to the change of another room, which has authorised
it; otherwise the actor's own agency and roles decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.documents.domain.files import Purpose
from sangto.documents.domain.official import (
    DocumentKind,
    OfficialContent,
    symbol_of,
)
from sangto.documents.domain.official_values import values_of
from sangto.documents.domain.registers import (
    Direction,
    DocumentAction,
    DocumentState,
    cancel_refusal,
    entry_refusal,
    incoming_refusal,
    signed_copy_refusal,
    workflow_of,
)
from sangto.documents.domain.signing import SignedForm, signed_form_refusal
from sangto.documents.models import OfficialDocument
from sangto.documents.permissions import Permission
from sangto.documents.queries.registers import issuer_of
from sangto.documents.rendering import is_long
from sangto.documents.services.entries import (
    About,
    about_values,
    authorise_own,
    enter,
    last_number,
    line,
    next_number,
    searched,
    shortened,
    write,
)
from sangto.documents.services.files import delete_file, store_file
from sangto.documents.services.making import ask_for_files, drawn, stored
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, Refused, gettext_noop, insist
from sangto.organisations.models import Agency
from sangto.organisations.queries import today


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A signed or scanned copy as it was uploaded."""

    content: bytes
    media_type: str


def reserve_number(
    *,
    agency: Agency,
    kind: DocumentKind,
    subject: str,
    on: date,
    actor: Actor,
    unit: str = "",
    addressee: str = "",
    about: About | None = None,
    within: Journal | None = None,
    now: datetime | None = None,
) -> OfficialDocument:
    """Take the next number of this kind and year, for a document that is still being made."""
    authorise_own(actor, Permission.ISSUE, agency, within)
    subject = line(subject)
    insist(entry_refusal(kind=kind, subject=subject, on=on))
    symbol = symbol_of(kind, issuer_of(agency).symbol, line(unit))
    with change(actor) as journal:
        register = next_number(agency, Direction.OUTGOING, kind.value, on.year)
        return enter(
            journal,
            AuditTag.DOCUMENT_RESERVED,
            register,
            kind=kind.value,
            symbol=symbol,
            on=on,
            subject=subject,
            counterpart=shortened(addressee),
            state=DocumentState.RESERVED.value,
            entered_at=now or timezone.now(),
            prepared_by_id=actor.user_id,
            **about_values(about),
        )


def issue_document(
    *,
    agency: Agency,
    content: OfficialContent,
    on: date,
    actor: Actor,
    unit: str = "",
    about: About | None = None,
    within: Journal | None = None,
    now: datetime | None = None,
) -> OfficialDocument:
    """Take the next number, make DOCX and PDF under it, store both: all of it or nothing, so the
    register has no gap.

    Number, symbol and date of ``content`` are overwritten. The files are made before the
    transaction, under the number that will most likely be the next one, and once more inside it
    when somebody else was faster. Where PDF can not be made, only the DOCX is stored.

    What is long, and what belongs to the change of another room, gets its number now and its files
    afterwards: from :func:`make_files`, or from the queue when nobody came to that.
    """
    authorise_own(actor, Permission.ISSUE, agency, within)
    subject = line(content.subject)
    insist(entry_refusal(kind=content.kind, subject=subject, on=on))
    symbol = content.symbol or symbol_of(content.kind, content.issuer.symbol, line(unit))
    at = now or timezone.now()

    def numbered(number: int) -> OfficialContent:
        return replace(content, number=number, symbol=symbol, signed_on=on)

    expected = last_number(agency, Direction.OUTGOING, content.kind.value, on.year) + 1
    later = within is not None or is_long(content)
    files = None if later else drawn(numbered(expected), agency)
    with change(actor) as journal:
        register = next_number(agency, Direction.OUTGOING, content.kind.value, on.year)
        document = enter(
            journal,
            AuditTag.DOCUMENT_RESERVED,
            register,
            kind=content.kind.value,
            symbol=symbol,
            on=on,
            subject=subject,
            counterpart=shortened("; ".join(content.addressees)),
            state=DocumentState.RESERVED.value,
            entered_at=at,
            prepared_by_id=actor.user_id,
            **about_values(about),
        )
        if files is None:
            kept = values_of(numbered(document.number))
            ask_for_files(document, at, soon=is_long(content))
            return _issued(journal, document, at, content=kept)
        if document.number != expected:
            files = drawn(numbered(document.number), agency)
        return _issued(journal, document, at, **stored(journal, document, files, at))


def issue_reserved(
    *,
    document: OfficialDocument,
    content: OfficialContent,
    actor: Actor,
    within: Journal | None = None,
    now: datetime | None = None,
) -> OfficialDocument:
    """Make and store the files of a number that was taken before; subject and addressees become
    those of ``content``, number, symbol and date stay."""
    authorise_own(actor, Permission.ISSUE, document.register.agency, within)
    insist(workflow_of(Direction.OUTGOING).refusal(document.state, DocumentAction.ISSUE))
    subject = line(content.subject)
    insist(entry_refusal(kind=content.kind, subject=subject, on=document.on))
    if content.kind.value != document.kind:
        raise Refused(
            Refusal(
                "documents.another_kind",
                gettext_noop("The number was taken for a document of another type."),
            )
        )
    files = drawn(
        replace(content, number=document.number, symbol=document.symbol, signed_on=document.on),
        document.register.agency,
    )
    at = now or timezone.now()
    with change(actor) as journal:
        return _issued(
            journal,
            document,
            at,
            subject=subject,
            counterpart=shortened("; ".join(content.addressees)),
            search_folded=searched(document.number_text, subject),
            **stored(journal, document, files, at),
        )


def cancel_number(
    *,
    document: OfficialDocument,
    reason: str,
    actor: Actor,
    within: Journal | None = None,
    now: datetime | None = None,
) -> OfficialDocument:
    """The number stays in the register with the reason, and is never given out again."""
    authorise_own(actor, Permission.CANCEL, document.register.agency, within)
    workflow = workflow_of(Direction(document.register.direction))
    insist(workflow.refusal(document.state, DocumentAction.CANCEL))
    reason = line(reason)
    insist(cancel_refusal(reason))
    with change(actor) as journal:
        write(
            document,
            state=DocumentState.CANCELLED.value,
            cancel_reason=reason,
            settled_at=now or timezone.now(),
        )
        journal.record(AuditTag.DOCUMENT_CANCELLED, document, {"reason": reason})
        return document


def add_signed_copy(
    *,
    document: OfficialDocument,
    letter: LetterFile,
    actor: Actor,
    form: SignedForm = SignedForm.SCANNED,
    within: Journal | None = None,
    now: datetime | None = None,
) -> OfficialDocument:
    """The signed or scanned copy, in the place of an earlier one. A document that was written
    elsewhere under a number of ours is issued by it."""
    outgoing = document.register.direction == Direction.OUTGOING
    need = Permission.ISSUE if outgoing else Permission.REGISTER_IN
    authorise_own(actor, need, document.register.agency, within)
    insist(
        signed_copy_refusal(DocumentState(document.state))
        or signed_form_refusal(form, letter.media_type, letter.content)
    )
    at = now or timezone.now()
    with change(actor) as journal:
        before = document.scan
        file = _letter(journal, document, letter, at)
        write(document, scan_id=file, scan_form=form.value)
        journal.record(AuditTag.DOCUMENT_SIGNED_COPY, document, {"file": file, "form": form.value})
        if before is not None:
            delete_file(file=before, journal=journal, now=at)
        if document.state == DocumentState.RESERVED:
            _issued(journal, document, at)
        return document


def register_incoming(
    *,
    agency: Agency,
    number_text: str,
    on: date,
    subject: str,
    received_on: date,
    actor: Actor,
    kind: DocumentKind | None = None,
    sender: Agency | None = None,
    sender_text: str = "",
    letter: LetterFile | None = None,
    about: About | None = None,
    within: Journal | None = None,
    now: datetime | None = None,
) -> OfficialDocument:
    """Enter a letter that came: its own number and date, who sent it, and our number for it.

    ``sender_text`` names an organisation that is no member, never a private person (SCOPE.md 2).
    """
    authorise_own(actor, Permission.REGISTER_IN, agency, within)
    subject, number_text, sender_text = line(subject), line(number_text), line(sender_text)
    insist(
        entry_refusal(kind=None, subject=subject, on=on, number_text=number_text)
        or incoming_refusal(
            dated=on,
            received_on=received_on,
            today=today(now),
            has_sender=sender is not None,
            sender_text=sender_text,
        )
    )
    at = now or timezone.now()
    with change(actor) as journal:
        register = next_number(agency, Direction.INCOMING, "", received_on.year)
        document = enter(
            journal,
            AuditTag.DOCUMENT_RECEIVED,
            register,
            kind=kind.value if kind is not None else "",
            number_text=number_text,
            on=on,
            received_on=received_on,
            subject=subject,
            sender=sender,
            counterpart=shortened(sender.name if sender is not None else sender_text),
            state=DocumentState.RECEIVED.value,
            entered_at=at,
            settled_at=at,
            prepared_by_id=actor.user_id,
            **about_values(about),
        )
        if letter is not None:
            write(
                document,
                scan_id=_letter(journal, document, letter, at),
                scan_form=SignedForm.SCANNED.value,
            )
        return document


def link_document(
    *,
    document: OfficialDocument,
    about: About | None,
    actor: Actor,
    within: Journal | None = None,
) -> OfficialDocument:
    """Say what the document belongs to, or that it belongs to nothing. Whether the actor may see
    that is asked by the caller."""
    outgoing = document.register.direction == Direction.OUTGOING
    need = Permission.ISSUE if outgoing else Permission.REGISTER_IN
    authorise_own(actor, need, document.register.agency, within)
    with change(actor) as journal:
        values = about_values(about)
        write(document, **values)
        journal.record(AuditTag.DOCUMENT_LINKED, document, {"about": values["about_label"]})
        return document


def _issued(
    journal: Journal, document: OfficialDocument, at: datetime, **values: Any
) -> OfficialDocument:
    write(document, state=DocumentState.ISSUED.value, settled_at=at, **values)
    journal.record(
        AuditTag.DOCUMENT_ISSUED,
        document,
        {"number": document.number_text, "docx": document.docx_id, "pdf": document.pdf_id},
    )
    return document


def _letter(journal: Journal, document: OfficialDocument, letter: LetterFile, at: datetime) -> int:
    return store_file(
        content=letter.content,
        media_type=letter.media_type,
        purpose=Purpose.LETTER_SCAN,
        title=document.number_text,
        journal=journal,
        now=at,
    ).pk
