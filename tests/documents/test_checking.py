"""Any DOCX is held against Decree 30: ours keep to it, also after LibreOffice; others are told."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from sangto.documents.domain.layout import layout_with, ranges
from sangto.documents.domain.official import (
    DocumentKind,
    Heading,
    OfficialContent,
    Paragraph,
    Signature,
)
from sangto.documents.rendering import render_docx
from sangto.documents.rendering.docx_checking import check_document
from sangto.kernel.errors import Refused
from tests.factories.official import letter, report, table

OFFICE = shutil.which("soffice")


def long_report() -> OfficialContent:
    blocks = tuple(
        block
        for number in range(8)
        for block in (
            Heading(f"{number + 1}. Phần"),
            *(Paragraph("Nội dung. " * 60) for _ in range(5)),
        )
    )
    return report(blocks=(*blocks, table(30)), second_signature=None, attached_to="")


OURS: dict[str, OfficialContent] = {
    "letter": letter(),
    "one addressee, no name": letter(
        addressees=("Sở Y tế",), signature=Signature("Thủ trưởng"), number=None, signed_on=None
    ),
    "report": report(),
    "long report": long_report(),
    "table": report(
        kind=DocumentKind.CONSOLIDATED_TABLE, landscape=True, signature=None,
        second_signature=None, recipients=(), number=None, symbol="",
    ),
    **{
        kind.value: report(kind=kind, symbol=f"{short}-STTTT")
        for kind, short in (
            (DocumentKind.INVITATION, "GM"),
            (DocumentKind.MINUTES, "BB"),
            (DocumentKind.SUBMISSION, "TTr"),
            (DocumentKind.NOTICE, "TB"),
            (DocumentKind.PLAN, "KH"),
            (DocumentKind.DECISION, "QĐ"),
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("name", OURS)
def test_ours_keep_to_the_layout(name: str) -> None:
    assert check_document(render_docx(OURS[name])) == ()


@pytest.mark.parametrize("end", ["lowest", "highest"])
def test_ours_keep_to_it_at_both_ends_of_every_range(end: str) -> None:
    layout = layout_with({name: getattr(allowed, end) for name, allowed in ranges().items()})
    for content in (letter(), report()):
        assert check_document(render_docx(content, layout)) == ()


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_ours_keep_to_it_after_libreoffice_saved_them(tmp_path: Path) -> None:
    assert OFFICE is not None
    sources = []
    for place, content in enumerate(OURS.values()):
        sources.append(tmp_path / f"{place}.docx")
        sources[-1].write_bytes(render_docx(content))
    saved = tmp_path / "saved"
    subprocess.run(
        [
            OFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
            "--convert-to", "docx", "--outdir", str(saved), *map(str, sources),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    for name, source in zip(OURS, sources, strict=True):
        converted = (saved / source.name).read_bytes()
        assert converted != source.read_bytes()
        assert check_document(converted) == (), name


def _texts(document: DocxDocument) -> list[Any]:
    in_tables = [
        paragraph
        for table_ in document.tables
        for row in table_.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    ]
    return [*in_tables, *document.paragraphs]


def _with(start: str) -> Callable[[DocxDocument], Any]:
    return lambda document: next(one for one in _texts(document) if one.text.startswith(start))


def _margin(document: DocxDocument) -> None:
    document.sections[0].left_margin = Mm(25)


def _letter_paper(document: DocxDocument) -> None:
    document.sections[0].page_width, document.sections[0].page_height = Mm(216), Mm(279)


def _first_page(document: DocxDocument) -> None:
    document.sections[0].different_first_page_header_footer = False


def _font(document: DocxDocument) -> None:
    _with("Thực hiện")(document).runs[0].font.name = "Arial"


def _colour(document: DocxDocument) -> None:
    _with("Thực hiện")(document).runs[0].font.color.rgb = RGBColor(255, 0, 0)


def _left(document: DocxDocument) -> None:
    _with("Thực hiện")(document).alignment = WD_ALIGN_PARAGRAPH.LEFT


def _no_indent(document: DocxDocument) -> None:
    _with("Thực hiện")(document).paragraph_format.first_line_indent = Mm(0)


def _no_gap(document: DocxDocument) -> None:
    _with("Thực hiện")(document).paragraph_format.space_after = Pt(0)


def _double(document: DocxDocument) -> None:
    _with("Thực hiện")(document).paragraph_format.line_spacing = 2.0


def _sized(start: str, size: float) -> Callable[[DocxDocument], None]:
    def change(document: DocxDocument) -> None:
        for run in _with(start)(document).runs:
            run.font.size = Pt(size)

    return change


def _weight(start: str, **fields: bool) -> Callable[[DocxDocument], None]:
    def change(document: DocxDocument) -> None:
        for run in _with(start)(document).runs:
            for name, value in fields.items():
                setattr(run, name, value)

    return change


def _says(start: str, text: str) -> Callable[[DocxDocument], None]:
    def change(document: DocxDocument) -> None:
        paragraph = _with(start)(document)
        paragraph.runs[0].text = text
        for run in paragraph.runs[1:]:
            run.text = ""

    return change


DEPARTURES: dict[str, tuple[Callable[[DocxDocument], None], str]] = {
    "a margin": (_margin, "margin_left"),
    "American paper": (_letter_paper, "paper"),
    "a number on page 1": (_first_page, "page_number_first"),
    "another font": (_font, "font"),
    "red": (_colour, "colour"),
    "left": (_left, "body_align"),
    "no indent": (_no_indent, "body_first_line"),
    "no gap": (_no_gap, "body_gap"),
    "double": (_double, "body_line_spacing"),
    "small text": (_sized("Thực hiện", 12), "body_size"),
    "large state": (_sized("CỘNG HÒA", 14), "state_size"),
    "thin state": (_weight("CỘNG HÒA", bold=False), "state_bold"),
    "small state": (_says("CỘNG HÒA", "Cộng hòa xã hội chủ nghĩa Việt Nam"), "state_capitals"),
    "dashes in the motto": (_says("Độc lập", "Độc lập – Tự do – Hạnh phúc"), "motto_words"),
    "no motto": (_says("Độc lập", ""), "motto_missing"),
    "small agency": (_sized("SỞ THÔNG TIN", 11), "agency_size"),
    "bold parent": (_sized("ỦY BAN NHÂN DÂN", 14), "parent_size"),
    "number without zero": (_says("Số:", "Số: 8/STTTT-VP"), "number_zero"),
    "number without symbol": (_says("Số:", "Số: 08"), "number_form"),
    "bold number": (_weight("Số:", bold=True), "number_bold"),
    "upright date": (_weight("Đắk Nông", italic=False), "date_italic"),
    "day without zero": (_says("Đắk Nông", "Đắk Nông, ngày 6 tháng 7 năm 2021"), "date_zero"),
    "month with zero": (_says("Đắk Nông", "Đắk Nông, ngày 06 tháng 07 năm 2021"), "date_zero"),
    "no such day": (_says("Đắk Nông", "Đắk Nông, ngày 31 tháng 4 năm 2021"), "date_impossible"),
    "no subject": (_says("V/v", ""), "letter_subject_missing"),
    "italic addressee": (_weight("Kính gửi", italic=True), "addressee_italic"),
    "no addressee": (_says("Kính gửi", ""), "addressee_missing"),
    "upright recipients": (_weight("Nơi nhận", italic=False), "recipients_head_italic"),
    "large recipients": (_sized("- Như trên", 12), "recipients_size"),
    "recipients without end": (_says("- Lưu", "- Lưu: VT"), "recipients_form"),
    "no archive": (_says("- Lưu", "- Văn phòng."), "recipients_kept"),
    "no recipients": (_says("Nơi nhận", ""), "recipients_missing"),
    "TM without point": (_says("KT.", "KT GIÁM ĐỐC"), "signature_mark"),
    "KT by no deputy": (_says("PHÓ GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), "signature_authority"),
    "small position": (_sized("PHÓ GIÁM ĐỐC", 12), "signature_size"),
    "thin name": (_weight("Nguyễn Văn A", bold=False), "signer_bold"),
}


@pytest.mark.parametrize("name", DEPARTURES)
def test_each_departure_is_found(name: str) -> None:
    change, code = DEPARTURES[name]
    document = Document(BytesIO(render_docx(letter())))
    change(document)
    buffer = BytesIO()
    document.save(buffer)
    findings = check_document(buffer.getvalue())
    assert code in {one.code for one in findings}
    for one in findings:
        assert one.found.message % one.found.params
        assert one.wanted.message % one.wanted.params
        assert one.clause.citation.startswith("Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục ")


def test_a_wrong_abbreviation_is_found() -> None:
    findings = check_document(render_docx(report(symbol="TB-STTTT")))
    assert [one.code for one in findings] == ["number_symbol"]


def test_the_same_departure_is_said_once_with_how_often() -> None:
    document = Document(BytesIO(render_docx(long_report())))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("Nội dung."):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    buffer = BytesIO()
    document.save(buffer)
    (finding,) = check_document(buffer.getvalue())
    assert (finding.code, finding.times) == ("body_align", 40)
    assert finding.where.startswith("Nội dung.")


def _replaced(part: str, text: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(BytesIO(render_docx(letter()))) as old, ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return buffer.getvalue()


HOSTILE = {
    "nothing": b"",
    "no archive": b"PK\x03\x04 nothing",
    "text": b"xin ch\xc3\xa0o",
    "cut off": render_docx(letter())[:3000],
    "no xml": _replaced("word/document.xml", b"<w:document"),
    "entities": _replaced(
        "word/document.xml",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    ),
    "no body": _replaced("word/document.xml", b"<a/>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_can_not_be_read_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refused:
        check_document(HOSTILE[name])
    assert refused.value.refusal.code == "documents.damaged"


def test_wild_values_end_in_findings_and_no_error() -> None:
    text = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        b'<w:p><w:pPr><w:spacing w:line="x" w:before="-9"/><w:ind w:firstLine="99999999"/></w:pPr>'
        b'<w:r><w:rPr><w:sz w:val="abc"/></w:rPr><w:t>A</w:t></w:r></w:p>'
        b'<w:sectPr><w:pgSz w:w="q"/></w:sectPr></w:body></w:document>'
    )
    assert {one.code for one in check_document(_replaced("word/document.xml", text))} >= {
        "paper", "state_missing", "motto_missing", "number_missing", "signature_missing",
    }  # fmt: skip
