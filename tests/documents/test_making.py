"""Numbers first, files afterwards: nothing is lost, and nothing is drawn inside a transaction."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection
from django.utils import timezone
from docx import Document
from docx.shared import Pt
from pytest_django import Settings

from sangto.audit.queries import events_about
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.documents.domain.files import PDF
from sangto.documents.domain.layout import default_layout, layout_with
from sangto.documents.domain.official import DocumentKind, OfficialContent, Paragraph
from sangto.documents.domain.official_values import content_from, values_of
from sangto.documents.models import OfficialDocument, PaperOrder, StoredFile
from sangto.documents.queries import content_of, issuer_of, layout_for, order_for, orders_before
from sangto.documents.rendering import Rendered
from sangto.documents.services import (
    FILES_TASK,
    change_layout,
    files_task,
    forget_papers,
    issue_document,
    make_files,
    making,
    order_paper,
    paper,
    paper_task,
)
from sangto.kernel.actor import Actor, Role, operator_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Agency
from sangto.queue.models import Task
from tests.factories.official import letter, report, table
from tests.factories.organisations import make_actor, make_agency, make_lead, make_network

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def media(tmp_path: Any, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def agency() -> Agency:
    return make_lead(make_network(), name="Sở Mẫu", symbol="SM")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[OfficialContent]:
    """Documents that are not drawn; what was asked for, and that no transaction was open."""
    asked: list[OfficialContent] = []
    small = BytesIO()
    Document().save(small)

    def drawn(wanted: OfficialContent, _agency: Agency) -> Rendered:
        asked.append(wanted)
        return Rendered(small.getvalue(), b"%PDF-1.7")

    monkeypatch.setattr(making, "drawn", drawn)
    return asked


def content(agency: Agency, **fields: Any) -> OfficialContent:
    return OfficialContent(
        DocumentKind.REPORT, issuer_of(agency), "Kết quả", (Paragraph("Nội dung."),), **fields
    )


def issue_within(agency: Agency, actor: Actor, **fields: Any) -> OfficialDocument:
    with change(actor) as journal:
        return issue_document(
            agency=agency, content=content(agency, **fields), on=ON, actor=actor, within=journal
        )


@pytest.mark.parametrize("made", [letter(), report(), report(blocks=(table(),), contents=True)])
def test_a_document_comes_back_from_its_values(made: OfficialContent) -> None:
    assert content_from(json.loads(json.dumps(values_of(made)))) == made


def test_values_that_are_no_document_are_refused() -> None:
    for values in ({}, {"is": "Path"}, {"is": "Run", "text": "x"}):
        with pytest.raises(ValueError, match="no document"):
            content_from(values)


def test_the_number_comes_first_and_the_files_after(
    agency: Agency, quick: list[OfficialContent]
) -> None:
    actor = make_actor(agency, Role.DESK_OFFICER)
    document = issue_within(agency, actor)
    assert (document.number_text, document.state, quick) == ("01/BC-SM", "issued", [])
    assert document.docx is None
    task = Task.objects.get(kind=FILES_TASK)
    assert task.payload == {"document": document.pk}

    made = make_files(document=document, actor=actor)
    assert (made.docx is not None, made.pdf is not None, made.content) == (True, True, {})
    assert [(one.number, one.symbol, one.signed_on) for one in quick] == [(1, "BC-SM", ON)]
    assert [event.tag for event in events_about(document)] == [
        "document:reserved",
        "document:issued",
        "document:files_made",
    ]
    # The queue comes to it later and finds it done.
    files_task(document.pk)()
    make_files(document=OfficialDocument.objects.get(pk=document.pk), actor=actor)
    assert len(quick) == 1
    assert StoredFile.objects.count() == 2


def test_what_stopped_after_the_number_is_drawn_by_the_queue(
    agency: Agency, quick: list[OfficialContent]
) -> None:
    document = issue_within(agency, make_actor(agency, Role.DESK_OFFICER))
    settle = files_task(document.pk)
    assert len(quick) == 1
    settle()
    document.refresh_from_db()
    assert document.docx is not None
    assert document.content == {}


def test_of_two_that_draw_the_same_the_second_keeps_nothing(
    agency: Agency, quick: list[OfficialContent]
) -> None:
    actor = make_actor(agency, Role.DESK_OFFICER)
    document = issue_within(agency, actor)
    late = files_task(document.pk)
    make_files(document=document, actor=actor)
    first = document.docx_id
    late()
    document.refresh_from_db()
    assert document.docx_id == first
    assert StoredFile.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_nothing_is_drawn_inside_a_transaction(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def drawn(wanted: OfficialContent, _agency: Agency) -> Rendered:
        seen.append(connection.in_atomic_block)
        raise OSError("the machine stops")

    monkeypatch.setattr(making, "drawn", drawn)
    actor = make_actor(agency, Role.DESK_OFFICER)
    document = issue_within(agency, actor)
    with pytest.raises(OSError, match="stops"):
        make_files(document=document, actor=actor)
    assert seen == [False]
    document.refresh_from_db()
    assert document.content
    assert Task.objects.filter(kind=FILES_TASK).count() == 1


def test_what_is_long_waits_for_the_queue_whoever_issues_it(
    agency: Agency, quick: list[OfficialContent]
) -> None:
    actor = make_actor(agency, Role.DESK_OFFICER)
    long = content(agency)
    document = issue_document(
        agency=agency,
        content=OfficialContent(long.kind, long.issuer, long.subject, (table(100),)),
        on=ON,
        actor=actor,
    )
    assert quick == []
    assert Task.objects.get(kind=FILES_TASK).run_at <= timezone.now()
    files_task(document.pk)()
    assert len(quick) == 1


def test_a_network_changes_its_layout_within_the_decree(agency: Agency) -> None:
    keeper = make_actor(agency, Role.ADMINISTRATOR)
    network = agency.network
    assert layout_for(network.pk) == default_layout()
    for changes, code in (
        ({"body_pt": 15}, "documents.layout_out_of_range"),
        ({"number_pt": 14}, "documents.layout_out_of_range"),
        ({"colour": 1}, "documents.layout_unknown"),
    ):
        with pytest.raises(Refused) as refused:
            change_layout(network=network, changes=changes, actor=keeper)
        assert refused.value.refusal.code == code
    row = change_layout(
        network=network, changes={"body_pt": 13, "margin_left_mm": 30}, actor=keeper
    )
    assert row.changes == {"body_pt": 13.0}
    assert layout_for(network.pk) == layout_with({"body_pt": 13})
    assert [event.tag for event in events_about(row)] == [AuditTag.LAYOUT_CHANGED]

    actor = make_actor(agency, Role.DESK_OFFICER)
    document = issue_document(agency=agency, content=content(agency), on=ON, actor=actor)
    later = issue_within(agency, actor)
    change_layout(network=network, changes={}, actor=keeper)
    make_files(document=later, actor=actor)
    for one in (document, later):
        assert one.docx is not None
        made = Document(BytesIO(content_of(one.docx)))
        text = next(part for part in made.paragraphs if part.text == "Nội dung.")
        assert text.runs[0].font.size == Pt(13)


def test_who_may_change_the_layout(agency: Agency) -> None:
    member = make_agency(agency.network)
    stranger = make_lead(make_network())
    for actor in (
        *(make_actor(agency, role) for role in Role if role is not Role.ADMINISTRATOR),
        make_actor(member, Role.ADMINISTRATOR),
        make_actor(stranger, Role.ADMINISTRATOR),
        system_actor("x"),
        operator_actor("x"),
    ):
        with pytest.raises(NotVisible):
            change_layout(network=agency.network, changes={}, actor=actor)


def test_a_long_file_is_made_by_the_queue_and_kept_for_two_days(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "render_pdf", lambda content: b"%PDF-1.7 long")
    actor, other = (make_actor(agency, Role.DESK_OFFICER) for _ in range(2))
    order = order_paper(content=content(agency), media_type=PDF, name="y-kien", actor=actor)
    second = order_paper(content=content(agency), media_type=PDF, name="y-kien", actor=actor)
    assert orders_before(second) == 1
    with pytest.raises(NotVisible):
        order_for(other, order.pk)
    with pytest.raises(NotVisible):
        order_paper(content=content(agency), media_type=PDF, name="x", actor=system_actor("x"))

    with monkeypatch.context() as broken:
        broken.setattr(paper, "render_pdf", Mock(side_effect=MemoryError))
        with pytest.raises(MemoryError):
            paper_task(order.pk)
    assert order_for(actor, order.pk).failed
    assert orders_before(second) == 0, "nobody waits behind it"
    late = paper_task(order.pk)
    paper_task(order.pk)()
    late()
    made = order_for(actor, order.pk)
    assert made.file is not None
    assert content_of(made.file) == b"%PDF-1.7 long"
    assert (made.content, made.failed) == ({}, False)
    assert StoredFile.objects.count() == 1
    paper_task(order.pk)()

    sweeper = system_actor("documents.sweep")
    assert forget_papers(actor=sweeper) == 0
    assert forget_papers(actor=sweeper, now=timezone.now() + timedelta(days=3)) == 2
    assert not PaperOrder.objects.exists()
    assert not StoredFile.objects.exists()
