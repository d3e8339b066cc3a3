"""Lines of registers: taking the next number, writing a line, changing it once."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Model

from sangto.audit.queries import subject_of
from sangto.audit.services import Journal
from sangto.audit.tags import AuditTag
from sangto.documents.domain.official import number_text
from sangto.documents.domain.registers import MAX_SENDER, Direction
from sangto.documents.models import DocumentRegister, OfficialDocument
from sangto.documents.permissions import Permission, authorise
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, Refused, gettext_noop
from sangto.kernel.text import clean, folded
from sangto.organisations.models import Agency

#: What a document belongs to, as subjects of the record are named.
About = Model | tuple[str, object]


def authorise_own(
    actor: Actor, permission: Permission, agency: Agency, within: Journal | None
) -> None:
    if within is None:
        authorise(actor, permission, agency.pk)


def last_number(agency: Agency, direction: Direction, kind: str, year: int) -> int:
    rows = DocumentRegister.objects.filter(
        agency=agency, direction=direction.value, kind=kind, year=year
    )
    return rows.values_list("last_number", flat=True).first() or 0


def next_number(agency: Agency, direction: Direction, kind: str, year: int) -> DocumentRegister:
    """The register with one number more; its row is locked until the transaction ends, so the
    numbers run without gap or double whoever else is writing."""
    register, _new = DocumentRegister.objects.get_or_create(
        agency=agency, direction=direction.value, kind=kind, year=year
    )
    DocumentRegister.objects.filter(pk=register.pk).update(last_number=F("last_number") + 1)
    register.refresh_from_db(fields=["last_number"])
    return register


def enter(
    journal: Journal, tag: AuditTag, register: DocumentRegister, **values: Any
) -> OfficialDocument:
    number = register.last_number
    written = values.pop("number_text", None)
    if written is None:
        written = number_text(number, values["symbol"])
    document = OfficialDocument.objects.create(
        register=register,
        number=number,
        number_text=written,
        search_folded=searched(written, values["subject"]),
        **values,
    )
    journal.record(tag, document, {"number": number, "kind": document.kind})
    return document


def write(document: OfficialDocument, **values: Any) -> None:
    """Change the row if it still is in the state that was seen, and then ``document`` itself."""
    rows = OfficialDocument.objects.filter(
        pk=document.pk, state=document.state, scan_id=document.scan_id
    )
    if rows.update(**values) != 1:
        raise Refused(
            Refusal(
                "documents.changed_meanwhile",
                gettext_noop("Somebody else changed this in the meantime. Look at it again."),
            )
        )
    for column, value in values.items():
        setattr(document, column, value)


def about_values(about: About | None) -> dict[str, str]:
    label, key = subject_of(about) if about is not None else ("", "")
    return {"about_label": label, "about_id": key}


def line(text: str) -> str:
    return " ".join(clean(text).split())


def shortened(text: str) -> str:
    text = line(text)
    return text if len(text) <= MAX_SENDER else text[: MAX_SENDER - 1] + "…"


def searched(number: str, subject: str) -> str:
    return folded(f"{number} {subject}")[:700]
