"""Pages of periodic reports and training."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sangto.consultation.models import Draft
from sangto.kernel.actor import Role, system_actor
from sangto.kernel.worktime import ZONE
from sangto.organisations.models import Agency
from sangto.organisations.queries import actor_for
from sangto.reporting.domain.periodic import ReportKind
from sangto.reporting.models import (
    PeriodicReport,
    PointGroup,
    ReportPoint,
    ReportSection,
    Training,
)
from sangto.reporting.services import ask_for_report, open_due_reports
from sangto.web.guides.reading import guides
from tests.factories.cases import World, make_world
from tests.factories.organisations import make_actor, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def signed_in(agency: Agency, *roles: Role) -> Client:
    client = Client()
    client.force_login(make_member(agency, *roles))
    return client


def asked(world: World) -> tuple[PeriodicReport, PeriodicReport]:
    """On demand about the last days: the one of the health department, and the consolidated one."""
    today = timezone.localdate()
    into = ask_for_report(
        subject="Đợt lừa đảo mùa lũ",
        since=today - timedelta(days=9),
        last=today - timedelta(days=1),
        sections=["results", "difficulties", "proposals"],
        asked=[world.health, world.police],
        due=today + timedelta(days=5),
        actor=make_actor(world.lead, Role.DESK_OFFICER),
    )
    return PeriodicReport.objects.get(into=into, agency=world.health), into


def at(name: str, report: PeriodicReport, *more: object) -> str:
    return reverse(name, args=[report.reference, *more])


def save(client: Client, report: PeriodicReport, key: str, text: str, **headers: str) -> object:
    row = ReportSection.objects.get(report=report, key=key)
    return client.post(
        at("desk_periodic_section", report, key),
        {"text": text, "seen": row.revision},
        headers=headers,
    )


def test_an_agency_writes_and_submits_the_lead_consolidates(world: World) -> None:
    own, into = asked(world)
    writer = signed_in(world.health, Role.FOCAL_OFFICER)
    signer = signed_in(world.health, Role.APPROVER)
    assert own.reference in writer.get(reverse("desk_periodic_list")).content.decode()
    save(writer, own, "results", "Đã trả lời 40 phản ánh")
    answer = save(writer, own, "difficulties", "Thiếu người trực", **{"HX-Request": "true"})
    assert b'name="seen" value="1"' in answer.content  # type: ignore[attr-defined] # a response
    assert b"<html" not in answer.content  # type: ignore[attr-defined] # a response
    writer.post(at("desk_periodic_figures", own))
    writer.post(at("desk_periodic_comment", own), {"text": "Xem lại số liệu"})
    writer.post(at("desk_periodic_hand_in", own))
    own.refresh_from_db()
    assert own.state == "handed_in"
    page = signer.get(at("desk_periodic", own)).content.decode()
    assert "Xem lại số liệu" in page
    assert 'name="text" rows="8"' not in page
    signer.post(at("desk_periodic_submit", own))
    own.refresh_from_db()
    assert own.state == "submitted"
    assert "Đã trả lời 40" in writer.get(at("desk_periodic_version", own, 1)).content.decode()

    editor, chief = (signed_in(world.lead, role) for role in (Role.DESK_OFFICER, Role.APPROVER))
    page = editor.get(at("desk_periodic", into)).content.decode()
    assert own.reference in page
    point = ReportPoint.objects.get()
    points = at("desk_periodic_points", into, "difficulties")
    assert "Thiếu người trực" in editor.get(points).content.decode()
    refused = editor.post(points, {"title": "", "points": [point.pk]})
    assert refused.status_code == 422
    editor.post(points, {"title": "Trực", "points": [point.pk]})
    group = PointGroup.objects.get()
    editor.post(at("desk_periodic_draft", into, group.pk))
    assert "Thiếu người trực" in str(Draft.objects.get().versions.get().paragraphs)
    save(editor, into, "results", "Cả mạng lưới")
    editor.post(at("desk_periodic_figures", into))
    for ending in ("xlsx", "docx"):
        file = editor.get(at("desk_periodic_file", into, ending))
        assert file.status_code == 200
        assert file.content.startswith(b"PK")
    editor.post(at("desk_periodic_hand_in", into))
    chief.post(at("desk_periodic_submit", into))
    version = into.versions.get()
    assert version.document is not None
    committee = signed_in(world.committee, Role.APPROVER)
    page = committee.get(at("desk_periodic", into)).content.decode()
    assert version.document.number_text in page
    assert 'name="text"' not in page


def test_who_loses_sees_both_texts(world: World) -> None:
    own, _into = asked(world)
    first = signed_in(world.health, Role.FOCAL_OFFICER)
    second = signed_in(world.health, Role.DESK_OFFICER)
    save(first, own, "results", "Của người thứ nhất")
    lost = second.post(
        at("desk_periodic_section", own, "results"), {"text": "Của người thứ hai", "seen": 0}
    )
    assert lost.status_code == 422
    page = lost.content.decode()
    assert "Của người thứ nhất" in page
    assert "Của người thứ hai" in page
    assert 'name="seen" value="1"' in page
    by_script = second.post(
        at("desk_periodic_section", own, "results"),
        {"text": "Của người thứ hai", "seen": 0},
        headers={"HX-Request": "true"},
    )
    assert b'role="alert"' in by_script.content
    assert b'value="0"' in by_script.content
    assert ReportSection.objects.get(report=own, key="results").text == "Của người thứ nhất"


def test_the_list_of_the_lead_takes_the_same_queries(world: World) -> None:
    client = signed_in(world.lead, Role.DESK_OFFICER)
    numbers = []
    for _round in range(2):
        _own, into = asked(world)
        with CaptureQueriesContext(
            connection,
        ) as list_queries:
            client.get(reverse("desk_periodic_list"))
        with CaptureQueriesContext(connection) as page_queries:
            client.get(at("desk_periodic", into))
        numbers.append((len(list_queries), len(page_queries)))
    assert numbers[0] == numbers[1]


def test_on_demand_is_asked_by_the_lead(world: World) -> None:
    client = signed_in(world.lead, Role.DESK_OFFICER)
    page = reverse("desk_periodic_ask")
    assert client.post(page, {}).status_code == 422
    today = timezone.localdate()
    days = {"since": today - timedelta(days=3), "last": today, "due_on": today + timedelta(days=3)}
    dates = {
        f"{name}_{part}": getattr(day, part)
        for name, day in days.items()
        for part in ("day", "month", "year")
    }
    answer = client.post(
        page,
        {"subject": "Mùa lũ", "sections": ["results"], "agencies": ["so-y-te"], **dates},
    )
    assert answer.status_code == 302
    assert PeriodicReport.objects.filter(kind=ReportKind.OWN.value).get().agency == world.health
    other = signed_in(world.health, Role.DESK_OFFICER)
    assert other.get(page).status_code == 404


def test_training_is_written_down_corrected_and_taken_back(world: World) -> None:
    client = signed_in(world.health, Role.FOCAL_OFFICER)
    values = {
        "topic": "Nhận biết lừa đảo",
        "held_on_day": 1,
        "held_on_month": 6,
        "held_on_year": 2026,
        "officers": "30",
        "answered": "40",
    }
    assert client.post(reverse("desk_training_new"), values).status_code == 422
    client.post(reverse("desk_training_new"), {**values, "answered": "20", "useful": "18"})
    training = Training.objects.get()
    assert (training.people, training.held_on) == (30, date(2026, 6, 1))
    material = reverse("desk_training_material", args=[training.pk])
    assert client.post(material, {"title": "Tờ rơi"}).status_code == 422
    client.post(material, {"title": "Trang nhận biết", "guide": guides()[0].slug})
    client.post(material, {"title": "Ngoài", "address": "https://tinhmau.example/a"})
    page = client.get(reverse("desk_training", args=[training.pk])).content.decode()
    assert f"/nhan-biet/{guides()[0].slug}/" in page
    lead = signed_in(world.lead, Role.DESK_OFFICER)
    assert lead.get(reverse("desk_training", args=[training.pk])).status_code == 200
    assert lead.get(reverse("desk_training_edit", args=[training.pk])).status_code == 404
    first = training.materials.order_by("pk").first()
    assert first is not None
    client.post(reverse("desk_training_material_away", args=[training.pk, first.pk]))
    assert training.materials.count() == 1
    client.post(reverse("desk_training_cancel", args=[training.pk]))
    training.refresh_from_db()
    assert training.state == "cancelled"
    assert client.get(reverse("desk_training_edit", args=[training.pk])).status_code == 404


def test_the_schedule_stands_in_the_list(world: World) -> None:
    open_due_reports(actor=system_actor("reports.sweep"), now=datetime(2026, 6, 16, 9, tzinfo=ZONE))
    user = make_member(world.health, Role.FOCAL_OFFICER)
    client = Client()
    client.force_login(user)
    report = PeriodicReport.objects.get(agency=world.health)
    assert report.reference in client.get(reverse("desk_periodic_list")).content.decode()
    assert actor_for(user).agency_id == world.health.pk
