"""Pages of the layout, signers, approvals, templates, checks, links and long files."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pytest_django import DjangoAssertNumQueries, Settings

from sangto.documents.domain.layout import layout_with, ranges
from sangto.documents.domain.official import DocumentKind, OfficialContent, Paragraph
from sangto.documents.models import NetworkLayout, OfficialDocument, PaperOrder, Signatory
from sangto.documents.queries import issuer_of
from sangto.documents.rendering import render_docx
from sangto.documents.services import issue_document, paper_task
from sangto.kernel.actor import Role
from sangto.organisations.models import Agency, User
from sangto.organisations.queries import actor_for, today
from sangto.web.documents.papers import paper_answer
from sangto.web.organisations.layouts import OPEN
from tests.factories.cases import World, make_world, opened
from tests.factories.official import letter, report, table
from tests.factories.organisations import make_member

pytestmark = pytest.mark.django_db
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def media(tmp_path: Any, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def world() -> World:
    return make_world()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("van-ban.docx", content, DOCX)


def issued(agency: Agency, user: User) -> OfficialDocument:
    content = OfficialContent(
        DocumentKind.NOTICE, issuer_of(agency), "Kết quả", (Paragraph("Nội dung."),)
    )
    return issue_document(agency=agency, content=content, on=today(), actor=actor_for(user))


def test_the_layout_is_changed_by_who_keeps_the_charter(world: World) -> None:
    keeper = client_of(make_member(world.lead, Role.ADMINISTRATOR))
    page = reverse("desk_layout")
    values = {name: f"{ranges()[name].value:g}" for name in OPEN}
    wrong = keeper.post(page, {**values, "body_pt": "15"})
    assert wrong.status_code == 422
    assert "13" in wrong.text
    assert keeper.post(page, {**values, "body_pt": "x"}).status_code == 422
    look = keeper.post(page, {**values, "body_pt": "13,5", "do": "look"})
    assert look.headers["Content-Type"] == "application/pdf"
    assert not NetworkLayout.objects.exists()
    assert keeper.post(page, {**values, "body_pt": "13,5", "do": "save"}).status_code == 302
    assert NetworkLayout.objects.get().changes == {"body_pt": 13.5}
    assert "13.5" in keeper.get(page).text

    reader = client_of(make_member(world.health, Role.FOCAL_OFFICER))
    assert 'name="body_pt"' not in reader.get(page).text
    assert reader.post(page, values).status_code == 404
    assert reader.get(reverse("desk_layout_sample")).content.startswith(b"%PDF")


def test_an_uploaded_docx_is_checked_and_not_kept(world: World) -> None:
    client = client_of(make_member(world.lead, Role.DESK_OFFICER))
    page = reverse("desk_document_check")
    good = client.post(page, {"file": upload(render_docx(letter()))})
    assert good.status_code == 200
    assert "II.3" not in good.text
    bad = client.post(page, {"file": upload(render_docx(report(symbol="TB-STTTT")))})
    assert "Số: 08/BC-STTTT" in bad.text
    assert "mục II.3" in bad.text
    assert client.post(page, {"file": upload(b"PK\x03\x04")}).status_code == 422
    assert client.post(page, {}).status_code == 422


def test_a_document_is_handed_in_and_approved_and_nothing_is_signed(world: World) -> None:
    signer = make_member(world.lead, Role.APPROVER)
    writer = make_member(world.lead, Role.DESK_OFFICER)
    own, desk = client_of(signer), client_of(writer)
    named = own.post(
        reverse("desk_signatory_new"),
        {
            "name": "Nguyễn Văn Mẫu",
            "position": "Phó Giám đốc",
            "capacity": "deputy",
            "head": "Giám đốc",
            "user": str(signer.pk),
        },
    )
    assert named.status_code == 302, named.text
    wrong = own.post(
        reverse("desk_signatory_new"),
        {"name": "A", "position": "Phó Giám đốc", "capacity": "head"},
    )
    assert wrong.status_code == 422
    assert "KT. GIÁM ĐỐC" in own.get(reverse("desk_own_paper")).text

    document = issued(world.lead, writer)
    page = reverse("desk_document", args=[document.pk])
    asked = desk.post(
        reverse("desk_approval_ask", args=[document.pk]),
        {"signatory": str(Signatory.objects.get().pk)},
    )
    assert asked.status_code == 302, asked.text
    answer = reverse("desk_approval_answer", args=[document.pk])
    assert answer in own.get(page).text
    assert answer not in desk.get(page).text
    assert page in own.get(reverse("desk_documents")).text
    assert desk.post(answer, {"answer": "approve"}).status_code == 404
    assert own.post(answer, {}).status_code == 422
    assert own.post(answer, {"answer": "return", "remark": ""}).status_code == 422
    assert own.post(answer, {"answer": "approve"}).status_code == 302
    said = Client(headers={"accept-language": "en"})
    said.force_login(signer)
    text = said.get("/en" + page.removeprefix("/en")).text
    assert "Approved" in text
    assert "no signature" in text
    for claim in ("has been signed", "digitally signed by", "Signed by"):
        assert claim not in text
    assert own.get(answer).status_code == 404


def test_a_template_is_checked_when_it_is_uploaded(world: World) -> None:
    client = client_of(make_member(world.lead, Role.APPROVER))

    def made(*lines: str) -> bytes:
        document, buffer = Document(), BytesIO()
        for line in lines:
            document.add_paragraph(line)
        document.save(buffer)
        return buffer.getvalue()

    page = reverse("desk_template_new")
    wrong = client.post(page, {"kind": "thong_bao", "file": upload(made("{{ten_la}}"))})
    assert wrong.status_code == 422
    assert "{{ten_la}}" in wrong.text
    good = made("{{so_ky_hieu}} {{ngay}}", "{{noi_dung}}")
    assert client.post(page, {"kind": "thong_bao", "file": upload(good)}).status_code == 302
    assert client.get(reverse("desk_template", args=["thong_bao"])).status_code == 200
    assert client.post(reverse("desk_template_remove", args=["thong_bao"])).status_code == 302
    assert client.get(reverse("desk_template", args=["thong_bao"])).status_code == 404
    assert client.get(reverse("desk_template", args=["x"])).status_code == 404


def test_a_document_leads_to_what_it_is_about(world: World) -> None:
    writer = make_member(world.lead, Role.DESK_OFFICER)
    client = client_of(writer)
    case = opened(world)
    document = issued(world.lead, writer)
    about = reverse("desk_document_about", args=[document.pk])
    page = reverse("desk_document", args=[document.pk])
    assert client.post(about, {"about": "VV-26-AAAAAA"}).status_code == 422
    assert client.post(about, {"about": case.reference.lower()}).status_code == 302
    link = reverse("desk_case", args=[case.reference])
    assert link in client.get(page).text
    assert page in client.get(link).text
    assert client.post(about, {"about": ""}).status_code == 302
    assert link not in client.get(page).text


def test_a_long_file_is_waited_for_on_a_page(
    world: World, monkeypatch: pytest.MonkeyPatch, rf: Any
) -> None:
    user = make_member(world.lead, Role.DESK_OFFICER)
    client = client_of(user)
    request = rf.get("/", headers={"referer": "http://testserver/desk/x/"})
    long = report(blocks=(table(100),))
    answer = paper_answer(request, actor_for(user), long, name="y-kien", ending="pdf")
    order = PaperOrder.objects.get()
    page = reverse("desk_paper", args=[order.pk])
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert order.back == "/desk/x/"
    waiting = client.get(page)
    assert waiting.headers["Refresh"] == "3"
    assert client.get(reverse("desk_paper_file", args=[order.pk])).status_code == 404
    monkeypatch.setattr("sangto.documents.services.paper.render_pdf", lambda _: b"%PDF-1.7")
    paper_task(order.pk)()
    ready = client.get(page)
    assert "Refresh" not in ready.headers
    file = client.get(reverse("desk_paper_file", args=[order.pk]))
    assert file.content == b"%PDF-1.7"
    assert file.headers["Content-Disposition"] == 'attachment; filename="y-kien.pdf"'
    other = client_of(make_member(world.lead, Role.DESK_OFFICER))
    assert other.get(page).status_code == 404


def test_short_files_come_at_once(world: World, rf: Any) -> None:
    actor = actor_for(make_member(world.lead, Role.DESK_OFFICER))
    for ending, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = paper_answer(rf.get("/"), actor, letter(), name="x", ending=ending)
        assert answer.content.startswith(start)
    assert not PaperOrder.objects.exists()
    layout = layout_with({"body_pt": 13})
    assert layout != letter().issuer.layout


def test_the_list_asks_as_often_for_three_documents_as_for_one(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_member(world.lead, Role.DESK_OFFICER)
    client = client_of(user)
    page = reverse("desk_documents")
    issued(world.lead, user)
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for _ in range(2):
        issued(world.lead, user)
    with django_assert_num_queries(len(one)):
        client.get(page)
