"""Pages of registers: what is entered by hand, what is shown, and files that no browser runs."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import Settings

from sangto.documents.models import OfficialDocument
from sangto.kernel.actor import Role
from sangto.organisations.models import Agency
from tests.factories.cases import World, make_world
from tests.factories.documents import make_document
from tests.factories.organisations import make_member

pytestmark = pytest.mark.django_db

ON = {"on_day": "2", "on_month": "3", "on_year": "2026"}
CAME = {"received_on_day": "4", "received_on_month": "3", "received_on_year": "2026"}


@pytest.fixture(autouse=True)
def media(tmp_path: Any, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def world() -> World:
    return make_world()


def signed_in(agency: Agency, role: Role = Role.DESK_OFFICER) -> Client:
    client = Client()
    client.force_login(make_member(agency, role))
    return client


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("Bản ký của ông A.pdf", b"%PDF-1.7 signed", "application/pdf")


def test_a_number_is_taken_signed_and_shown(world: World) -> None:
    client = signed_in(world.lead)
    answer = client.post(
        reverse("desk_number_reserve"),
        {"kind": "thong_bao", "subject": "Kết quả xác minh", "unit": "", **ON},
    )
    assert answer.status_code == 302, answer.text
    document = OfficialDocument.objects.get()
    page = reverse("desk_document", args=[document.pk])
    assert answer.headers["Location"] == page
    assert document.number_text.startswith("01/TB-")
    assert "Kết quả xác minh" in client.get(page).text
    client.post(reverse("desk_signed_copy", args=[document.pk]), {"scan": scan()})
    document.refresh_from_db()
    assert document.state == "issued"
    assert document.scan is not None
    assert document.scan.sha256 in client.get(page).text

    file = client.get(reverse("desk_document_file", args=[document.pk, "scan"]))
    assert file.content == b"%PDF-1.7 signed"
    assert file.headers["Content-Disposition"].startswith('attachment; filename="van-ban-01-TB-')
    assert "no-store" in file.headers["Cache-Control"]
    for missing in ("docx", "register"):
        path = reverse("desk_document_file", args=[document.pk, missing])
        assert client.get(path).status_code == 404


def test_a_letter_that_came(world: World) -> None:
    client = signed_in(world.lead, Role.FOCAL_OFFICER)
    page = reverse("desk_letter_register")
    wrong = client.post(page, {"subject": "Góp ý", **ON, **CAME})
    assert wrong.status_code == 422
    assert "sender" in wrong.text
    answer = client.post(
        page,
        {
            "subject": "Góp ý dự thảo",
            "number_text": "12/SYT-NV",
            "sender": world.health.slug,
            "kind": "cong_van",
            "scan": scan(),
            **ON,
            **CAME,
        },
    )
    document = OfficialDocument.objects.get()
    assert answer.status_code == 302
    assert (document.state, document.number, document.sender) == ("received", 1, world.health)
    shown = client.get(reverse("desk_document", args=[document.pk])).text
    assert "12/SYT-NV" in shown
    assert world.health.name in shown


def test_a_copy_that_is_no_picture_or_pdf_is_refused(world: World) -> None:
    document = make_document(world.lead, scan=None)
    page = reverse("desk_signed_copy", args=[document.pk])
    client = signed_in(world.lead)
    wrong = client.post(page, {"scan": SimpleUploadedFile("a.pdf", b"<script>")})
    assert wrong.status_code == 422
    assert client.post(page).status_code == 422


def test_a_cancelled_number_stays_with_its_reason(world: World) -> None:
    document = make_document(world.lead)
    client = signed_in(world.lead, Role.APPROVER)
    page = reverse("desk_number_cancel", args=[document.pk])
    assert client.post(page, {"reason": ""}).status_code == 422
    client.post(page, {"reason": "Ghi nhầm loại"})
    shown = client.get(reverse("desk_document", args=[document.pk])).text
    assert "Ghi nhầm loại" in shown
    assert page not in shown
    assert client.post(page, {"reason": "Lần nữa"}).status_code == 422


def test_the_list_is_filtered_and_costs_the_same_with_more_rows(
    world: World,
) -> None:
    client = signed_in(world.lead)
    page = reverse("desk_documents")
    assert client.get(page).status_code == 200
    make_document(
        world.lead, subject="Tin nhắn trúng thưởng", search_folded="tin nhan trung thuong"
    )
    make_document(world.health, number_text="77/TB-SYT")
    counted: list[int] = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            shown = client.get(page).text
        counted.append(len(found))
        make_document(world.lead)
        make_document(world.lead)
    assert counted[0] == counted[1]
    assert "77/TB-SYT" not in shown
    found_page = client.get(page, {"q": "TRÚNG thuong", "year": "2026", "direction": "out"}).text
    assert "01/TB-SM" in found_page
    assert "02/TB-SM" not in found_page
    assert client.get(page, {"year": "abc"}).status_code == 200


def test_a_register_is_taken_home_as_xlsx(world: World) -> None:
    make_document(world.lead)
    client = signed_in(world.lead)
    answer = client.get(reverse("desk_register_file", args=[2026, "out"]))
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet["C2"].value == "01/TB-SM"
    assert 'filename="so-van-ban-di-2026.xlsx"' in answer.headers["Content-Disposition"]
    for path in ([2026, "sideways"], [123456, "out"]):
        assert client.get(reverse("desk_register_file", args=path)).status_code == 404
