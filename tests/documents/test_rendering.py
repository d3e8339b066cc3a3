"""DOCX and PDF of one content: the same text, the layout of the decree, nothing of the machine."""

from __future__ import annotations

import builtins
import shutil
import subprocess
from io import BytesIO
from typing import Any
from unicodedata import normalize
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import ImageFile

from sangto.documents.domain.layout import default_layout, layout_with
from sangto.documents.domain.office_files import DOCX, office_refusal
from sangto.documents.domain.official import Paragraph
from sangto.documents.rendering import (
    PDF_UNAVAILABLE,
    is_long,
    pdf_available,
    render,
    render_docx,
    render_pdf,
)
from sangto.documents.rendering.docx_reading import read_docx
from sangto.documents.rendering.parts import page_of
from sangto.documents.rendering.pdf import _fetcher, html_of
from sangto.kernel.errors import Refused
from tests.factories.official import letter, report, table, vietnamese_letters

needs_pdf = pytest.mark.skipif(not pdf_available(), reason="Pango is not installed")
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils is not installed"
)


@pytest.fixture(scope="module")
def docx() -> bytes:
    return render_docx(report())


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(report())


def _words(text: str) -> list[str]:
    """Sorted, because columns come out in another order."""
    return sorted(normalize("NFC", text).replace("|", " ").split())


def _mm(length: int | None) -> float:
    """Word counts in twentieths of a point."""
    return round((length or 0) / Mm(1), 1)


def _poppler(program: str, *options: str, content: bytes) -> str:
    finished = subprocess.run(
        [program, *options, "-", *(["-"] if program == "pdftotext" else [])],
        input=content,
        capture_output=True,
        check=True,
        timeout=30,
    )
    return finished.stdout.decode()


@needs_pdf
@needs_poppler
def test_both_say_the_same(docx: bytes, pdf: bytes) -> None:
    read = "\n".join(one.text for one in read_docx(docx))
    drawn = _poppler("pdftotext", "-layout", content=pdf)
    pages = drawn.split("\f")
    assert len(pages) - 1 == 3
    assert [page.split()[0] for page in pages[1:3]] == ["2", "3"]
    assert pages[0].split()[0] != "1"
    without_numbers = " ".join([pages[0], *(page.lstrip()[1:] for page in pages[1:])])
    repeated = without_numbers.replace(vietnamese_letters(), "")
    assert vietnamese_letters() in normalize("NFC", read)
    assert set("".join(_words(drawn))) >= set(vietnamese_letters())
    assert len(vietnamese_letters()) == 134
    said = [word for word in _words(read) if not set(word) & set(vietnamese_letters()[60:80])]
    for word in said:
        assert word in normalize("NFC", repeated), word


@needs_pdf
def test_the_pdf_is_tagged_archivable_and_vietnamese(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-1.7")
    if shutil.which("pdfinfo"):
        said = _poppler("pdfinfo", content=pdf)
        assert "Tagged:          yes" in said
        assert "BÁO CÁO Kết quả lấy ý kiến" in said
        assert "Author" not in said
        assert "Creator:" not in said
    if shutil.which("pdffonts"):
        fonts = _poppler("pdffonts", content=pdf).splitlines()[2:]
        assert fonts
        assert all("Liberation-Serif" in line or "LiberationSerif" in line for line in fonts), fonts


def test_page_and_letters_are_as_the_decree_says(docx: bytes) -> None:
    document = Document(BytesIO(docx))
    first, lying, last = document.sections
    assert (_mm(first.page_width), _mm(first.page_height)) == (210, 297)
    assert lying.orientation == WD_ORIENT.LANDSCAPE
    assert (_mm(lying.page_width), _mm(last.page_width)) == (297, 210)
    for section in document.sections:
        assert (_mm(section.left_margin), _mm(section.right_margin)) == (30, 15)
    assert first.different_first_page_header_footer
    assert not lying.different_first_page_header_footer
    assert lying.header.is_linked_to_previous
    assert "PAGE" in first.header._element.xml
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{place}")) for place in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    language = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "vi-VN"
    body = next(one for one in document.paragraphs if one.text == "1. Tiếp nhận;")
    assert _mm(body.paragraph_format.first_line_indent) == 12.7
    assert body.paragraph_format.space_after == Pt(6)
    assert body.runs[0].font.size == Pt(14)


def test_the_file_says_nothing_about_the_machine(docx: bytes) -> None:
    core = Document(BytesIO(docx)).core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert core.title == "BÁO CÁO Kết quả lấy ý kiến"
    with ZipFile(BytesIO(docx)) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist() if name.endswith("xml"))
        assert not [name for name in archive.namelist() if "thumbnail" in name]
    assert b"python-docx" not in text
    assert office_refusal(DOCX, docx) is None


def test_the_head_of_a_table_repeats_and_rows_stay_whole(docx: bytes) -> None:
    document = Document(BytesIO(docx))
    made = next(one for one in document.tables if one.rows[0].cells[0].text == "STT")
    properties = [row._tr.trPr for row in made.rows]
    assert properties[0].find(qn("w:tblHeader")) is not None
    assert all(one.find(qn("w:cantSplit")) is not None for one in properties)
    assert made.rows[1].cells[0].text == "Điều 7. Trách nhiệm"
    assert made.rows[2].cells[2].text == "Sửa câu <b> & “7”"


def test_a_very_high_row_may_break() -> None:
    high = table(rows=(("1", "Sở Y tế", "Nội dung rất dài. " * 300),))
    content = letter(blocks=(high,))
    row = Document(BytesIO(render_docx(content))).tables[1].rows[1]
    assert row._tr.trPr is None or row._tr.trPr.find(qn("w:cantSplit")) is None


def test_what_people_type_is_never_markup() -> None:
    content = letter(
        subject="<script>alert(1)</script> & \u202e\x00",
        blocks=(Paragraph('<img src="file:///etc/passwd"> \x08 ]]>'),),
    )
    read = "\n".join(one.text for one in read_docx(render_docx(content)))
    assert '<img src="file:///etc/passwd">' in read
    html = html_of(page_of(content, default_layout()), default_layout())
    assert "<script" not in html
    assert "<img" not in html


@needs_pdf
def test_the_pdf_fetches_nothing() -> None:
    for url in ("file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x"):
        with pytest.raises(ValueError, match="nothing outside"):
            _fetcher().fetch(url)


@needs_pdf
def test_loading_it_lets_no_damaged_picture_in() -> None:
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_without_the_library_the_docx_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def missing(name: str, *args: Any, **options: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango'")
        return imported(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", missing)
    assert not pdf_available()
    with pytest.raises(Refused) as refused:
        render_pdf(letter())
    assert refused.value.refusal is PDF_UNAVAILABLE
    made = render(letter())
    assert made.pdf is None
    assert office_refusal(DOCX, made.docx) is None


def test_another_layout_changes_the_letters() -> None:
    made = Document(BytesIO(render_docx(letter(), layout_with({"body_pt": 13}))))
    body = next(one for one in made.paragraphs if one.text.startswith("Thực hiện"))
    assert body.runs[0].font.size == Pt(13)


def test_long_tables_belong_into_the_queue() -> None:
    assert not is_long(letter(blocks=(table(55),)))
    assert is_long(letter(blocks=(table(30), table(30))))
