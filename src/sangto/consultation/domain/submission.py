"""The submission of a draft (tờ trình), prefilled; and the draft itself in the official layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sangto.consultation.domain.consolidated import (
    Consultation,
    consultation_words,
    decision_words,
)
from sangto.consultation.domain.drafts import DraftKind, PartKind
from sangto.consultation.domain.provisions import Part, as_blocks
from sangto.documents.domain import official

#: Names of the kinds of text in a sentence; a regulation is issued with a decision.
KIND_NAMES: dict[DraftKind, str] = {
    DraftKind.REGULATION: "Quyết định ban hành Quy chế",
    DraftKind.DECISION: "Quyết định",
    DraftKind.PLAN: "Kế hoạch",
    DraftKind.PROGRAMME: "Chương trình",
    DraftKind.DIRECTIVE: "Chỉ thị",
    DraftKind.RESOLUTION: "Nghị quyết",
    DraftKind.OTHER: "Văn bản",
}
_OFFICIAL_KINDS = {
    DraftKind.PLAN: official.DocumentKind.PLAN,
}


@dataclass(frozen=True, slots=True)
class SubmissionText:
    """What the person who submits writes; empty parts hold a sentence to be filled in."""

    necessity: str = ""
    request: str = ""
    addressee: str = ""


def submission_of(
    *,
    title: str,
    kind: DraftKind,
    parts: Sequence[Part],
    consultation: Consultation,
    text: SubmissionText,
    issuer: official.Issuer,
    signed_on: date | None = None,
    signature: official.Signature | None = None,
) -> official.OfficialContent:
    """Legal bases, why, how it was made, what stands in it, what came of the comments, what is
    asked for."""
    name = f"dự thảo {KIND_NAMES[kind]}"
    plain = title.replace("(dự thảo)", "").strip()
    bases = next((part.text for part in parts if part.kind is PartKind.LEGAL_BASES), "")
    chapters = sum(part.kind is PartKind.CHAPTER for part in parts)
    articles = sum(part.kind is PartKind.ARTICLE for part in parts)
    made_of = ", ".join(
        words
        for number, words in (
            (chapters, f"{chapters:02d} chương"),
            (articles, f"{articles:02d} điều"),
        )
        if number
    )
    blocks: list[official.Block] = [
        official.Paragraph(line, italic=True) for line in bases.split("\n") if line
    ]
    blocks += [
        official.Heading("I. SỰ CẦN THIẾT BAN HÀNH"),
        official.Paragraph(text.necessity or f"[Nêu sự cần thiết ban hành {plain}.]"),
        official.Heading("II. QUÁ TRÌNH XÂY DỰNG DỰ THẢO"),
        official.Paragraph(consultation_words(consultation)),
        official.Heading("III. BỐ CỤC VÀ NỘI DUNG CHÍNH"),
        official.Paragraph(f"Dự thảo gồm {made_of}:" if made_of else "[Nêu nội dung chính.]"),
        *_outline(parts),
        official.Heading("IV. TIẾP THU, GIẢI TRÌNH Ý KIẾN GÓP Ý"),
        official.Paragraph(
            f"{decision_words(consultation)} Nội dung cụ thể tại Bảng tổng hợp ý kiến góp ý, "
            "tiếp thu, giải trình kèm theo."
        ),
        official.Paragraph(text.request or f"{issuer.name} kính trình xem xét, ban hành {plain}."),
    ]
    return official.OfficialContent(
        kind=official.DocumentKind.SUBMISSION,
        issuer=issuer,
        subject=f"Về việc ban hành {plain}" if plain else f"Về {name}",
        blocks=tuple(blocks),
        symbol=official.symbol_of(official.DocumentKind.SUBMISSION, issuer.symbol),
        signed_on=signed_on,
        addressees=(text.addressee,) if text.addressee else (),
        signature=signature,
        recipients=("Như trên", "Lưu: VT"),
    )


def draft_document(
    *, title: str, kind: DraftKind, parts: Sequence[Part], issuer: official.Issuer
) -> official.OfficialContent:
    """The draft in the official layout, without number and date. Its opening is what the layout
    writes itself; who signs and who gets it come from the draft's own end."""
    made_as = _OFFICIAL_KINDS.get(kind, official.DocumentKind.DECISION)
    plain = title.replace("(dự thảo)", "").strip()
    signature, recipients = _end_of(parts)
    return official.OfficialContent(
        kind=made_as,
        issuer=issuer,
        subject=f"Ban hành {plain}" if kind is DraftKind.REGULATION else plain,
        blocks=as_blocks(parts),
        symbol=official.symbol_of(made_as, issuer.symbol),
        signature=signature,
        recipients=recipients,
    )


def _end_of(parts: Sequence[Part]) -> tuple[official.Signature | None, tuple[str, ...]]:
    """Lines in capitals sign, the last of them is the position; lines with a dash get it."""
    lines = [
        line
        for part in parts
        if part.kind is PartKind.SIGNATURE
        for line in part.text.split("\n")
        if line
    ]
    recipients = tuple(line.lstrip("-– ").rstrip(";.") for line in lines if line[0] in "-–")
    capitals = [line for line in lines if line.isupper()]
    if not capitals:
        return None, recipients
    names = [line for line in lines[lines.index(capitals[-1]) + 1 :] if line[0].isupper()]
    name = next((line for line in names if not line.lower().startswith("nơi nhận")), "")
    position = capitals[-1] if len(capitals) > 1 else ""
    authority = tuple(capitals[:-1]) if position else tuple(capitals)
    return official.Signature(position=position, name=name, authority=authority), recipients


def _outline(parts: Sequence[Part]) -> list[official.Block]:
    """Chapters with their first and last article."""
    found: list[official.Block] = []
    chapter: Part | None = None
    numbers: list[str] = []

    def close() -> None:
        if chapter is None:
            return
        run = f" (từ Điều {numbers[0]} đến Điều {numbers[-1]})" if len(numbers) > 1 else ""
        run = f" (Điều {numbers[0]})" if len(numbers) == 1 else run
        title = f". {chapter.heading}" if chapter.heading else ""
        found.append(official.Paragraph(f"- Chương {chapter.number}{title}{run}."))

    for part in parts:
        if part.kind is PartKind.CHAPTER:
            close()
            chapter, numbers = part, []
        elif part.kind is PartKind.ARTICLE:
            numbers.append(part.number)
    close()
    return found
