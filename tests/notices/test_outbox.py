"""Mail: queued with its change, delivered outside it, never dropped silently."""

from __future__ import annotations

import logging
import socket
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from sangto.audit.models import AuditEvent
from sangto.audit.queries import events_about
from sangto.audit.secrets import sealer
from sangto.audit.services import UnrecordedChange, change
from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor, public_actor, system_actor
from sangto.kernel.errors import Refused
from sangto.notices.domain.messages import (
    SUBJECT_LENGTH,
    MessageState,
    header_text,
    message_identifier,
)
from sangto.notices.mail import ConfiguredBackend, mail_server
from sangto.notices.models import OutboxMessage
from sangto.notices.permissions import may_send_again
from sangto.notices.queries import counts_by_state, failed_messages
from sangto.notices.services import (
    DeliveryDelayed,
    deliver,
    forget_failed_addresses,
    queue_mail,
    reseal_waiting,
    send_again,
)
from sangto.queue.models import Task
from tests.factories.notices import mail_sink, make_message

BACKEND = "sangto.notices.mail.ConfiguredBackend"


@pytest.fixture
def by_smtp(settings: Settings) -> Settings:
    settings.EMAIL_BACKEND = BACKEND
    settings.DEFAULT_FROM_EMAIL = "Sáng Tỏ <desk@tinhmau.example>"
    return settings


@pytest.mark.django_db
class TestQueueing:
    def test_the_message_and_its_task_stand_in_the_changes_transaction(self) -> None:
        with pytest.raises(UnrecordedChange), change(system_actor("tests")):
            queue_mail(key="k1", to_sealed="x", language="vi", subject="s", body="b")
        assert (OutboxMessage.objects.count(), Task.objects.count()) == (0, 0)

        message = make_message()
        task = Task.objects.get()
        assert (task.kind, task.payload) == ("notice.deliver", {"message": message.pk})
        assert message.state == MessageState.WAITING

    def test_the_same_occasion_is_told_once(self) -> None:
        make_message(key="verdict:1:report:2")
        with change(system_actor("tests")) as journal:
            journal.nothing_changed()
            again = queue_mail(
                key="verdict:1:report:2", to_sealed="x", language="vi", subject="s", body="b"
            )
        assert again is None
        assert (OutboxMessage.objects.count(), Task.objects.count()) == (1, 1)

    def test_the_address_is_sealed_in_the_row(self) -> None:
        message = make_message(to="ban.doc@example.vn")
        row = OutboxMessage.objects.values().get(pk=message.pk)
        assert "ban.doc" not in repr(row) + repr(message) + str(message)
        assert sealer().open(row["to_sealed"]) == "ban.doc@example.vn"

    def test_headers_can_not_be_injected(self, settings: Settings) -> None:
        settings.SANGTO_MAIL = "console"
        message = make_message(subject="Kết quả\r\nBcc: all@example.vn\n\nX: \u202ey\0")
        deliver(message.pk)()

        sent = mail.outbox[0].message()
        assert message.subject == "Kết quả Bcc: all@example.vn X: y"
        assert sent["Bcc"] is None
        assert mail.outbox[0].recipients() == ["ban.doc@example.vn"]

    def test_a_finished_message_keeps_no_address(self) -> None:
        message = make_message()
        for state, sent_at in [(MessageState.SENT, timezone.now()), (MessageState.DROPPED, None)]:
            with pytest.raises(IntegrityError), transaction.atomic():
                OutboxMessage.objects.filter(pk=message.pk).update(
                    state=state.value, sent_at=sent_at
                )


@pytest.mark.django_db
class TestDelivery:
    def test_a_mail_goes_out_whole(self, by_smtp: Settings) -> None:
        message = make_message(
            subject="Kết quả phản ánh của bạn", body="Đây là lừa đảo.\n.chấm đầu dòng\n"
        )
        with mail_sink() as sink:
            by_smtp.SANGTO_MAIL = sink.address
            settle = deliver(message.pk)
            message.refresh_from_db()
            assert message.state == MessageState.WAITING
            settle()

        (got,) = sink.mails
        assert got["Subject"] == "Kết quả phản ánh của bạn"
        assert got["To"] == "ban.doc@example.vn"
        assert got["From"] == "Sáng Tỏ <desk@tinhmau.example>"
        assert got["Message-ID"] == message_identifier(message.key, "localhost")
        assert got["Auto-Submitted"] == "auto-generated"
        assert got["Content-Language"] == "vi"
        assert got.get_content_type() == "text/plain"
        assert got.get_content().replace("\r\n", "\n") == "Đây là lừa đảo.\n.chấm đầu dòng\n"
        message.refresh_from_db()
        assert (message.state, message.attempts, message.to_sealed) == ("sent", 1, "")
        assert message.sent_at is not None
        assert [event.tag for event in events_about(message)] == ["mail:sent"]

    def test_settling_twice_or_late_marks_once(self, by_smtp: Settings) -> None:
        message = make_message()
        with mail_sink() as sink:
            by_smtp.SANGTO_MAIL = sink.address
            first, second = deliver(message.pk), deliver(message.pk)
            first()
            second()
            deliver(message.pk)()

        assert len(sink.mails) == 2
        assert sink.mails[0]["Message-ID"] == sink.mails[1]["Message-ID"]
        assert AuditEvent.objects.count() == 1

    def test_a_server_that_is_away_is_tried_again(
        self, by_smtp: Settings, caplog: pytest.LogCaptureFixture
    ) -> None:
        message = make_message()
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        by_smtp.SANGTO_MAIL = f"smtp://127.0.0.1:{port}"
        with caplog.at_level(logging.DEBUG), pytest.raises(DeliveryDelayed):
            deliver(message.pk)

        message.refresh_from_db()
        assert (message.state, message.attempts) == ("waiting", 1)
        assert message.last_error == "ConnectionRefusedError"
        with mail_sink() as sink:
            by_smtp.SANGTO_MAIL = sink.address
            deliver(message.pk)()
        message.refresh_from_db()
        assert (message.state, message.attempts, len(sink.mails)) == ("sent", 2, 1)
        assert "ban.doc" not in caplog.text

    @pytest.mark.parametrize("reply", ["450 box is busy", "421 going away"])
    def test_a_refusal_for_now_is_tried_again(self, by_smtp: Settings, reply: str) -> None:
        message = make_message()
        with mail_sink(RCPT=reply) as sink:
            by_smtp.SANGTO_MAIL = sink.address
            with pytest.raises(DeliveryDelayed) as caught:
                deliver(message.pk)

        message.refresh_from_db()
        assert (message.state, message.attempts) == ("waiting", 1)
        assert reply[:3] in message.last_error
        assert "ban.doc" not in str(caught.value) + message.last_error
        assert caught.value.__cause__ is None

    @pytest.mark.parametrize("verb", ["RCPT", "MAIL", "DATA"])
    def test_a_refusal_for_good_is_visible(self, by_smtp: Settings, verb: str) -> None:
        message = make_message()
        with mail_sink(**{verb: "550 no ban.doc@example.vn here"}) as sink:
            by_smtp.SANGTO_MAIL = sink.address
            deliver(message.pk)()

        message.refresh_from_db()
        assert (message.state, message.attempts, message.sent_at) == ("failed", 1, None)
        assert "550" in message.last_error
        assert "ban.doc" not in message.last_error
        assert list(failed_messages()) == [message]
        assert counts_by_state()[MessageState.FAILED] == 1
        assert [event.tag for event in events_about(message)] == ["mail:failed"]

    def test_an_address_that_no_key_opens_is_visible(self, settings: Settings) -> None:
        message = make_message()
        settings.SANGTO_MAIL = "console"
        settings.SANGTO_SECRET_KEYS = ("quite-another-key",)
        deliver(message.pk)()

        message.refresh_from_db()
        assert (message.state, message.last_error) == ("failed", "the address can not be unsealed")

    def test_an_address_with_a_line_break_is_not_sent_to(self, settings: Settings) -> None:
        settings.SANGTO_MAIL = "console"
        message = make_message(to="a@example.vn\nBcc: b@example.vn")
        deliver(message.pk)()

        message.refresh_from_db()
        assert message.state == "failed"
        assert mail.outbox == []

    def test_switched_off_means_dropped_and_seen(self, by_smtp: Settings) -> None:
        by_smtp.SANGTO_MAIL = "off"
        message = make_message()
        deliver(message.pk)()

        message.refresh_from_db()
        assert (message.state, message.to_sealed, message.sent_at) == ("dropped", "", None)
        assert [event.tag for event in events_about(message)] == ["mail:dropped"]

    def test_the_console_shows_the_whole_mail(
        self, by_smtp: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        by_smtp.SANGTO_MAIL = "console"
        message = make_message()
        deliver(message.pk)()

        shown = capsys.readouterr().out
        assert "To: ban.doc@example.vn" in shown
        assert "Subject: Kết quả phản ánh" in shown
        assert "Đây là lừa đảo." in shown
        message.refresh_from_db()
        assert message.state == "sent"

    def test_a_console_that_knows_ascii_only_does_not_stop_it(
        self, by_smtp: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Ascii(StringIO):
            def write(self, text: str) -> int:
                text.encode("ascii")
                return super().write(text)

        stream = Ascii()
        monkeypatch.setattr("sangto.notices.mail.sys.stdout", stream)
        by_smtp.SANGTO_MAIL = "console"
        deliver(make_message().pk)()

        assert "ban.doc@example.vn" in stream.getvalue()


@pytest.mark.django_db
class TestAfterwards:
    def _failed(self) -> OutboxMessage:
        message = make_message()
        OutboxMessage.objects.filter(pk=message.pk).update(state="failed", attempts=1)
        return message

    def test_a_failed_mail_can_go_again(self) -> None:
        message = self._failed()
        send_again(message_id=message.pk, actor=operator_actor("tests"))

        message.refresh_from_db()
        assert message.state == "waiting"
        assert Task.objects.filter(payload={"message": message.pk}).count() == 2
        assert [event.tag for event in events_about(message)] == ["mail:queued"]
        with pytest.raises(Refused) as caught:
            send_again(message_id=message.pk, actor=operator_actor("tests"))
        assert caught.value.refusal.code == "notices.not_failed"

    @pytest.mark.parametrize("lead", [True, False])
    @pytest.mark.parametrize("role", list(Role))
    def test_who_may_send_again(self, role: Role, lead: bool) -> None:
        actor = Actor(ActorKind.STAFF, 1, 1, frozenset({role}), lead)
        expected = lead and role in {Role.DESK_OFFICER, Role.APPROVER, Role.ADMINISTRATOR}
        assert may_send_again(actor) is expected

    def test_the_public_and_jobs_may_not(self) -> None:
        message = self._failed()
        for actor in (public_actor(), system_actor("x")):
            with pytest.raises(Refused):
                send_again(message_id=message.pk, actor=actor)
        message.refresh_from_db()
        assert message.state == "failed"

    def test_addresses_of_failed_mails_are_forgotten_in_time(self, settings: Settings) -> None:
        settings.SANGTO_CONTACT_DAYS = 90
        old, fresh = self._failed(), self._failed()
        waiting = make_message()
        long_ago = timezone.now() - timedelta(days=91)
        OutboxMessage.objects.exclude(pk=fresh.pk).update(created_at=long_ago)

        assert forget_failed_addresses(actor=system_actor("retention.sweep")) == 1
        kept = OutboxMessage.objects.exclude(to_sealed="").values_list("pk", flat=True)
        assert set(kept) == {fresh.pk, waiting.pk}
        assert OutboxMessage.objects.get(pk=old.pk).state == "failed"

    def test_waiting_addresses_follow_the_newest_key(self, settings: Settings) -> None:
        settings.SANGTO_SECRET_KEYS = ("old-key",)
        message = make_message()
        settings.SANGTO_SECRET_KEYS = ("new-key", "old-key")
        assert reseal_waiting(actor=operator_actor("tests")) == 1
        settings.SANGTO_SECRET_KEYS = ("new-key",)
        message.refresh_from_db()
        assert sealer().open(message.to_sealed) == "ban.doc@example.vn"


class TestServerAddress:
    @pytest.mark.parametrize(
        ("address", "host", "port", "ssl", "tls"),
        [
            ("smtp://localhost", "localhost", 25, False, False),
            ("smtp://mail.example", "mail.example", 25, False, False),
            ("smtp://mail.example:587", "mail.example", 587, False, True),
            ("smtp://u:p@mail.example", "mail.example", 25, False, True),
            ("smtp://u:p@127.0.0.1:587", "127.0.0.1", 587, False, False),
            ("smtp://u:p@mail.example?starttls=no", "mail.example", 25, False, False),
            ("smtp://mail.example?starttls=yes", "mail.example", 25, False, True),
            ("smtps://mail.example", "mail.example", 465, True, False),
            ("smtps://mail.example:8465", "mail.example", 8465, True, False),
        ],
    )
    def test_what_an_address_means(
        self, address: str, host: str, port: int, ssl: bool, tls: bool
    ) -> None:
        server = mail_server(address)
        assert (server.host, server.port, server.use_ssl, server.use_tls) == (host, port, ssl, tls)

    def test_passwords_are_decoded_and_not_shown(self) -> None:
        server = mail_server("smtps://desk%40x:p%2Fw@mail.example")
        assert (server.username, server.password) == ("desk@x", "p/w")
        assert "p/w" not in repr(server)

    def test_nothing_is_opened_when_mail_is_off(self, settings: Settings) -> None:
        settings.SANGTO_MAIL = "off"
        backend = ConfiguredBackend()
        assert backend.open() is None
        assert backend.send_messages([mail.EmailMessage("s", "b", "a@b.vn", ["c@d.vn"])]) == 0


@given(st.text())
def test_a_header_is_one_printable_line(text: str) -> None:
    line = header_text(text)
    assert line.isprintable()
    assert len(line) <= SUBJECT_LENGTH
    assert len(line.splitlines()) <= 1
    assert header_text(line) == line


@given(st.text())
def test_an_identifier_is_stable_and_ascii(key: str) -> None:
    identifier = message_identifier(key, "tinhmau.example")
    assert identifier == message_identifier(key, "tinhmau.example")
    assert identifier.isascii()
    assert identifier.isprintable()
