"""In review, answered, closed, disclosed, forgotten: exact rows, refusals, the second loses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from sangto.audit.models import AuditEvent
from sangto.audit.queries import details_match, events_about
from sangto.audit.secrets import sealer
from sangto.documents.models import StoredFile
from sangto.intake.domain.reports import CLOSING, REPORT_WORKFLOW, Closing, ReportStatus
from sangto.intake.models import Contact, Report, ReportDisclosure, ReportImage
from sangto.intake.queries import receipt_view
from sangto.intake.services import (
    close_and_delete,
    discard_pictures,
    disclose_report,
    erase_contacts,
    forget_addresses,
    mark_answered,
    reseal_contacts,
    start_review,
)
from sangto.kernel.actor import Actor, operator_actor, public_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.models import OutboxMessage
from sangto.notices.services import deliver
from sangto.organisations.models import Agency, Network
from tests.factories.documents import picture
from tests.factories.intake import make_report, submit
from tests.factories.organisations import make_agency, make_network

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
SYSTEM = system_actor("verdict.announce")


def _tags(report: Report) -> list[str]:
    return [event.tag for event in events_about(report)]


class TestProgress:
    def test_a_review_begins_once(self, network: Network, officer: Actor) -> None:
        report = make_report(network)
        started = start_review(report=report, actor=officer, now=NOW)

        assert (started.status, started.review_started_at) == ("in_review", NOW)
        assert _tags(report) == ["report:review_started"]
        with pytest.raises(Refused) as caught:
            start_review(report=report, actor=officer)
        assert caught.value.refusal.code == "workflow.not_from_here"
        assert _tags(report) == ["report:review_started"]

    def test_an_answer_starts_the_time_of_receipt_and_contact(
        self, network: Network, settings: Settings
    ) -> None:
        settings.SANGTO_CONTACT_DAYS = 90
        report = submit(email="ban.doc@example.vn").report
        mark_answered(report=report, outcome="verdict", actor=SYSTEM, now=NOW)

        report.refresh_from_db()
        until = NOW + timedelta(days=90)
        assert (report.status, report.outcome, report.answered_at) == ("answered", "verdict", NOW)
        assert report.readable_until == until
        assert Contact.objects.get().erase_after == until
        (event,) = [e for e in events_about(report) if e.tag == "report:answered"]
        assert details_match(event, {"outcome": "verdict", "again": False})

    def test_a_later_answer_extends_and_keeps_the_first_date(self, network: Network) -> None:
        report = make_report(network)
        later = NOW + timedelta(days=30)
        mark_answered(report=report, outcome="verdict", actor=SYSTEM, now=NOW)
        mark_answered(report=report, outcome="answered", actor=SYSTEM, now=later)

        report.refresh_from_db()
        assert (report.answered_at, report.outcome) == (NOW, "answered")
        assert report.readable_until == later + timedelta(days=90)
        assert _tags(report) == ["report:answered", "report:answered"]

    @pytest.mark.parametrize("outcome", ["", "out_of_scope", "archived"])
    def test_other_outcomes_are_no_answer(self, network: Network, outcome: str) -> None:
        with pytest.raises(Refused) as caught:
            mark_answered(report=make_report(network), outcome=outcome, actor=SYSTEM)
        assert caught.value.refusal.code == "intake.outcome"

    @pytest.mark.parametrize("status", list(ReportStatus))
    @pytest.mark.parametrize("action", ["start_review", "answer", "close"])
    def test_every_pair_of_state_and_action(
        self, network: Network, status: ReportStatus, action: str
    ) -> None:
        closed = status is ReportStatus.CLOSED
        done = closed or status is ReportStatus.ANSWERED
        report = make_report(
            network,
            status=status.value,
            explanation=Closing.NOT_CHECKABLE.value if closed else "",
            answered_at=NOW if done else None,
        )
        calls: dict[str, Callable[[], Report]] = {
            "start_review": lambda: start_review(report=report, actor=SYSTEM),
            "answer": lambda: mark_answered(report=report, outcome="verdict", actor=SYSTEM),
            "close": lambda: close_and_delete(
                report=report, explanation=Closing.NOT_CHECKABLE, actor=SYSTEM
            ),
        }
        if REPORT_WORKFLOW.refusal(status, action) is None:
            target = REPORT_WORKFLOW.step(status, action).target
            assert calls[action]().status == target
        else:
            with pytest.raises(Refused):
                calls[action]()
            report.refresh_from_db()
            assert report.status == status
            assert AuditEvent.objects.count() == 0

    def test_the_public_moves_nothing(self, network: Network) -> None:
        report = make_report(network, share_consent=True)
        agency = make_agency(network)
        public = public_actor()
        for call in (
            lambda: start_review(report=report, actor=public),
            lambda: mark_answered(report=report, outcome="verdict", actor=public),
            lambda: close_and_delete(report=report, explanation="not_checkable", actor=public),
            lambda: disclose_report(report=report, agency=agency, actor=public),
            lambda: forget_addresses(report=report, actor=public),
            lambda: discard_pictures(report=report, actor=public),
            lambda: erase_contacts(actor=public),
            lambda: reseal_contacts(actor=public),
        ):
            with pytest.raises(NotVisible):
                call()
        assert AuditEvent.objects.count() == 0


class TestClosing:
    def test_everything_that_was_sent_is_deleted_and_the_rest_stays(
        self,
        network: Network,
        officer: Actor,
        media: Path,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        submitted = submit(
            text="Ông ấy làm việc rất tệ",
            link="https://facebook.com/posts/123456",
            reason="bực",
            images=(picture(), picture()),
            email="ban.doc@example.vn",
        )
        AuditEvent.objects.count()
        with django_capture_on_commit_callbacks(execute=True):
            close_and_delete(
                report=submitted.report,
                explanation=Closing.PROTECTED_EXPRESSION,
                actor=officer,
                now=NOW,
            )

        report = Report.objects.get()
        assert (report.text, report.folded, report.link, report.reason) == ("", "", "", "")
        assert (report.link_digest, report.fingerprint) == ("", "")
        assert (report.status, report.outcome) == ("closed", "out_of_scope")
        assert report.explanation == "protected_expression"
        assert (report.answered_at, report.content_deleted_at) == (NOW, NOW)
        assert report.reference == submitted.report.reference
        assert (ReportImage.objects.count(), Contact.objects.count()) == (0, 0)
        assert StoredFile.objects.filter(deleted_at=NOW).count() == 2
        assert [path for path in media.rglob("*") if path.is_file()] == []
        assert _tags(report) == ["report:received", "report:closed", "report:content_deleted"]
        assert AuditEvent.objects.filter(tag="file:deleted").count() == 2

    def test_the_sender_is_told_by_receipt_and_mail(
        self, network: Network, officer: Actor, settings: Settings
    ) -> None:
        settings.SANGTO_MAIL = "console"
        submitted = submit(text="NỘI-DUNG-RIÊNG", email="ban.doc@example.vn", language="en")
        close_and_delete(report=submitted.report, explanation="protected_expression", actor=officer)

        view = receipt_view(submitted.receipt)
        assert view is not None
        assert view.explanation == CLOSING[Closing.PROTECTED_EXPRESSION]
        assert [step.name for step in view.steps] == ["received", "closed"]

        message = OutboxMessage.objects.get()
        assert sealer().open(message.to_sealed) == "ban.doc@example.vn"
        deliver(message.pk)()
        (sent,) = mail.outbox
        assert sent.to == ["ban.doc@example.vn"]
        assert CLOSING[Closing.PROTECTED_EXPRESSION] in sent.body
        assert submitted.report.reference in sent.subject
        assert "NỘI-DUNG-RIÊNG" not in str(sent.body) + str(sent.subject)
        assert submitted.receipt not in str(sent.body)
        message.refresh_from_db()
        assert message.to_sealed == ""

    def test_without_a_contact_there_is_no_mail(self, network: Network, officer: Actor) -> None:
        close_and_delete(report=submit().report, explanation="not_checkable", actor=officer)
        assert OutboxMessage.objects.count() == 0

    def test_the_second_one_to_close_loses(self, network: Network, officer: Actor) -> None:
        report = submit(email="ban.doc@example.vn").report
        close_and_delete(report=report, explanation="not_checkable", actor=officer)
        with pytest.raises(Refused):
            close_and_delete(report=report, explanation="protected_expression", actor=officer)
        report.refresh_from_db()
        assert report.explanation == "not_checkable"
        assert OutboxMessage.objects.count() == 1

    @pytest.mark.parametrize("explanation", ["", "because", "archived"])
    def test_an_explanation_is_one_of_the_list(
        self, network: Network, officer: Actor, explanation: str
    ) -> None:
        with pytest.raises(Refused) as caught:
            close_and_delete(report=make_report(network), explanation=explanation, actor=officer)
        assert caught.value.refusal.code == "intake.explanation"

    def test_a_retry_of_the_sender_finds_the_closed_report(
        self, network: Network, officer: Actor
    ) -> None:
        first = submit(key="retry-after-closing")
        close_and_delete(report=first.report, explanation="not_checkable", actor=officer)
        again = submit(key="retry-after-closing")
        assert (again.repeated, again.receipt) == (True, first.receipt)
        assert again.report.text == ""

    def test_pictures_alone_can_be_discarded(self, network: Network, officer: Actor) -> None:
        report = submit(images=(picture(),)).report
        assert discard_pictures(report=report, actor=officer) == 1
        assert discard_pictures(report=report, actor=officer) == 0
        assert ReportImage.objects.count() == 0
        assert _tags(report) == ["report:received", "report:pictures_discarded"]
        report.refresh_from_db()
        assert report.text != ""


class TestDisclosure:
    def test_it_takes_the_senders_consent(
        self, network: Network, officer: Actor, agency: Agency
    ) -> None:
        with pytest.raises(Refused) as caught:
            disclose_report(report=make_report(network), agency=agency, actor=officer)
        assert caught.value.refusal.code == "intake.no_consent"
        assert ReportDisclosure.objects.count() == 0

    def test_it_is_recorded_once(self, network: Network, officer: Actor, agency: Agency) -> None:
        report = make_report(network, share_consent=True)
        first = disclose_report(report=report, agency=agency, actor=officer, now=NOW)
        second = disclose_report(report=report, agency=agency, actor=officer)

        assert first == second
        assert (first.granted_at, first.consent_version) == (NOW, report.consent_version)
        (event,) = events_about(report)
        assert event.tag == "report:disclosed"
        assert details_match(event, {"agency": agency.pk, "consent": report.consent_version})

    def test_an_agency_of_another_network_gets_nothing(
        self, network: Network, officer: Actor
    ) -> None:
        stranger = make_agency(make_network())
        with pytest.raises(Refused) as caught:
            disclose_report(
                report=make_report(network, share_consent=True), agency=stranger, actor=officer
            )
        assert caught.value.refusal.code == "intake.other_network"

    def test_deleted_content_is_not_disclosed(
        self, network: Network, officer: Actor, agency: Agency
    ) -> None:
        report = submit(share_consent=True).report
        close_and_delete(report=report, explanation="not_checkable", actor=officer)
        with pytest.raises(Refused) as caught:
            disclose_report(report=report, agency=agency, actor=officer)
        assert caught.value.refusal.code == "intake.content_deleted"


class TestForgetting:
    def test_posts_become_digests_and_other_links_stay(
        self, network: Network, officer: Actor
    ) -> None:
        report = submit(
            text="Xem https://x.com/ai.do/status/123 và http://lua.example/a",
            link="https://x.com/ai.do/status/123",
            reason="ở https://t.me/kenh/45",
        ).report
        forget_addresses(report=report, actor=officer)
        report.refresh_from_db()

        assert "status" not in report.text
        assert report.text.startswith("Xem [#")
        assert report.text.endswith("] và http://lua.example/a")
        assert "t.me" not in report.reason
        assert "status" not in report.folded
        assert (report.link, len(report.link_digest)) == ("", 64)
        assert report.link_digest[:16] in report.text
        assert _tags(report) == ["report:received", "report:addresses_forgotten"]

        forget_addresses(report=report, actor=officer)
        assert _tags(report) == ["report:received", "report:addresses_forgotten"]

    def test_a_domain_of_a_scam_stays_unless_every_link_goes(
        self, network: Network, officer: Actor
    ) -> None:
        report = submit(text="Vào http://lua.example/a", link="http://lua.example/a").report
        forget_addresses(report=report, actor=officer)
        report.refresh_from_db()
        assert report.link == "http://lua.example/a"

        forget_addresses(report=report, actor=officer, every_link=True)
        report.refresh_from_db()
        assert "lua.example" not in report.text + report.link + report.folded
        assert report.link_digest


class TestContacts:
    def test_contacts_whose_time_is_over_are_erased(self, network: Network) -> None:
        over, open_, later = (submit(email=f"b{n}@example.vn").report for n in range(3))
        mark_answered(report=over, outcome="verdict", actor=SYSTEM, now=NOW)
        mark_answered(report=later, outcome="verdict", actor=SYSTEM, now=NOW + timedelta(days=1))
        at = NOW + timedelta(days=90)

        assert erase_contacts(actor=system_actor("retention.sweep"), now=at) == 1
        assert set(Contact.objects.values_list("report_id", flat=True)) == {open_.pk, later.pk}
        assert _tags(over)[-1] == "contact:erased"
        before = AuditEvent.objects.count()
        assert erase_contacts(actor=system_actor("retention.sweep"), now=at) == 0
        assert AuditEvent.objects.count() == before

    def test_more_than_a_batch_is_erased(
        self, network: Network, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sangto.intake.services.contacts._BATCH", 2)
        for number in range(5):
            report = submit(email=f"b{number}@example.vn").report
            mark_answered(report=report, outcome="verdict", actor=SYSTEM, now=NOW)
        assert erase_contacts(actor=SYSTEM, now=NOW + timedelta(days=91)) == 5

    def test_keys_are_rotated(self, network: Network, settings: Settings) -> None:
        settings.SANGTO_SECRET_KEYS = ("old-secret",)
        submit(email="ban.doc@example.vn")
        settings.SANGTO_SECRET_KEYS = ("new-secret", "old-secret")
        assert sealer().open(Contact.objects.get().email_sealed) == "ban.doc@example.vn"

        assert reseal_contacts(actor=operator_actor("rotate")) == (1, 0)
        settings.SANGTO_SECRET_KEYS = ("new-secret",)
        assert sealer().open(Contact.objects.get().email_sealed) == "ban.doc@example.vn"
        assert AuditEvent.objects.filter(tag="contact:resealed").count() == 1

    def test_a_contact_that_no_key_opens_is_counted_and_kept(
        self, network: Network, settings: Settings
    ) -> None:
        submit(email="ban.doc@example.vn")
        settings.SANGTO_SECRET_KEYS = ("lost-all-others",)
        assert reseal_contacts(actor=operator_actor("rotate")) == (0, 1)
        assert Contact.objects.count() == 1


class TestConstraints:
    """The rules stand in the database too, past every service."""

    @pytest.mark.parametrize(
        "values",
        [
            {"content_deleted_at": NOW, "text": "còn"},
            {"content_deleted_at": NOW, "text": "", "folded": "con"},
            {"content_deleted_at": NOW, "text": "", "folded": "", "link": "x.vn"},
            {"content_deleted_at": NOW, "text": "", "folded": "", "reason": "x"},
            {"origin": "archive", "channel": "archive", "status": "received"},
            {"origin": "archive", "channel": "archive", "status": "in_review"},
            {"origin": "archive", "channel": "web", "status": "answered", "answered_at": NOW},
            {"origin": "citizen", "agency": True},
            {"origin": "member_agency"},
            {"origin": "crawler"},
            {"channel": "radio"},
            {"status": "lost"},
            {"outcome": "removed"},
            {"status": "answered"},
            {"status": "received", "answered_at": NOW},
            {"status": "closed", "answered_at": NOW},
            {"status": "closed", "answered_at": NOW, "explanation": "none of the list"},
            {"status": "received", "explanation": "not_checkable"},
        ],
    )
    def test_rows_that_can_not_be(
        self, network: Network, agency: Agency, values: dict[str, object]
    ) -> None:
        if values.get("agency"):
            values = {**values, "agency": agency}
        with pytest.raises(IntegrityError), transaction.atomic():
            make_report(network, **values)

    def test_one_disclosure_an_agency(self, network: Network, agency: Agency) -> None:
        report = make_report(network)
        values = {"report": report, "agency": agency, "granted_at": timezone.now()}
        ReportDisclosure.objects.create(**values)
        with pytest.raises(IntegrityError), transaction.atomic():
            ReportDisclosure.objects.create(**values)
