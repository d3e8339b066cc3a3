from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sangto.audit.secrets import sealer
from sangto.cases.services import open_case
from sangto.intake.models import Contact, Report
from sangto.kernel.actor import system_actor
from sangto.kernel.categories import Rating
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.matching.models import Claim, ReportLink
from sangto.notices.domain.messages import MessageState
from sangto.notices.models import OutboxMessage
from sangto.queue.models import Task
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import Delivery, VerdictVersion
from sangto.verdicts.queries import receipt_answer, told_count, versions_with_untold_reports
from sangto.verdicts.services import (
    announce,
    answer_joined_report,
    approve_and_publish,
    edit_draft,
    queue_waiting_announcements,
    start_new_version,
    submit_draft,
)
from tests.factories.cases import World, categorised, make_report, reported_claim
from tests.factories.verdicts import (
    approver,
    content,
    fresh,
    last_event,
    published_verdict,
    recorded,
)

JOB = system_actor("report.match")


def with_contact(report: Report, language: str = "vi") -> Report:
    Contact.objects.create(
        report=report,
        email_sealed=sealer().seal("ai.do@thu.example"),
        language=language,
        created_at=timezone.now(),
    )
    return report


def answered(world: World, claim: Claim) -> VerdictVersion:
    return published_verdict(world, case=categorised(world, claim=claim))


def renew(world: World, version: VerdictVersion) -> VerdictVersion:
    officer = world.officer()
    second = start_new_version(verdict=version.verdict, actor=officer)
    edit_draft(
        version=second,
        content=content(change_note="Có thêm một đường link giả.", change_note_en="A new link."),
        actor=officer,
    )
    submit_draft(version=second, actor=officer)
    return approve_and_publish(version=second, actor=approver(world))


def test_everybody_is_told_and_mail_goes_where_a_contact_is(world: World) -> None:
    claim = reported_claim(world, 3)
    first = with_contact(Report.objects.order_by("pk")[0])
    version = answered(world, claim)
    assert receipt_answer(first) is None
    before = last_event()
    announce(version.pk)()
    assert [tag for tag, _ in recorded(before)] == [
        "report:answered",
        "report:answered",
        "report:answered",
        "verdict:announced",
    ]
    count = told_count(version)
    assert (count.told, count.reports, count.mailed) == (3, 3, 1)
    message = OutboxMessage.objects.get()
    assert message.key == f"verdict:{version.pk}:report:{first.pk}"
    assert sealer().open(message.to_sealed) == "ai.do@thu.example"
    assert version.title in message.body
    assert f"/ket-luan/{version.verdict.reference}/" in message.body
    assert set(Report.objects.values_list("status", "outcome")) == {("answered", "verdict")}
    line = receipt_answer(first)
    assert line is not None
    assert (line.reference, line.version) == (version.verdict.reference, 1)


def test_a_repeat_changes_nothing(world: World) -> None:
    claim = reported_claim(world, 2)
    with_contact(Report.objects.order_by("pk")[0])
    version = answered(world, claim)
    announce(version.pk)()
    before = last_event()
    announce(version.pk)()
    assert recorded(before) == []
    assert Delivery.objects.count() == 3
    assert OutboxMessage.objects.count() == 1


def test_batches_queue_the_rest(world: World) -> None:
    version = answered(world, reported_claim(world, 5))
    announce(version.pk, batch=2)()
    second = Report.objects.order_by("pk")[1]
    assert told_count(version).told == 2
    assert Task.objects.filter(key=f"verdict.announce:{version.pk}:{second.pk}").exists()
    announce(version.pk, batch=2)()
    announce(version.pk, batch=2)()
    assert told_count(version).told == 5
    assert Task.objects.filter(kind="verdict.announce").count() == 3
    announce(version.pk, batch=2)()
    assert Task.objects.filter(kind="verdict.announce").count() == 3


def test_mail_is_in_the_language_of_the_contact_and_has_no_report_text(world: World) -> None:
    claim = reported_claim(world, 1, text="Một bí mật riêng của tôi")
    with_contact(Report.objects.get(), language="en")
    version = answered(world, claim)
    announce(version.pk)()
    message = OutboxMessage.objects.get()
    assert message.subject == f"The answer to your question: {version.title_en}"
    assert "Our answer: Scam" in message.body
    assert "This is a scam. There is no prize." in message.body
    assert f"/en/ket-luan/{version.verdict.reference}/" in message.body
    assert "bí mật" not in message.body


def test_a_new_version_is_told_to_all_who_got_the_old_one(world: World) -> None:
    claim = reported_claim(world, 2)
    told, moved = Report.objects.order_by("pk")
    with_contact(told, "en")
    version = answered(world, claim)
    announce(version.pk)()
    moved.claim_link.claim = reported_claim(world)
    moved.claim_link.save()
    second = renew(world, version)
    announce(second.pk)()
    assert set(Delivery.objects.filter(version=second).values_list("report_id", "via")) == {
        (told.pk, "receipt"),
        (told.pk, "email"),
        (moved.pk, "receipt"),
    }
    mail = OutboxMessage.objects.get(key=f"verdict:{second.pk}:report:{told.pk}")
    assert mail.subject.startswith("An answer you got has changed")
    assert "What has changed: A new link." in mail.body
    line = receipt_answer(told)
    assert line is not None
    assert line.version == 2
    count = told_count(second)
    assert (count.told, count.reports, count.corrected) == (2, 2, 2)
    assert (count.mailed, count.mail_sent, count.mail_waiting) == (1, 0, 1)
    OutboxMessage.objects.update(state=MessageState.FAILED.value)
    assert (told_count(second).mail_failed, told_count(second).mail_waiting) == (1, 0)
    assert told_count(version).corrected == 0


def test_a_superseded_version_tells_nobody(world: World) -> None:
    version = answered(world, reported_claim(world, 1))
    renew(world, version)
    before = last_event()
    announce(version.pk)()
    assert recorded(before) == []
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("state", [LinkState.SUGGESTED, LinkState.REJECTED])
def test_a_link_that_nobody_confirmed_is_no_answer(world: World, state: LinkState) -> None:
    claim = reported_claim(world, 1)
    version = answered(world, claim)
    stranger = make_report(claim, state=state)
    announce(version.pk)()
    assert told_count(version).reports == 1
    assert answer_joined_report(report=stranger, actor=JOB) is None
    assert not Delivery.objects.filter(report=stranger).exists()


def test_closed_and_archived_reports_are_left_alone(world: World) -> None:
    claim = reported_claim(world, 2)
    version = answered(world, claim)
    closed = Report.objects.order_by("pk")[1]
    Report.objects.filter(pk=closed.pk).update(
        status="closed",
        outcome="out_of_scope",
        explanation="protected_expression",
        answered_at=timezone.now(),
    )
    announce(version.pk)()
    assert not Delivery.objects.filter(report=closed).exists()
    assert told_count(version).reports == 1


def test_a_report_that_joins_later_is_told_once(world: World) -> None:
    claim = reported_claim(world, 1)
    version = answered(world, claim)
    announce(version.pk)()
    late = with_contact(make_report(claim))
    before = last_event()
    delivery = answer_joined_report(report=late, actor=JOB)
    assert delivery is not None
    assert (delivery.version_id, delivery.via) == (version.pk, "receipt")
    assert [tag for tag, _ in recorded(before)] == ["report:answered", "verdict:announced"]
    assert OutboxMessage.objects.filter(key=f"verdict:{version.pk}:report:{late.pk}").exists()
    before = last_event()
    assert answer_joined_report(report=late, actor=JOB) is None
    assert recorded(before) == []


def test_an_expired_or_missing_verdict_answers_no_late_report(world: World) -> None:
    claim = reported_claim(world, 1)
    late = make_report(claim)
    assert answer_joined_report(report=late, actor=JOB) is None
    version = answered(world, claim)
    assert version.valid_until is not None
    after = version.valid_until + timedelta(days=1)
    assert answer_joined_report(report=late, actor=JOB, today=after) is None
    assert answer_joined_report(report=late, actor=JOB, today=version.valid_until) is not None


def test_catching_up_finds_who_was_not_told(world: World) -> None:
    claim = reported_claim(world, 1)
    version = answered(world, claim)
    announce(version.pk)()
    assert versions_with_untold_reports() == []
    assert queue_waiting_announcements() == 0
    late, later = make_report(claim), make_report(claim)
    assert versions_with_untold_reports() == [(version.pk, late.pk)]
    assert queue_waiting_announcements() == 1
    assert queue_waiting_announcements() == 0
    announce(version.pk)()
    assert versions_with_untold_reports() == []
    assert Delivery.objects.filter(report__in=[late, later]).count() == 2


def test_unpublished_work_is_on_no_receipt(world: World) -> None:
    claim = reported_claim(world, 1)
    case = open_case(claim=claim, actor=world.officer())
    report = Report.objects.get()
    assert receipt_answer(report) is None
    assert case.pk


def test_a_receipt_asks_once(world: World) -> None:
    claim = reported_claim(world, 1)
    report = Report.objects.get()
    with CaptureQueriesContext(connection) as before:
        receipt_answer(report)
    version = answered(world, claim)
    announce(version.pk)()
    renew(world, fresh(version))
    with CaptureQueriesContext(connection) as after:
        assert receipt_answer(report) is not None
    assert (len(before), len(after)) == (1, 1)
    assert VerdictVersion.objects.filter(status=VersionStatus.PUBLISHED).count() == 1


@pytest.mark.parametrize(
    ("method", "state", "told"),
    [
        (LinkMethod.NEAR, LinkState.AUTO, False),
        (LinkMethod.DOMAIN, LinkState.AUTO, False),
        (LinkMethod.NEAR, LinkState.CONFIRMED, True),
        (LinkMethod.EXACT, LinkState.AUTO, True),
        (LinkMethod.OFFICER, LinkState.CONFIRMED, True),
    ],
)
def test_a_near_copy_is_not_reassured_by_itself(
    world: World, method: LinkMethod, state: LinkState, told: bool
) -> None:
    claim = reported_claim(world, 1)
    version = published_verdict(world, case=categorised(world, claim=claim), rating=Rating.GENUINE)
    copy = make_report(claim, state=state)
    ReportLink.objects.filter(report=copy).update(method=method.value)
    announce(version.pk)()
    assert Delivery.objects.filter(report=copy).exists() == told
    assert (answer_joined_report(report=copy, actor=JOB), versions_with_untold_reports()) == (
        None,
        [],
    )
    count = told_count(version)
    assert (count.told, count.reports) == (1 + told, 2)
    if not told:
        ReportLink.objects.filter(report=copy).update(state=LinkState.CONFIRMED.value)
        assert versions_with_untold_reports() == [(version.pk, copy.pk)]


def test_a_picture_that_only_looks_alike_answers_nobody_by_itself(world: World) -> None:
    claim = reported_claim(world, 1)
    version = answered(world, claim)
    copy = make_report(claim)
    ReportLink.objects.filter(report=copy).update(method=LinkMethod.PICTURE.value)
    announce(version.pk)()
    assert answer_joined_report(report=copy, actor=JOB) is None
    assert not Delivery.objects.filter(report=copy).exists()
    assert copy.pk not in [report for _version, report in versions_with_untold_reports()]

    ReportLink.objects.filter(report=copy).update(state=LinkState.CONFIRMED.value)
    assert versions_with_untold_reports() == [(version.pk, copy.pk)]
    assert answer_joined_report(report=copy, actor=JOB) is not None


def test_a_warning_goes_to_near_copies_too(world: World) -> None:
    claim = reported_claim(world, 1)
    version = answered(world, claim)
    copy = make_report(claim)
    ReportLink.objects.filter(report=copy).update(method=LinkMethod.NEAR.value)
    assert versions_with_untold_reports()[0][0] == version.pk
    announce(version.pk)()
    assert Delivery.objects.filter(report=copy).exists()
