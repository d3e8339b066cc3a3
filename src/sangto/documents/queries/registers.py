"""Reading registers. Everybody sees the registers of their own agency, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from sangto.audit.queries import subject_of
from sangto.documents.domain.official import KIND_WORDS, DocumentKind, Issuer
from sangto.documents.domain.registers import Direction, DocumentState
from sangto.documents.domain.sheets import Sheet, SheetColumn
from sangto.documents.models import OfficialDocument
from sangto.documents.permissions import Permission, has_permission, may
from sangto.documents.queries.paper import layout_for
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.kernel.text import folded
from sangto.organisations.models import Agency
from sangto.organisations.queries import home_territory

#: Letters that stand before the name of a place in the list of territories, not before a date.
_PLACE_KINDS = ("Tỉnh ", "Thành phố ", "tỉnh ", "thành phố ")

_STATES: Mapping[str, str] = {
    DocumentState.RESERVED: "Đã lấy số",
    DocumentState.ISSUED: "Đã ban hành",
    DocumentState.RECEIVED: "Đã đến",
    DocumentState.CANCELLED: "Đã hủy số",
}


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    direction: Direction | None = None
    year: int | None = None
    kind: DocumentKind | None = None
    state: DocumentState | None = None
    words: str = ""


def documents_visible_to(actor: Actor) -> QuerySet[OfficialDocument]:
    """Of the actor's own agency; nothing for whoever may not see registers."""
    rows = OfficialDocument.objects.select_related("register", "sender")
    if actor.agency_id is None or not has_permission(actor, Permission.VIEW):
        return rows.none()
    return rows.filter(register__agency_id=actor.agency_id)


def filtered(
    rows: QuerySet[OfficialDocument], wanted: RegisterFilter
) -> QuerySet[OfficialDocument]:
    """The newest first. Words are looked for in number and subject, without accents; all of them
    have to be there."""
    if wanted.direction is not None:
        rows = rows.filter(register__direction=wanted.direction.value)
    if wanted.year is not None:
        rows = rows.filter(register__year=wanted.year)
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind.value)
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state.value)
    for word in folded(wanted.words).split()[:10]:
        rows = rows.filter(search_folded__contains=word)
    return rows


def document_for(actor: Actor, pk: int, *, need: Permission = Permission.VIEW) -> OfficialDocument:
    """One document, or :class:`NotVisible`."""
    document = (
        OfficialDocument.objects.select_related("register__agency", "sender", "docx", "pdf", "scan")
        .filter(pk=pk)
        .first()
    )
    if document is None or not may(actor, need, document.register.agency_id):
        raise NotVisible
    return document


def documents_about(subject: Model | tuple[str, object]) -> QuerySet[OfficialDocument]:
    """What was issued or received about something of a later room, oldest first. Whether the
    reader may see them is decided by that room."""
    label, key = subject_of(subject)
    return (
        OfficialDocument.objects.filter(about_label=label, about_id=key)
        .select_related("register", "docx", "pdf", "scan")
        .order_by("id")
    )


def register_years(actor: Actor) -> list[int]:
    """The years that the agency has registers of, the newest first."""
    years = documents_visible_to(actor).order_by("-register__year")
    return list(years.values_list("register__year", flat=True).distinct())


def issuer_of(agency: Agency, *, place: str = "") -> Issuer:
    """How the agency names itself on its paper. The place is that of its network when none is
    given. Up to four queries."""
    if not place:
        territory = home_territory(agency.network)
        place = _bare(territory.name) if territory is not None else ""
    parent = agency.parent
    return Issuer(
        name=agency.name,
        place=place,
        symbol=agency.symbol or _initials(agency.name),
        parent=parent.name if parent is not None else "",
        layout=layout_for(agency.network_id),
    )


def _bare(name: str) -> str:
    for kind in _PLACE_KINDS:
        if name.startswith(kind):
            return name[len(kind) :]
    return name


def _initials(name: str) -> str:
    """For an agency whose charter gives no symbol."""
    return "".join(word[0] for word in name.split() if word[0].isalnum()).upper()[:10]


def register_sheet(
    agency: Agency, year: int, direction: Direction, kind: DocumentKind | None = None
) -> Sheet:
    """A register as a table in the order of its numbers, cancelled ones too. It is a paper of the
    office, so its words are Vietnamese whoever asks. One query."""
    rows = (
        OfficialDocument.objects.filter(
            Q(register__agency=agency, register__year=year, register__direction=direction.value)
        )
        .select_related("register")
        .order_by("register__kind", "number")
    )
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if direction is Direction.OUTGOING:
        return Sheet(
            title=f"Văn bản đi {year}",
            columns=(
                SheetColumn("Loại", 16),
                SheetColumn("Số", 8),
                SheetColumn("Số, ký hiệu", 22),
                SheetColumn("Ngày tháng", 12),
                SheetColumn("Trích yếu", 60),
                SheetColumn("Nơi nhận", 40),
                SheetColumn("Trạng thái", 16),
                SheetColumn("Lý do hủy số", 40),
            ),
            rows=(
                (
                    kind_name(row.kind),
                    row.number,
                    row.number_text,
                    row.on,
                    row.subject,
                    row.counterpart,
                    _STATES[row.state],
                    row.cancel_reason,
                )
                for row in rows.iterator(chunk_size=500)
            ),
        )
    return Sheet(
        title=f"Văn bản đến {year}",
        columns=(
            SheetColumn("Số đến", 8),
            SheetColumn("Ngày đến", 12),
            SheetColumn("Tác giả", 40),
            SheetColumn("Số, ký hiệu", 22),
            SheetColumn("Ngày tháng", 12),
            SheetColumn("Loại", 16),
            SheetColumn("Trích yếu", 60),
            SheetColumn("Trạng thái", 16),
            SheetColumn("Lý do hủy số", 40),
        ),
        rows=(
            (
                row.number,
                row.received_on,
                row.counterpart,
                row.number_text,
                row.on,
                kind_name(row.kind),
                row.subject,
                _STATES[row.state],
                row.cancel_reason,
            )
            for row in rows.iterator(chunk_size=500)
        ),
    )


def kind_name(kind: str) -> str:
    """``Báo cáo``; an official letter is ``Công văn``, what has no type here ``Khác``."""
    if not kind:
        return "Khác"
    title = KIND_WORDS[DocumentKind(kind)].title
    return title.capitalize() if title else "Công văn"
