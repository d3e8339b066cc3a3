"""Contents of official documents for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from unicodedata import normalize

from sangto.documents.domain.official import (
    Align,
    Article,
    Bullets,
    Chapter,
    Clause,
    Column,
    DocumentKind,
    Heading,
    Issuer,
    OfficialContent,
    Paragraph,
    Point,
    Run,
    Signature,
    TableBlock,
    TableGroup,
)

ISSUER = Issuer(
    "Sở Thông tin và Truyền thông", "Đắk Nông", "STTTT", "Ủy ban nhân dân tỉnh Đắk Nông"
)
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def vietnamese_letters() -> str:
    """The 134 that are not in ASCII."""
    lower = "".join(normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES) + "đ"
    kept = "".join(char for char in lower if not char.isascii())
    return kept + kept.upper()


def letter(**fields: Any) -> OfficialContent:
    content = OfficialContent(
        DocumentKind.OFFICIAL_LETTER,
        ISSUER,
        "Lấy ý kiến góp ý dự thảo Quy chế phối hợp",
        (Paragraph("Thực hiện quy chế, Sở đề nghị các cơ quan góp ý./."),),
        symbol="STTTT-TTBCXB",
        number=408,
        signed_on=date(2021, 7, 6),
        addressees=("Các sở, ban, ngành", "Công an tỉnh;", "Ban Tuyên giáo Tỉnh ủy."),
        signature=Signature("Phó Giám đốc", "Nguyễn Văn A", ("KT. Giám đốc",)),
        recipients=("Như trên", "Lưu: VT, TTBCXB"),
    )
    return replace(content, **fields)


def table(count: int = 3, **fields: Any) -> TableBlock:
    block = TableBlock(
        (Column("STT", 0.2, Align.CENTRE), Column("Cơ quan", 1), Column("Nội dung góp ý", 3)),
        (
            TableGroup("Điều 7. Trách nhiệm"),
            *((str(row), "Sở Y tế\nPhòng Nghiệp vụ", "Sửa câu <b> & “7”") for row in range(count)),
        ),
    )
    return replace(block, **fields)


def report(**fields: Any) -> OfficialContent:
    """Every kind of block once."""
    content = OfficialContent(
        DocumentKind.REPORT,
        ISSUER,
        "Kết quả lấy ý kiến",
        (
            Heading("I. TÌNH HÌNH"),
            Paragraph((Run("Thời gian: ", bold=True), Run("tháng 7.", italic=True))),
            Chapter("Chương I", "Quy định chung"),
            Article("Điều 1.", "Phạm vi"),
            Clause("1.", "Tiếp nhận;"),
            Point("đ)", "Xử lý."),
            Bullets(("Một;", "Hai.")),
            table(),
            table(caption="Bảng ý kiến", landscape=True),
            Paragraph(vietnamese_letters()),
        ),
        symbol="BC-STTTT",
        number=8,
        signed_on=date(2021, 2, 6),
        addressees=("Ủy ban nhân dân tỉnh",),
        signature=Signature("Chủ trì", "Nguyễn Văn A"),
        second_signature=Signature("Thư ký", "Trần Thị B"),
        recipients=("Như trên", "Lưu: VT"),
        attached_to="Kèm theo Công văn số 9/STTTT-VP",
    )
    return replace(content, **fields)
