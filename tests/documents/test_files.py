"""Stored files: whole or not there, deleted with their row kept, swept when nobody names them."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from sangto.audit.queries import events_about
from sangto.audit.services import change
from sangto.documents.domain.files import Purpose
from sangto.documents.models import StoredFile
from sangto.documents.queries import content_of, is_intact, missing_or_changed
from sangto.documents.services import delete_file, keeping, store_file, sweep_orphans
from sangto.documents.storage import StorageUnavailable, path_of, write_bytes
from sangto.kernel.actor import system_actor
from sangto.kernel.errors import NotVisible, Refused
from tests.factories.documents import make_file, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def _files(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_a_file_is_stored_under_a_name_of_its_own(media: Path) -> None:
    with change(system_actor("tests")) as journal:
        file = store_file(
            content=b"%PDF-1.7 report",
            media_type="application/pdf",
            purpose=Purpose.EVIDENCE,
            title="  Thông báo\u202e của\nSở  ",
            journal=journal,
        )

    assert file.title == "Thông báo của Sở"
    assert file.size == 15
    assert file.storage_name.startswith("evidence/")
    assert content_of(file) == b"%PDF-1.7 report"
    assert is_intact(file)
    assert [path.relative_to(media).as_posix() for path in _files(media)] == [file.storage_name]
    assert path_of(file.storage_name).stat().st_mode & 0o077 == 0
    assert [event.tag for event in events_about(file)] == ["file:stored"]


def test_a_screenshot_has_no_name_whatever_the_caller_says() -> None:
    file = store_file(
        content=picture(),
        media_type="image/png",
        purpose=Purpose.SCREENSHOT,
        title="Nguyen Van A - Screenshot.png",
    )
    assert file.title == ""

    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(title="Nguyen Van A.png")


@pytest.mark.parametrize(
    ("purpose", "media_type", "content"),
    [
        (Purpose.SCREENSHOT, "application/pdf", b"%PDF-1.7"),
        (Purpose.SCREENSHOT, "image/png", b"PK\x03\x04"),
        (Purpose.EVIDENCE, "text/html", b"<script>"),
        (Purpose.EVIDENCE, "application/pdf", b"MZ not a pdf"),
        (Purpose.EVIDENCE, "text/plain", b"a\0b"),
        (Purpose.EVIDENCE, "text/plain", b"\xff\xfe"),
        (Purpose.EVIDENCE, "image/jpeg", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_what_is_not_what_it_says_is_refused(
    purpose: Purpose, media_type: str, content: bytes, media: Path
) -> None:
    with pytest.raises(Refused):
        store_file(content=content, media_type=media_type, purpose=purpose)
    assert StoredFile.objects.count() == 0
    assert not media.exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
@pytest.mark.parametrize("step", ["write", "fsync"])
def test_a_full_disk_is_said_and_leaves_nothing(
    number: int, step: str, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> int:
        raise OSError(number, os.strerror(number))

    if step == "fsync":
        monkeypatch.setattr("sangto.documents.storage.os.fsync", full)
    else:
        monkeypatch.setattr("sangto.documents.storage.os.fdopen", full)
    with pytest.raises(StorageUnavailable) as caught:
        make_file()

    expected = "storage_unavailable" if number == errno.EROFS else "disk_full"
    assert caught.value.refusal.code == f"documents.{expected}"
    assert "try again later" in str(caught.value)
    assert StoredFile.objects.count() == 0
    assert _files(media) == []


def test_a_block_that_raises_leaves_no_bytes(media: Path) -> None:
    def interrupted() -> None:
        with keeping([b"one", b"two"], purpose=Purpose.SCREENSHOT) as kept:
            assert len(_files(media)) == len(kept) == 2
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert _files(media) == []


def test_when_the_second_does_not_fit_the_first_goes_too(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def once(*, content: bytes, purpose: Purpose) -> object:
        if written:
            raise OSError(errno.ENOSPC, "full")
        kept = write_bytes(content=content, purpose=purpose)
        written.append(kept.storage_name)
        return kept

    monkeypatch.setattr("sangto.documents.services.files.write_bytes", once)
    with pytest.raises(OSError, match="full"), keeping([b"1", b"2"], purpose=Purpose.EVIDENCE):
        pytest.fail("the block must not begin")

    assert written
    assert _files(media) == []


def test_deletion_keeps_the_row_and_removes_the_bytes_on_commit(
    media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    file = make_file()
    now = timezone.now()
    with (
        django_capture_on_commit_callbacks(execute=True) as callbacks,
        change(system_actor("tests")) as journal,
    ):
        delete_file(file=file, journal=journal, now=now)
        delete_file(file=file, journal=journal, now=now + timedelta(days=1))
        assert len(_files(media)) == 1

    file.refresh_from_db()
    assert len(callbacks) == 1
    assert file.deleted_at == now
    assert _files(media) == []
    assert [event.tag for event in events_about(file)] == ["file:deleted"]
    with pytest.raises(NotVisible):
        content_of(file)


def test_a_deletion_that_is_rolled_back_keeps_the_bytes() -> None:
    file = make_file()

    def rolled_back() -> None:
        with transaction.atomic():
            delete_file(file=file)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        rolled_back()
    file.refresh_from_db()
    assert file.deleted_at is None
    assert is_intact(file)


def test_the_sweep_takes_old_bytes_that_no_living_row_names(media: Path) -> None:
    living, deleted = make_file(), make_file()
    orphan = write_bytes(content=b"orphan", purpose=Purpose.EVIDENCE)
    draft = media / "screenshot" / "aa" / ".aa11.part"
    draft.parent.mkdir(exist_ok=True)
    draft.write_bytes(b"half")
    StoredFile.objects.filter(pk=deleted.pk).update(deleted_at=timezone.now())

    assert sweep_orphans() == 0
    assert sweep_orphans(now=timezone.now() + timedelta(hours=2)) == 3
    assert [path.relative_to(media).as_posix() for path in _files(media)] == [living.storage_name]
    assert orphan.storage_name != living.storage_name


def test_missing_and_changed_bytes_are_found() -> None:
    whole, changed, missing = make_file(), make_file(), make_file()
    path_of(changed.storage_name).write_bytes(b"other")
    path_of(missing.storage_name).unlink()

    assert is_intact(whole)
    assert list(missing_or_changed()) == [changed, missing]
