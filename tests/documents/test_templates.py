"""An agency's own DOCX: what is taken, and that what is filled in stays text."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from sangto.audit.queries import events_about
from sangto.documents.domain.official import DocumentKind, OfficialContent, Paragraph
from sangto.documents.models import DocumentTemplate
from sangto.documents.queries import content_of, issuer_of, template_for
from sangto.documents.rendering.templates import PLACEHOLDERS, fill_template, template_refusal
from sangto.documents.services import issue_document, remove_template, store_template
from sangto.kernel.actor import Role
from sangto.kernel.errors import NotVisible, Refused
from tests.factories.official import letter, report
from tests.factories.organisations import make_actor, make_agency, make_lead, make_network

GOOD = ("{{co_quan}}", "Số: {{so_ky_hieu}}", "{{ngay}}", "{{trich_yeu}}", "{{noi_dung}}")


def template(*lines: str, header: str = "", cell: str = "") -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if cell:
        document.add_table(1, 1).rows[0].cells[0].text = cell
    return saved(document)


def saved(document: Any) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(content: bytes, name: str, text: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w") as new:
        for known in old.namelist():
            if known != name:
                new.writestr(known, old.read(known))
        new.writestr(name, text)
    return buffer.getvalue()


def linked() -> bytes:
    document = Document(BytesIO(template(*GOOD)))
    document.part.relate_to("https://x.example", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return saved(document)


def field(instruction: str) -> bytes:
    text = (
        b'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>'
        b"<w:r><w:instrText> "
        + instruction[:5].encode()
        + b"</w:instrText></w:r><w:r><w:instrText>"
        + instruction[5:].encode()
        + b"</w:instrText></w:r></w:p></w:hdr>"
    )
    return with_part(template(*GOOD), "word/header9.xml", text)


REFUSED = {
    "no docx": (b"PK\x03\x04", "damaged"),
    "unknown": (template(*GOOD, "{{ten_nguoi_viet}}"), "template_unknown"),
    "code": (template(*GOOD, "{{ ().__class__ }}"), "template_unknown"),
    "unclosed": (template(*GOOD, "{{co_quan"), "template_unclosed"),
    "no text": (template("{{so_ky_hieu}}", "{{ngay}}"), "template_missing"),
    "text beside others": (
        template("{{so_ky_hieu}} {{ngay}}", "Nội dung: {{noi_dung}}"), "template_body_place",
    ),
    "text in a table": (
        template("{{so_ky_hieu}} {{ngay}}", cell="{{noi_dung}}"), "template_body_place",
    ),
    "text twice": (template(*GOOD, "{{noi_dung}}"), "template_body_place"),
    "a link": (linked(), "template_outside"),
    "a picture from elsewhere": (field("INCLUDEPICTURE http://x.example/a"), "template_outside"),
    "a program": (field("DDEAUTO cmd"), "template_outside"),
    "macros": (with_part(template(*GOOD), "word/vbaProject.bin", b"x"), "macros"),
    "an object": (with_part(template(*GOOD), "word/embeddings/a.bin", b"x"), "template_embedded"),
    "entities": (
        with_part(template(*GOOD), "word/header9.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
        "damaged",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_taken(name: str) -> None:
    content, code = REFUSED[name]
    refusal = template_refusal(content)
    assert refusal is not None
    assert refusal.code == f"documents.{code}"
    with pytest.raises(Refused):
        fill_template(content, letter())


def test_unknown_placeholders_are_named() -> None:
    refusal = template_refusal(template(*GOOD, "{{mau}}", "{{hai}} {{mau}}"))
    assert refusal is not None
    assert refusal.message % refusal.params == "These placeholders are not known: {{hai}}, {{mau}}."


def test_every_placeholder_is_filled_wherever_it_stands() -> None:
    others = [f"{name}=[{{{{ {name} }}}}]" for name in PLACEHOLDERS if name != "noi_dung"]
    content = template("{{noi_dung}}", header=" ".join(others[:4]), cell=" ".join(others[4:]))
    made = Document(BytesIO(fill_template(content, letter())))
    text = made.sections[0].header.paragraphs[0].text + made.tables[-1].rows[0].cells[0].text
    assert "{{" not in text
    for wanted in (
        "so_ky_hieu=[408/STTTT-TTBCXB]",
        "ngay=[Đắk Nông, ngày 06 tháng 7 năm 2021]",
        "co_quan=[SỞ THÔNG TIN VÀ TRUYỀN THÔNG]",
        "quyen_han=[KT. GIÁM ĐỐC]",
        "chuc_vu=[PHÓ GIÁM ĐỐC]",
        "ho_ten=[Nguyễn Văn A]",
        "noi_nhan=[- Như trên;\n- Lưu: VT, TTBCXB.]",
        "kinh_gui=[- Các sở, ban, ngành;\n- Công an tỉnh;\n- Ban Tuyên giáo Tỉnh ủy.]",
    ):
        assert wanted in text


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 60), max_size=6))
def test_a_placeholder_may_be_spread_over_pieces(cuts: list[int]) -> None:
    """Word processors cut a word wherever a spelling mark or a saved change was."""
    line = "A {{so_ky_hieu}} B {{ ngay }}{{co_quan}} C"
    document = Document()
    paragraph = document.add_paragraph()
    places = sorted({0, len(line), *(cut % len(line) for cut in cuts)})
    for start, end in pairwise(places):
        paragraph.add_run(line[start:end])
    document.add_paragraph("{{noi_dung}}")
    made = Document(BytesIO(fill_template(saved(document), report())))
    assert made.paragraphs[0].text == (
        "A 08/BC-STTTT B Đắk Nông, ngày 06 tháng 02 năm 2021SỞ THÔNG TIN VÀ TRUYỀN THÔNG C"
    )


def test_what_is_filled_in_is_text_and_never_looked_at_again() -> None:
    content = letter(
        subject="<w:p/> & {{ho_ten}}", blocks=(Paragraph("{{so_ky_hieu}} <b>đậm</b>"),)
    )
    made = Document(BytesIO(fill_template(template(*GOOD), content)))
    texts = [one.text for one in made.paragraphs]
    assert "V/v <w:p/> & {{ho_ten}}" in texts
    assert "{{so_ky_hieu}} <b>đậm</b>" in texts


def test_tables_and_headings_come_along() -> None:
    made = Document(BytesIO(fill_template(template(*GOOD, "Hết"), report())))
    assert [row.cells[0].text for row in made.tables[0].rows][:2] == [
        "STT",
        "Điều 7. Trách nhiệm",
    ]
    assert made.paragraphs[-1].text == "Hết"
    assert any(one.text == "I. TÌNH HÌNH" for one in made.paragraphs)


@pytest.mark.django_db
def test_an_agency_uses_its_own_template(tmp_path: Any, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    agency = make_lead(make_network(), name="Sở Mẫu", symbol="SM")
    keeper, writer = (make_actor(agency, role) for role in (Role.APPROVER, Role.DESK_OFFICER))
    kind = DocumentKind.NOTICE
    for actor in (writer, make_actor(make_agency(agency.network), Role.APPROVER)):
        with pytest.raises(NotVisible):
            store_template(agency=agency, kind=kind, content=template(*GOOD), actor=actor)
    with pytest.raises(Refused):
        store_template(agency=agency, kind=kind, content=linked(), actor=keeper)
    store_template(agency=agency, kind=kind, content=template(*GOOD), actor=keeper)
    row = store_template(
        agency=agency, kind=kind, content=template(*GOOD, "Mẫu riêng"), actor=keeper
    )
    assert DocumentTemplate.objects.filter(removed_at__isnull=True).count() == 1
    assert [event.tag for event in events_about(row)] == ["template:stored"]

    def issued(of: DocumentKind) -> list[str]:
        content = OfficialContent(of, issuer_of(agency), "Kết quả", (Paragraph("Nội dung."),))
        document = issue_document(agency=agency, content=content, on=date(2026, 3, 2), actor=writer)
        assert document.docx is not None
        return [one.text for one in Document(BytesIO(content_of(document.docx))).paragraphs]

    assert issued(kind)[-1] == "Mẫu riêng"
    assert "Mẫu riêng" not in issued(DocumentKind.PLAN)
    remove_template(agency=agency, kind=kind, actor=keeper)
    assert template_for(agency, kind) is None
    assert "Mẫu riêng" not in issued(kind)
    with pytest.raises(NotVisible):
        remove_template(agency=agency, kind=kind, actor=keeper)
