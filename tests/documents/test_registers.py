"""Registers: numbers without gap or double, what becomes of them, and who sees them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from docx import Document
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries, Settings

from sangto.audit.queries import events_about
from sangto.audit.services import change
from sangto.documents.domain.official import DocumentKind, OfficialContent, Paragraph
from sangto.documents.domain.registers import Direction, DocumentState
from sangto.documents.models import DocumentRegister, OfficialDocument
from sangto.documents.permissions import Permission
from sangto.documents.queries import (
    RegisterFilter,
    content_of,
    document_for,
    documents_about,
    documents_visible_to,
    filtered,
    issuer_of,
    register_sheet,
    register_years,
)
from sangto.documents.rendering import Rendered, render_xlsx
from sangto.documents.services import (
    LetterFile,
    add_signed_copy,
    cancel_number,
    issue_document,
    issue_reserved,
    making,
    register_incoming,
    reserve_number,
)
from sangto.documents.services import registers as services
from sangto.kernel.actor import Role, public_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Agency
from tests.factories.organisations import make_actor, make_agency, make_lead, make_network

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 2)
SCAN = LetterFile(b"%PDF-1.4 signed", "application/pdf")


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def agency() -> Agency:
    network = make_network()
    parent = make_agency(network, name="Ủy ban nhân dân tỉnh Mẫu")
    return make_lead(network, name="Sở Mẫu", symbol="SM", parent=parent)


def content(agency: Agency, kind: DocumentKind = DocumentKind.REPORT) -> OfficialContent:
    return OfficialContent(
        kind,
        issuer_of(agency, place="Mẫu"),
        "Kết quả lấy ý kiến",
        (Paragraph("Nội dung báo cáo."),),
        addressees=("Ủy ban nhân dân tỉnh", "Sở Y tế"),
    )


def reserve(agency: Agency, **fields: Any) -> OfficialDocument:
    values = {
        "agency": agency,
        "kind": DocumentKind.NOTICE,
        "subject": "Kết quả xác minh",
        "on": ON,
        "actor": make_actor(agency, Role.DESK_OFFICER),
        **fields,
    }
    return reserve_number(**values)


def receive(agency: Agency, **fields: Any) -> OfficialDocument:
    values = {
        "agency": agency,
        "number_text": "12/SYT-NV",
        "on": ON,
        "received_on": date(2026, 3, 4),
        "subject": "Góp ý dự thảo",
        "sender_text": "Sở Y tế",
        "actor": make_actor(agency, Role.DESK_OFFICER),
        **fields,
    }
    return register_incoming(**values)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[OfficialContent]:
    """Documents that are not drawn; what was asked for."""
    asked: list[OfficialContent] = []
    small = BytesIO()
    Document().save(small)

    def drawn(wanted: OfficialContent, _agency: Agency) -> Rendered:
        asked.append(wanted)
        return Rendered(small.getvalue(), b"%PDF-1.7")

    monkeypatch.setattr(services, "drawn", drawn)
    return asked


def test_a_document_is_issued_with_number_docx_and_pdf(agency: Agency) -> None:
    actor = make_actor(agency, Role.DESK_OFFICER)
    document = issue_document(
        agency=agency, content=content(agency), on=ON, actor=actor, about=("some.thing", 7)
    )

    assert (document.number, document.number_text) == (1, "01/BC-SM")
    assert document.state == DocumentState.ISSUED
    assert document.counterpart == "Ủy ban nhân dân tỉnh; Sở Y tế"
    assert document.docx is not None
    text = "\n".join(
        cell.text
        for table in Document(BytesIO(content_of(document.docx))).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "Số: 01/BC-SM" in text
    assert "Mẫu, ngày 02 tháng 3 năm 2026" in text
    assert document.pdf is not None
    assert content_of(document.pdf).startswith(b"%PDF-")
    assert [event.tag for event in events_about(document)] == [
        "document:reserved",
        "document:issued",
    ]
    assert list(documents_about(("some.thing", 7))) == [document]


def test_each_kind_and_year_counts_for_itself(agency: Agency, quick: list[OfficialContent]) -> None:
    actor = make_actor(agency, Role.APPROVER)
    letter = content(agency, DocumentKind.OFFICIAL_LETTER)
    issued = [
        issue_document(agency=agency, content=one, on=on, actor=actor, unit="TTBC")
        for one, on in (
            (letter, ON),
            (content(agency), ON),
            (letter, date(2026, 12, 31)),
            (letter, date(2027, 1, 1)),
        )
    ]
    assert [document.number_text for document in issued] == [
        "01/SM-TTBC",
        "01/BC-SM",
        "02/SM-TTBC",
        "01/SM-TTBC",
    ]
    assert [asked.number for asked in quick] == [1, 1, 2, 1]
    assert receive(agency).number == 1
    assert register_years(actor) == [2027, 2026]


def test_a_number_is_written_into_the_paper_when_somebody_was_faster(
    agency: Agency, quick: list[OfficialContent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "last_number", lambda *_: 0)
    actor = make_actor(agency, Role.DESK_OFFICER)
    for _ in range(2):
        issue_document(agency=agency, content=content(agency), on=ON, actor=actor)
    assert [asked.number for asked in quick] == [1, 1, 2]


def test_what_fails_leaves_no_gap(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise OSError("no room")

    actor = make_actor(agency, Role.DESK_OFFICER)
    with monkeypatch.context() as patched:
        patched.setattr(making, "store_file", broken)
        with pytest.raises(OSError, match="no room"):
            issue_document(agency=agency, content=content(agency), on=ON, actor=actor)
    assert not OfficialDocument.objects.exists()
    assert reserve(agency, kind=DocumentKind.REPORT).number == 1


def test_without_pdf_the_docx_is_kept(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "drawn", lambda *_: Rendered(_empty_docx(), None))
    document = issue_document(
        agency=agency,
        content=content(agency),
        on=ON,
        actor=make_actor(agency, Role.DESK_OFFICER),
    )
    assert document.docx is not None
    assert document.pdf is None


def _empty_docx() -> bytes:
    buffer = BytesIO()
    Document().save(buffer)
    return buffer.getvalue()


def test_a_reserved_number_is_issued_later(agency: Agency, quick: list[OfficialContent]) -> None:
    document = reserve(agency, kind=DocumentKind.REPORT)
    actor = make_actor(agency, Role.DESK_OFFICER)
    with pytest.raises(Refused) as refused:
        issue_reserved(document=document, content=content(agency, DocumentKind.PLAN), actor=actor)
    assert refused.value.refusal.code == "documents.another_kind"
    issue_reserved(document=document, content=content(agency), actor=actor)
    document.refresh_from_db()
    assert (document.state, document.subject) == ("issued", "Kết quả lấy ý kiến")
    assert (quick[0].number, quick[0].signed_on) == (1, ON)
    with pytest.raises(Refused):
        issue_reserved(document=document, content=content(agency), actor=actor)


def test_a_cancelled_number_stays_and_is_not_given_out_again(agency: Agency) -> None:
    actor = make_actor(agency, Role.DESK_OFFICER)
    document = reserve(agency)
    stale = OfficialDocument.objects.get(pk=document.pk)
    with pytest.raises(Refused) as refused:
        cancel_number(document=document, reason=" ", actor=actor)
    assert refused.value.refusal.code == "documents.reason_missing"
    cancel_number(document=document, reason="Ghi nhầm loại", actor=actor)
    with pytest.raises(Refused) as refused:
        add_signed_copy(document=stale, letter=SCAN, actor=actor)
    assert refused.value.refusal.code == "documents.changed_meanwhile"
    with pytest.raises(Refused):
        cancel_number(document=document, reason="Lần nữa", actor=actor)
    assert reserve(agency).number == 2
    rows = [row[2:] for row in register_sheet(agency, 2026, Direction.OUTGOING).rows]
    assert [(row[0], row[4], row[5]) for row in rows] == [
        ("01/TB-SM", "Đã hủy số", "Ghi nhầm loại"),
        ("02/TB-SM", "Đã lấy số", ""),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialDocument.objects.filter(pk=document.pk).update(cancel_reason="")


def test_a_signed_copy_issues_what_was_written_elsewhere(agency: Agency) -> None:
    actor = make_actor(agency, Role.FOCAL_OFFICER)
    document = reserve(agency)
    add_signed_copy(document=document, letter=SCAN, actor=actor)
    first = document.scan
    assert first is not None
    assert document.state == DocumentState.ISSUED
    add_signed_copy(
        document=document,
        letter=LetterFile(b"%PDF-1.4 better", "application/pdf"),
        actor=actor,
    )
    first.refresh_from_db()
    assert first.deleted_at is not None
    assert document.scan is not None
    assert content_of(document.scan) == b"%PDF-1.4 better"
    with pytest.raises(Refused):
        add_signed_copy(document=document, letter=LetterFile(b"<html>", "text/html"), actor=actor)


def test_a_letter_that_came_is_entered(agency: Agency) -> None:
    sender = make_agency(agency.network, name="Sở Tư pháp")
    first = receive(agency, letter=SCAN)
    second = receive(
        agency, sender=sender, sender_text="", kind=DocumentKind.REPORT, number_text=""
    )
    assert [first.number, second.number] == [1, 2]
    assert (first.number_text, first.counterpart) == ("12/SYT-NV", "Sở Y tế")
    assert second.counterpart == "Sở Tư pháp"
    assert first.scan is not None
    assert [row[0] for row in register_sheet(agency, 2026, Direction.INCOMING).rows] == [1, 2]
    cancel_number(document=first, reason="Ghi hai lần", actor=make_actor(agency, Role.DESK_OFFICER))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"subject": " "}, "documents.subject_missing"),
        ({"sender_text": ""}, "documents.sender_missing"),
        ({"received_on": date(2026, 3, 1)}, "documents.received_before_written"),
        ({"received_on": date(2090, 1, 1)}, "documents.received_in_future"),
        ({"on": date(202, 3, 1)}, "documents.date_impossible"),
        ({"number_text": "9" * 61}, "documents.number_long"),
    ],
)
def test_a_letter_that_can_not_be_right(agency: Agency, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        receive(agency, **changes)
    assert refused.value.refusal.code == code
    assert not DocumentRegister.objects.exists()


def test_an_annex_takes_no_number(agency: Agency) -> None:
    with pytest.raises(Refused) as refused:
        reserve(agency, kind=DocumentKind.CONSOLIDATED_TABLE)
    assert refused.value.refusal.code == "documents.not_numbered"


def test_everybody_sees_and_writes_in_their_own_registers_only(agency: Agency) -> None:
    document = reserve(agency)
    other = make_agency(agency.network)
    stranger = make_actor(other, Role.DESK_OFFICER)
    editor = make_actor(agency, Role.EDITOR)
    for actor in (stranger, editor, public_actor(), system_actor("tests")):
        assert not documents_visible_to(actor).exists()
        for need in Permission:
            with pytest.raises(NotVisible):
                document_for(actor, document.pk, need=need)
        with pytest.raises(NotVisible):
            reserve(agency, actor=actor)
        with pytest.raises(NotVisible):
            receive(agency, actor=actor)
        with pytest.raises(NotVisible):
            cancel_number(document=document, reason="x", actor=actor)
        with pytest.raises(NotVisible):
            add_signed_copy(document=document, letter=SCAN, actor=actor)
    for role in (Role.DESK_OFFICER, Role.FOCAL_OFFICER, Role.APPROVER):
        assert documents_visible_to(make_actor(agency, role)).get() == document


def test_another_room_writes_inside_its_own_change(agency: Agency) -> None:
    with change(public_actor()) as journal:
        received = receive(agency, actor=public_actor(), within=journal)
    assert received.number == 1


def test_a_document_is_found_by_number_and_subject_without_accents(agency: Agency) -> None:
    actor = make_actor(agency, Role.DESK_OFFICER)
    reserve(agency, subject="Tin nhắn báo trúng thưởng", actor=actor)
    receive(agency, sender_text="Hội Đường Sắt", actor=actor)
    rows = documents_visible_to(actor)

    def found(**wanted: Any) -> list[str]:
        return [row.number_text for row in filtered(rows, RegisterFilter(**wanted))]

    assert found(words="trung thuong") == ["01/TB-SM"]
    assert found(words="01/TB-SM") == ["01/TB-SM"]
    assert found(words="duong sat") == []
    assert found(direction=Direction.INCOMING) == ["12/SYT-NV"]
    assert found(kind=DocumentKind.NOTICE, year=2026, state=DocumentState.RESERVED) == ["01/TB-SM"]
    assert found(year=2025) == []


def test_a_register_is_read_with_one_query(
    agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for length in (1, 3):
        while OfficialDocument.objects.count() < length:
            reserve(agency)
        with django_assert_num_queries(1):
            made = render_xlsx(register_sheet(agency, 2026, Direction.OUTGOING))
        page = load_workbook(BytesIO(made)).active
        assert page is not None
        assert page.max_row == length + 1


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call gives, each in its own thread and connection, begun together."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait(timeout=30)
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
def test_twenty_take_a_number_at_once(
    agency: Agency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = make_actor(agency, Role.DESK_OFFICER)
    if connection.vendor == "sqlite":
        # Threads see a file, as in production, not the tests' shared memory.
        file = tmp_path / "threads.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        monkeypatch.setitem(connections.settings["default"], "NAME", file)
    made = at_once(*(lambda: reserve(agency, actor=actor).number for _ in range(20)))
    assert sorted(made) == list(range(1, 21))
    count, lost = at_once(
        OfficialDocument.objects.count,
        lambda: DocumentRegister.objects.exclude(last_number=20).exists(),
    )
    assert (count, lost) == (20, False)
