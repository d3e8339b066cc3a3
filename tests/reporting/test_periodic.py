"""Periodic reports: opened, written by two at once, submitted, amended, consolidated."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sangto.audit.models import AuditEvent
from sangto.documents.models import OfficialDocument
from sangto.documents.rendering.docx_checking import check_document
from sangto.kernel.actor import Actor, Role, system_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.kernel.worktime import ZONE
from sangto.notices.models import OutboxMessage
from sangto.organisations.domain.kinds import ReportPeriod
from sangto.organisations.models import Agency, Charter
from sangto.reporting.domain.periodic import ReportKind, ReportStanding, SectionKey
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.models import (
    PeriodicReport,
    ReportPoint,
    ReportSection,
    ReportVersion,
)
from sangto.reporting.periodic_permissions import ROLE_PERMISSIONS, has_permission
from sangto.reporting.queries.consolidated import collected_reports, collected_section
from sangto.reporting.queries.periodic import (
    periodic_report_for,
    periodic_reports_visible_to,
    read_figures,
    report_standing,
)
from sangto.reporting.services import (
    TrainingText,
    add_comment,
    amend_report,
    ask_for_report,
    cancel_report,
    draft_from_group,
    group_points,
    hand_in,
    open_due_reports,
    record_training,
    refresh_figures,
    remind_of_reports,
    return_report,
    save_section,
    submit_report_version,
    ungroup_point,
)
from tests.factories.cases import World, categorised, make_world
from tests.factories.organisations import make_actor

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("reports.sweep")
#: A Tuesday, two weeks before the end of the first half of the year.
OPENED = datetime(2026, 6, 16, 9, tzinfo=ZONE)
AFTER = datetime(2026, 7, 2, 9, tzinfo=ZONE)


@pytest.fixture
def world() -> World:
    return make_world()


def opened(now: datetime = OPENED) -> None:
    charter = Charter.objects.order_by("-version").first()
    assert charter is not None
    open_due_reports(actor=SYSTEM, now=now)


def report_of(agency: Agency) -> PeriodicReport:
    return PeriodicReport.objects.get(agency=agency, kind=ReportKind.OWN.value)


def consolidated() -> PeriodicReport:
    return PeriodicReport.objects.get(kind=ReportKind.CONSOLIDATED.value)


def tags(start: int) -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True)[start:])


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusal.code


def two(agency: Agency) -> tuple[Actor, Actor]:
    return make_actor(agency, Role.DESK_OFFICER), make_actor(agency, Role.APPROVER)


def write(report: PeriodicReport, actor: Actor, **texts: str) -> None:
    for key, text in texts.items():
        row = ReportSection.objects.get(report=report, key=key)
        save_section(report=report, key=key, text=text, seen=row.revision, actor=actor)


def submitted(agency: Agency, now: datetime = AFTER, **texts: str) -> ReportVersion:
    officer, approver = two(agency)
    report = report_of(agency)
    write(report, officer, **{"results": "Đã làm.", **texts})
    refresh_figures(report=report, actor=officer, now=now)
    hand_in(report=report, actor=officer, now=now)
    return submit_report_version(report=report, actor=approver, now=now)


def test_the_schedule_opens_each_report_once(world: World) -> None:
    assert open_due_reports(actor=SYSTEM, now=OPENED - timedelta(days=1)) == 0
    start = AuditEvent.objects.count()
    opened()
    into = consolidated()
    own = list(PeriodicReport.objects.filter(kind=ReportKind.OWN.value))
    assert {row.into_id for row in own} == {into.pk}
    assert into.agency == world.lead
    agencies = {row.agency_id for row in own}
    assert world.committee.pk not in agencies
    assert world.lead.pk not in agencies
    assert {world.health.pk, world.police.pk, world.press.pk} <= agencies
    assert tags(start) == ["periodic:opened"] * (len(own) + 1)
    assert report_of(world.health).due_on.isoformat() == "2026-07-14"
    assert open_due_reports(actor=SYSTEM, now=OPENED + timedelta(hours=1)) == 0


def test_of_two_editors_the_second_sees_both_texts_and_overwrites_nothing(world: World) -> None:
    opened()
    report = report_of(world.health)
    first, second = (
        make_actor(world.health, Role.DESK_OFFICER),
        make_actor(world.health, Role.FOCAL_OFFICER),
    )
    start = AuditEvent.objects.count()
    save_section(report=report, key="results", text="Của người thứ nhất", seen=0, actor=first)
    with pytest.raises(Refused) as refused:
        save_section(report=report, key="results", text="Của người thứ hai", seen=0, actor=second)
    assert code(refused) == "periodic.changed_meanwhile"
    row = ReportSection.objects.get(report=report, key="results")
    assert (row.text, row.revision) == ("Của người thứ nhất", 1)
    # The same words are no conflict, and nothing new either.
    save_section(report=report, key="results", text="Của người thứ nhất", seen=0, actor=second)
    # Another part is nobody's business.
    save_section(report=report, key="causes", text="Mạng chậm", seen=0, actor=second)
    save_section(report=report, key="results", text="Của cả hai", seen=1, actor=second)
    assert tags(start) == ["periodic:section_saved"] * 3
    with pytest.raises(Refused) as other:
        save_section(report=report, key="other", text="x", seen=0, actor=first)
    assert code(other) == "periodic.no_section"


def test_a_second_person_submits_and_the_figures_stay_as_they_were(world: World) -> None:
    opened()
    report, (officer, approver) = report_of(world.health), two(world.health)
    with pytest.raises(Refused) as early:
        hand_in(report=report, actor=officer, now=OPENED)
    assert code(early) == "periodic.too_early"
    with pytest.raises(Refused) as empty:
        hand_in(report=report, actor=officer, now=AFTER)
    assert code(empty) == "periodic.no_figures"
    refresh_figures(report=report, actor=officer, now=AFTER)
    with pytest.raises(Refused) as no_results:
        hand_in(report=report, actor=officer, now=AFTER)
    assert code(no_results) == "periodic.empty"
    write(report, approver, results="Người duyệt viết thử")
    write(report, officer, results="Đã trả lời 12 phản ánh")
    start = AuditEvent.objects.count()
    hand_in(report=report, actor=officer, now=AFTER)
    with pytest.raises(Refused) as own:
        submit_report_version(report=report, actor=approver, now=AFTER)
    assert code(own) == "periodic.own_work"
    another = make_actor(world.health, Role.APPROVER)
    return_report(report=report, reason="Thiếu phần tập huấn", actor=another, now=AFTER)
    write(report, officer, resources="Hai buổi tập huấn")
    hand_in(report=report, actor=officer, now=AFTER)
    version = submit_report_version(report=report, actor=another, now=AFTER)
    assert tags(start) == [
        "periodic:handed_in",
        "periodic:returned",
        "periodic:section_saved",
        "periodic:handed_in",
        "periodic:submitted",
    ]
    kept = ReportVersion.objects.get(pk=version.pk)
    assert kept.sections["resources"] == "Hai buổi tập huấn"
    before = read_figures(kept.figures)
    assert before is not None
    assert before.asked_at == AFTER
    # Rows change; the report does not.
    categorised(world, Category.FRAUD)
    again = read_figures(ReportVersion.objects.get(pk=version.pk).figures)
    assert again == before
    with pytest.raises(Refused):
        refresh_figures(report=report, actor=officer, now=AFTER)
    with pytest.raises(Refused):
        save_section(report=report, key="results", text="Sửa lén", seen=2, actor=officer)


def test_an_amended_report_keeps_its_versions(world: World) -> None:
    opened()
    submitted(world.health, results="Bản đầu")
    report, (officer, approver) = report_of(world.health), two(world.health)
    late = AFTER + timedelta(days=60)
    amend_report(report=report, reason="Sót số liệu tháng 6", actor=officer, now=late)
    write(report, officer, results="Bản sửa")
    hand_in(report=report, actor=officer, now=late)
    submit_report_version(report=report, actor=approver, now=late)
    kept = list(ReportVersion.objects.filter(report=report))
    assert [(row.number, row.sections["results"], row.why) for row in kept] == [
        (1, "Bản đầu", ""),
        (2, "Bản sửa", "Sót số liệu tháng 6"),
    ]
    report.refresh_from_db()
    assert report_standing(report, late) is ReportStanding.IN_TIME
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportVersion.objects.create(
            report=report,
            number=3,
            figures_at=late,
            prepared_by_id=kept[0].prepared_by_id,
            submitted_by_id=kept[0].prepared_by_id,
            submitted_at=late,
        )


def test_reminders_go_once_and_about_everything(world: World) -> None:
    opened()
    for agency in (world.health, world.police):
        two(agency)
    day = datetime(2026, 7, 10, 9, tzinfo=ZONE)
    assert remind_of_reports(actor=SYSTEM, now=day.replace(hour=19)) == 0
    assert remind_of_reports(actor=SYSTEM, now=day) == 2
    assert remind_of_reports(actor=SYSTEM, now=day + timedelta(minutes=30)) == 0
    submitted(world.health, now=day)
    # On the day itself only who has not submitted.
    assert remind_of_reports(actor=SYSTEM, now=datetime(2026, 7, 14, 9, tzinfo=ZONE)) == 1
    assert OutboxMessage.objects.filter(key__startswith="periodic-reminder:").count() == 3


def test_the_lead_collects_groups_and_issues_the_report(world: World) -> None:
    opened()
    submitted(world.health, difficulties="Thiếu người trực đêm\n\nMáy cũ", proposals="Thêm người")
    submitted(world.police, difficulties="Không có ca đêm")
    report, (officer, approver) = consolidated(), two(world.lead)
    points = {point.text: point.pk for point in ReportPoint.objects.all()}
    night = [points["Thiếu người trực đêm"], points["Không có ca đêm"]]
    start = AuditEvent.objects.count()
    group = group_points(
        report=report, section="difficulties", title="Trực đêm", points=night, actor=officer
    )
    section = collected_section(report, SectionKey.DIFFICULTIES, collected_reports(report, AFTER))
    assert [one.point.text for one in section.loose] == ["Máy cũ"]
    assert {one.agency for one in section.groups[0].points} == {world.health, world.police}
    with pytest.raises(Refused) as none:
        group_points(report=report, section="difficulties", title="Rỗng", points=[], actor=officer)
    assert code(none) == "periodic.no_points"
    draft = draft_from_group(report=report, group=group.pk, actor=officer, now=AFTER)
    assert draft.drafting_agency_id == world.lead.pk
    with pytest.raises(Refused) as twice:
        draft_from_group(report=report, group=group.pk, actor=officer, now=AFTER)
    assert code(twice) == "periodic.drafted_already"
    assert tags(start) == ["periodic:points_grouped", "draft:imported", "periodic:draft_made"]

    # What the health department still says after an amendment stays where the editor put it.
    other, signer = two(world.health)
    own = report_of(world.health)
    amend_report(report=own, reason="Bổ sung", actor=other, now=AFTER)
    write(own, other, difficulties="Thiếu người trực đêm\n\nHết giấy in")
    hand_in(report=own, actor=other, now=AFTER)
    submit_report_version(report=own, actor=signer, now=AFTER)
    section = collected_section(report, SectionKey.DIFFICULTIES, collected_reports(report, AFTER))
    assert [one.older for one in section.groups[0].points] == [False, False]
    assert [one.point.text for one in section.loose] == ["Hết giấy in"]
    ungroup_point(report=report, point=night[1], actor=officer)

    write(report, officer, results="Cả mạng lưới đã trả lời đúng hạn.")
    refresh_figures(report=report, actor=officer, now=AFTER)
    hand_in(report=report, actor=officer, now=AFTER)
    version = submit_report_version(report=report, actor=approver, now=AFTER)
    assert version.document_id is not None
    document = OfficialDocument.objects.get(pk=version.document_id)
    assert document.kind == "bao_cao"
    assert document.number == 1
    assert document.docx is not None
    from sangto.documents.queries.files import content_of

    content = content_of(document.docx)
    assert list(check_document(content)) == []
    text = _words(content)
    for said in ("Thiếu người trực đêm", "Không có ca đêm", "Hết giấy in", "Thêm người"):
        assert said in text
    missing = {
        one.report.agency.name for one in collected_reports(report, AFTER) if one.version is None
    }
    assert missing
    assert all(name in text for name in missing)


def _words(content: bytes) -> str:
    from sangto.documents.rendering.docx_reading import read_docx

    return "\n".join(one.text for one in read_docx(content))


def test_what_others_write_is_theirs_until_it_is_submitted(world: World) -> None:
    opened()
    report = report_of(world.health)
    lead, other = make_actor(world.lead, Role.DESK_OFFICER), make_actor(world.police, Role.APPROVER)
    own = make_actor(world.health, Role.FOCAL_OFFICER)
    assert periodic_report_for(own, report.reference).inside
    for actor in (lead, other):
        with pytest.raises(NotVisible):
            periodic_report_for(actor, report.reference)
    assert report in periodic_reports_visible_to(lead)
    assert report not in periodic_reports_visible_to(other)
    submitted(world.health)
    assert not periodic_report_for(lead, report.reference).inside
    with pytest.raises(NotVisible):
        periodic_report_for(other, report.reference)
    for call in (
        lambda: save_section(report=report, key="results", text="x", seen=1, actor=lead),
        lambda: amend_report(report=report, reason="x", actor=lead),
        lambda: add_comment(report=report, text="x", actor=lead),
        lambda: refresh_figures(report=report, actor=other),
        lambda: hand_in(report=report, actor=other),
        lambda: submit_report_version(report=report, actor=other),
        lambda: group_points(
            report=report, section="difficulties", title="x", points=[1], actor=own
        ),
    ):
        with pytest.raises(NotVisible):
            call()


def test_on_demand_with_chosen_days_and_parts(world: World) -> None:
    officer = make_actor(world.lead, Role.DESK_OFFICER)
    asked: dict[str, Any] = {
        "subject": "Đợt lừa đảo mùa lũ",
        "since": date(2026, 7, 1),
        "last": date(2026, 7, 10),
        "sections": ["results", "proposals"],
        "asked": [world.health],
        "due": date(2026, 7, 20),
    }
    into = ask_for_report(**asked, actor=officer, now=AFTER)
    assert into.span == ReportPeriod.ON_DEMAND
    own = report_of(world.health)
    assert own.sections == ["results", "proposals"]
    assert own.period.last.isoformat() == "2026-07-10"
    ask_for_report(**asked, actor=officer, now=AFTER)  # the same days may be asked for again
    for nobody in (
        make_actor(world.health, Role.DESK_OFFICER),
        make_actor(world.lead, Role.EDITOR),
    ):
        with pytest.raises(NotVisible):
            ask_for_report(**asked, actor=nobody, now=AFTER)
    cancel_report(report=into, reason="Không cần nữa", actor=officer, now=AFTER)
    own = PeriodicReport.objects.get(into=into)
    assert own.state == "cancelled"


def test_training_stands_in_the_figures(world: World) -> None:
    opened()
    officer = make_actor(world.health, Role.FOCAL_OFFICER)
    for day, people in ((1, 12), (30, 30)):
        record_training(
            text=TrainingText("Nhận biết lừa đảo", date(2026, 6, day), officers=people),
            actor=officer,
            now=AFTER,
        )
    report = refresh_figures(report=report_of(world.health), actor=officer, now=AFTER)
    assert report.figures["now"]["training"]["sessions"] == 2
    assert report.figures["now"]["training"]["officers"] == 42
    assert report.figures["before"]["training"]["sessions"] == 0


def test_who_may_what(world: World) -> None:
    may = PeriodicPermission
    lead_only = {may.OPEN, may.CONSOLIDATE}
    for role in Role:
        inside = make_actor(world.lead, role)
        outside = make_actor(world.health, role)
        for permission in may:
            granted = permission in ROLE_PERMISSIONS[role]
            assert has_permission(inside, permission) is granted
            assert has_permission(outside, permission) is (granted and permission not in lead_only)
    assert {one for one in may if has_permission(SYSTEM, one)} == {may.OPEN, may.REMIND}
    assert not ROLE_PERMISSIONS[Role.ADMINISTRATOR]
