"""Reading a DOCX from outside: what is taken over, what is left out, what is refused."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from sangto.documents.domain.files import Purpose, media_type_of, media_type_refusal
from sangto.documents.domain.office_files import DOCX, XLSX
from sangto.documents.domain.sheets import Sheet, SheetColumn
from sangto.documents.rendering import docx_reading
from sangto.documents.rendering.docx_numbering import counted as label
from sangto.documents.rendering.docx_reading import NOTE_WORDS, ReadNote, read_docx
from sangto.documents.rendering.sheets import render_xlsx
from sangto.kernel.errors import Refused
from tests.factories.office import MACRO_MAIN, archive, counted, docx, p, part, types

NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="5">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>'
    '<w:lvlText w:val="Chương %1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlRestart w:val="0"/><w:lvlText w:val="Điều %2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="%3)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/>'
    '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="4"/></w:lvlOverride></w:num>',
)
STYLES = part(
    "styles",
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="D"><w:name w:val="Điều"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:jc w:val="center"/>'
    "</w:pPr><w:rPr><w:b/></w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="E"><w:name w:val="Điều 2"/>'
    '<w:basedOn w:val="D"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Vòng"/>'
    '<w:basedOn w:val="X"/></w:style>',
)


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read_docx(content)
    return caught.value.refusal.code


def test_paragraphs_with_style_weight_and_place() -> None:
    document = Document()
    document.add_heading("Quy chế", level=1)
    middle = document.add_paragraph()
    middle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    middle.add_run("Độc lập").bold = True
    mixed = document.add_paragraph("Điều 1. ")
    mixed.add_run("Phạm vi").bold = True
    document.add_paragraph("   ")
    table = document.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text = "STT"
    table.rows[0].cells[1].text = "Nội dung\ngóp ý"
    buffer = BytesIO()
    document.save(buffer)

    read = read_docx(buffer.getvalue())
    assert [(one.text, one.bold, one.centred) for one in read] == [
        ("Quy chế", True, False),
        ("Độc lập", True, True),
        ("Điều 1. Phạm vi", False, False),
        ("STT | Nội dung góp ý", False, False),
    ]
    assert read.paragraphs[0].style.lower() == "heading 1"
    assert read.paragraphs[3].row == ("STT", "Nội dung\ngóp ý")
    assert read.notes == ()


def test_labels_are_counted_as_word_does() -> None:
    body = (
        counted("Quy định chung", 1)
        + counted("Phạm vi", 1, 1)
        + counted("một", 1, 2)
        + counted("hai", 1, 2)
        + p("")
        + counted("Tổ chức", 1)
        + counted("Thi hành", 1, 1)
        + counted("lại từ đầu", 1, 2)
        + counted("từ bốn", 2, 2)
        + p("theo kiểu", '<w:pStyle w:val="E"/>')
        + p("không số", '<w:pStyle w:val="E"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("vòng", '<w:pStyle w:val="X"/><w:numPr><w:numId w:val="99"/></w:numPr>')
    )
    read = read_docx(docx(body, numbering=NUMBERING, styles=STYLES))
    assert [one.numbering for one in read] == [
        "Chương I",
        "Điều 1.",
        "a)",
        "b)",
        "Chương II",
        "Điều 2.",
        "a)",
        "d)",
        "Điều 3.",
        "",
        "",
    ]
    assert [(one.bold, one.centred, one.style) for one in read.paragraphs[8:]] == [
        (True, True, "Điều 2"),
        (True, True, "Điều 2"),
        (False, False, "Vòng"),
    ]


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (4, "lowerLetter", "d"),
        (27, "upperLetter", "AA"),
        (9, "lowerRoman", "ix"),
        (3, "decimalZero", "03"),
        (0, "lowerLetter", ""),
        (5000, "upperRoman", "5000"),
        (7, "vietnameseCounting", "7"),
    ],
)
def test_numbers_as_word_writes_them(value: int, kind: str, written: str) -> None:
    assert label(value, kind) == written


def test_what_is_not_taken_over_is_named() -> None:
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="x/attachedTemplate" TargetMode="External" '
        'Target="http://127.0.0.1:1/t.dotm"/><Relationship Id="b" Type="x/image" '
        'TargetMode="External" Target="file:///etc/passwd"/></Relationships>'
    )
    body = (
        "<w:p><w:ins><w:r><w:t>thêm </w:t></w:r></w:ins><w:del><w:r><w:delText>bỏ</w:delText>"
        "</w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink>"
        '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference/></w:r></w:p>'
    )
    read = read_docx(
        docx(
            body,
            others={
                "word/_rels/settings.xml.rels": relation,
                "word/embeddings/a.bin": b"x",
                "word/media/b.png": b"x",
            },
            styles=STYLES,
        )
    )
    assert [one.text for one in read] == ["thêm liên kết"]
    assert set(read.notes) == set(ReadNote) - {ReadNote.LINKS}
    assert set(NOTE_WORDS) == set(ReadNote)


def test_text_boxes_and_tables_inside_tables_are_read_once() -> None:
    box = (
        "<w:p><w:r><w:t>ngoài</w:t></w:r><w:r><w:drawing><w:txbxContent>"
        + p("trong")
        + "</w:txbxContent></w:drawing></w:r></w:p>"
    )
    row = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
    inner = row.format(p("3"), p("4"))
    read = read_docx(docx(box + row.format(p("1") + inner, p("2"))))
    assert [one.text for one in read] == ["ngoài", "trong", "1 3 | 4 | 2"]


def test_the_strict_variant_reads_the_same() -> None:
    content = docx(p("Điều 1."))
    strict = archive(
        {
            "[Content_Types].xml": types(),
            "word/document.xml": (
                '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
                "<w:p><w:r><w:t>Điều 1.</w:t></w:r></w:p></w:body></w:document>"
            ),
        }
    )
    assert read_docx(strict).paragraphs == read_docx(content).paragraphs


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "documents.damaged"),
        (b"PK\x03\x04 no zip", "documents.damaged"),
        (archive({"a.txt": "x"}), "documents.damaged"),
        (docx("<w:p>"), "documents.damaged"),
        (docx(p("x"))[:-40], "documents.damaged"),
        (archive({"[Content_Types].xml": types()}), "documents.damaged"),
        (docx(p("x"), main=MACRO_MAIN), "documents.macros"),
        (docx(p("x"), others={"word/vbaProject.bin": b"x"}), "documents.macros"),
        (
            docx(p("&a;"), before='<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
            "documents.damaged",
        ),
        (docx("<w:sdt>" * 400 + "</w:sdt>" * 400), "documents.damaged"),
        (docx(p(" " * 30_000_000)), "documents.too_large_unpacked"),
    ],
)
def test_what_is_refused(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_limits_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_reading, "MAX_PARAGRAPHS", 3)
    assert len(read_docx(docx(p("x") * 3))) == 3
    assert refused(docx(p("x") * 4)) == "documents.too_many_paragraphs"
    many = {f"word/{place}.xml": "" for place in range(5_001)}
    assert refused(archive(many)) == "documents.too_large_unpacked"


def test_boxes_in_boxes_do_not_multiply() -> None:
    opened = "<w:p><w:r><w:t>x</w:t></w:r><w:r><w:drawing><w:txbxContent>"
    closed = "</w:txbxContent></w:drawing></w:r></w:p>"
    assert len(read_docx(docx(opened * 40 + p("y") + closed * 40))) == 41


def test_three_hundred_pages_take_seconds_at_most() -> None:
    long = "Cơ quan chủ trì tiếp nhận, xác minh và trả lời phản ánh của người dân. " * 4
    content = docx("".join(counted(long, 1, 2) for _ in range(4_000)), numbering=NUMBERING)
    started = time.perf_counter()
    assert len(read_docx(content)) == 4_000
    assert time.perf_counter() - started < 5


def test_what_a_stored_file_may_be() -> None:
    book = render_xlsx(Sheet("x", (SheetColumn("a"),), ()))
    word = docx(p("x"))
    assert media_type_refusal(Purpose.DRAFT, DOCX, word) is None
    assert media_type_refusal(Purpose.OPINION, XLSX, book) is None
    for purpose, media_type, content in (
        (Purpose.DRAFT, XLSX, book),
        (Purpose.OPINION, XLSX, word),
        (Purpose.OPINION, DOCX, book),
        (Purpose.LETTER_SCAN, DOCX, word),
        (Purpose.EVIDENCE, DOCX, word),
        (Purpose.OFFICIAL, "text/plain", b"x"),
    ):
        assert media_type_refusal(purpose, media_type, content) is not None
    assert media_type_of("Dự thảo.DOCX", word) == DOCX
    assert media_type_of("a.xlsx", book) == XLSX
    assert media_type_of("a.md", "# Điều".encode()) == "text/markdown"
    assert media_type_of("a.docx", b"%PDF-1.7") == "application/pdf"
    assert media_type_of("a.exe", b"MZ\x00") == ""
