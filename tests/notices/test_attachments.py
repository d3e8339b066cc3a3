"""Files and calendar invitations that go with a mail, kept until it went."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import cast

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytest_django import Settings

from sangto.audit.services import change
from sangto.documents.domain.files import Purpose
from sangto.documents.services import delete_file, store_file
from sangto.kernel.actor import operator_actor, system_actor
from sangto.kernel.errors import Refused
from sangto.notices.domain.attachments import (
    MAX_TOTAL_BYTES,
    MailAttachment,
    attachment_name,
    attachments_refusal,
)
from sangto.notices.models import OutboxAttachment, OutboxMessage
from sangto.notices.services import deliver, forget_failed_addresses
from tests.factories.notices import mail_sink, make_message

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Họp\r\nEND:VCALENDAR\r\n".encode()
INVITATION = MailAttachment("hop.ics", "text/calendar", CALENDAR, calendar_method="REQUEST")
LETTER = MailAttachment("Giấy mời 12.pdf", "application/pdf", b"%PDF-1.7 letter")


@pytest.fixture(autouse=True)
def by_smtp(settings: Settings) -> Settings:
    settings.EMAIL_BACKEND = "sangto.notices.mail.ConfiguredBackend"
    settings.DEFAULT_FROM_EMAIL = "Sáng Tỏ <desk@tinhmau.example>"
    return settings


def _sent(message: OutboxMessage, settings: Settings) -> EmailMessage:
    with mail_sink() as sink:
        settings.SANGTO_MAIL = sink.address
        deliver(message.pk)()
    (mail,) = sink.mails
    return mail


@pytest.mark.django_db
class TestOnItsWay:
    def test_an_invitation_is_another_form_of_the_text_and_a_file(self, by_smtp: Settings) -> None:
        message = make_message(body="Mời họp.\n", attachments=[INVITATION, LETTER])
        mail = _sent(message, by_smtp)

        assert mail.get_content_type() == "multipart/mixed"
        first, *files = cast("list[EmailMessage]", list(mail.iter_parts()))
        assert first.get_content_type() == "multipart/alternative"
        text, calendar = cast("list[EmailMessage]", list(first.iter_parts()))
        assert text.get_content_type() == "text/plain"
        assert calendar.get_content_type() == "text/calendar"
        assert dict(calendar["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
        assert calendar.get_content().encode() == CALENDAR
        assert [
            (file.get_content_type(), file.get_filename(), file.get_content_disposition())
            for file in files
        ] == [
            ("application/ics", "hop.ics", "attachment"),
            ("application/pdf", "Giấy mời 12.pdf", "attachment"),
        ]
        assert [file.get_payload(decode=True) for file in files] == [CALENDAR, LETTER.content]
        assert not OutboxAttachment.objects.exists()

    def test_a_stored_file_goes_as_it_is_and_a_deleted_one_stays_away(
        self, by_smtp: Settings
    ) -> None:
        picture = _picture()
        with change(system_actor("tests")) as journal:
            journal.nothing_changed()
            kept, gone = (
                store_file(content=picture, media_type="image/png", purpose=Purpose.EVIDENCE)
                for _ in range(2)
            )
        message = make_message(
            attachments=[
                MailAttachment("a.png", "image/png", stored_file=kept.pk),
                MailAttachment("b.png", "image/png", stored_file=gone.pk),
            ]
        )
        delete_file(file=gone)
        mail = _sent(message, by_smtp)
        assert [part.get_filename() for part in mail.iter_attachments()] == ["a.png"]

    def test_what_failed_keeps_its_files_until_the_address_is_forgotten(
        self, by_smtp: Settings
    ) -> None:
        message = make_message(attachments=[LETTER])
        with mail_sink(RCPT="550 no") as sink:
            by_smtp.SANGTO_MAIL = sink.address
            deliver(message.pk)()
        assert OutboxAttachment.objects.count() == 1

        forget_failed_addresses(
            actor=operator_actor("tests"), now=timezone.now() + timedelta(days=500)
        )
        assert not OutboxAttachment.objects.exists()

    def test_a_mail_that_is_dropped_keeps_none(self, by_smtp: Settings) -> None:
        by_smtp.SANGTO_MAIL = "off"
        deliver(make_message(attachments=[LETTER]).pk)()
        assert not OutboxAttachment.objects.exists()

    def test_ten_megabytes_together_are_the_end(self) -> None:
        half = MailAttachment("a.bin", "application/pdf", b"x" * (MAX_TOTAL_BYTES // 2))
        with pytest.raises(Refused) as caught:
            make_message(attachments=[half, half, LETTER])
        assert caught.value.refusal.code == "notices.attachments_too_large"
        assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    "unsound",
    [
        MailAttachment("a", "text/plain"),
        MailAttachment("a", "text/plain", b"x", stored_file=1),
        MailAttachment("a", "text/plain\r\nBcc: x", b"x"),
        MailAttachment("a", "application/pdf", b"x", calendar_method="REQUEST"),
        MailAttachment("a", "text/calendar", b"x", calendar_method="REQUEST; x=1"),
    ],
)
def test_what_could_not_stand_in_a_mail_is_refused(unsound: MailAttachment) -> None:
    refusal = attachments_refusal([unsound])
    assert refusal is not None
    assert refusal.code == "notices.attachment_unsound"


@given(st.text(max_size=200))
def test_a_file_name_is_one_line_without_folders(name: str) -> None:
    safe = attachment_name(name)
    assert 0 < len(safe) <= 120
    assert safe.isprintable()
    assert not set(safe) & set('\\/:*?"<>|\r\n')


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()
