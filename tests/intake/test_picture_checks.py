"""Checking a picture without reporting it: sealed, read by the queue, and gone within minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from sangto.audit.models import AuditEvent
from sangto.documents.domain.picture_text import ReadState
from sangto.documents.models import StoredFile
from sangto.intake.domain.limits import TEXT_LENGTH
from sangto.intake.domain.picture_checks import (
    LIFETIME,
    MOST_WAITING,
    PendingContent,
    packed,
    unpacked,
    with_picture,
)
from sangto.intake.models import PendingReading
from sangto.intake.queries import reading_view
from sangto.intake.services import (
    CHECK_TASK,
    begin_picture_check,
    discard_picture_check,
    erase_picture_checks,
    read_pending,
)
from sangto.intake.services import picture_checks as service
from sangto.kernel.actor import public_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.queue.models import Task
from sangto.queue.services import claim, put
from tests.factories.documents import opened, picture
from tests.factories.reading import looks_of_screen, seen

READS = system_actor("picture.read")
MESSAGE = "Thẻ của quý khách đã bị khóa"

pytestmark = pytest.mark.django_db


def begin(typed: str = "", content: bytes = b"") -> str:
    return begin_picture_check(
        picture=content or picture(size=(60, 40)), typed=typed, actor=public_actor()
    )


def read_it() -> None:
    read_pending(reading_id=PendingReading.objects.latest("pk").pk, actor=READS)()


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    found = seen(
        "09:41 4G 76%",
        "Nguyễn Văn Mẫu",
        MESSAGE,
        codes=["https://nhan.example/a"],
        looks=looks_of_screen(MESSAGE),
    )
    monkeypatch.setattr(service, "read_picture", lambda _content: found)


def test_it_is_kept_sealed_and_nowhere_else() -> None:
    token = begin("Có thật không")
    pending = PendingReading.objects.get()
    assert "Có thật" not in pending.content_sealed
    assert token not in f"{pending.token_digest}{pending.content_sealed}"
    assert StoredFile.objects.count() == 0
    assert AuditEvent.objects.count() == 0
    view = reading_view(token)
    assert view is not None
    assert view.state is ReadState.UNREAD
    assert opened(view.content.picture_bytes).size == (60, 40)
    assert reading_view("another-token") is None


def test_a_large_picture_is_kept_smaller() -> None:
    token = begin(content=picture(size=(4000, 3000)))
    view = reading_view(token)
    assert view is not None
    assert opened(view.content.picture_bytes).size == (1440, 1080)


def test_it_comes_before_what_waits_already() -> None:
    with transaction.atomic():
        put(kind="report.match", key="report.match:1")
    begin()
    lease = claim(worker="w")
    assert lease is not None
    assert lease.kind == CHECK_TASK


def test_what_is_read_replaces_the_picture(machine: None) -> None:
    token = begin("Có thật không")
    read_it()
    view = reading_view(token)
    assert view is not None
    assert view.state is ReadState.READ
    assert view.content.picture == ""
    assert view.content.message == f"Có thật không\n{MESSAGE}\nhttps://nhan.example/a"
    assert view.content.looks == tuple(
        (look.plain, look.inverted) for look in looks_of_screen(MESSAGE)
    )
    assert MESSAGE not in repr(view)


def test_it_is_read_once(machine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    read_it()
    monkeypatch.setattr(service, "read_picture", None)
    read_it()


def test_one_that_was_thrown_away_meanwhile_does_not_come_back(machine: None) -> None:
    token = begin()
    keep = read_pending(reading_id=PendingReading.objects.get().pk, actor=READS)
    assert discard_picture_check(token=token, actor=public_actor())
    keep()
    assert PendingReading.objects.count() == 0
    assert not discard_picture_check(token=token, actor=public_actor())


def test_it_is_over_after_some_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    token = begin()
    later = timezone.now() + LIFETIME + timedelta(seconds=1)
    assert reading_view(token, now=later) is None
    monkeypatch.setattr(service, "read_picture", None)
    read_pending(reading_id=PendingReading.objects.get().pk, actor=READS, now=later)()
    sweep = system_actor("draft.sweep")
    assert erase_picture_checks(actor=sweep) == 0
    assert erase_picture_checks(actor=sweep, now=later) == 1
    assert PendingReading.objects.count() == 0
    assert timedelta(minutes=15) >= LIFETIME


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"junk", "documents.not_a_picture"),
        (picture("PNG", (300, 200))[:90], "documents.damaged_picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9 * 1024 * 1024), "documents.too_many_bytes"),
    ],
)
def test_the_limits_are_those_of_a_report(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        begin(content=content)
    assert caught.value.refusal.code == code
    assert (PendingReading.objects.count(), Task.objects.count()) == (0, 0)


def test_when_too_many_wait_it_asks_for_the_words(machine: None) -> None:
    now = timezone.now()
    PendingReading.objects.bulk_create(
        PendingReading(
            token_digest=str(number),
            content_sealed="",
            created_at=now,
            expires_at=now + timedelta(minutes=1),
        )
        for number in range(MOST_WAITING)
    )
    with pytest.raises(Refused) as caught:
        begin()
    assert caught.value.refusal.code == "intake.pictures_waiting"
    PendingReading.objects.filter(token_digest="0").update(read_state="read")
    assert begin()


def test_a_lost_key_reads_as_nothing() -> None:
    token = begin("Có thật không")
    PendingReading.objects.update(content_sealed="of another key")
    view = reading_view(token)
    assert view is not None
    assert view.content == PendingContent()


def test_only_the_machine_reads() -> None:
    begin()
    with pytest.raises(NotVisible):
        read_pending(reading_id=PendingReading.objects.get().pk, actor=public_actor())
    with pytest.raises(NotVisible):
        erase_picture_checks(actor=public_actor())


def test_the_whole_message_is_at_most_as_long_as_a_report() -> None:
    content = PendingContent(typed="a" * TEXT_LENGTH, text="b" * TEXT_LENGTH)
    assert len(content.message) == TEXT_LENGTH
    assert PendingContent(text="b").message == "b"


def test_it_is_packed_and_unpacked_whole() -> None:
    content = PendingContent("a\0", "", "b\ud800", ("c",), (("0" * 64, "f" * 64),))
    assert unpacked(packed(content)) == content
    assert with_picture("x", b"\x00\xff").picture_bytes == b"\x00\xff"
