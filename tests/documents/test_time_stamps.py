"""Time stamps by RFC 3161, against an OpenSSL service on this machine."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from sangto.audit.queries import events_about
from sangto.documents.domain.files import Purpose
from sangto.documents.domain.time_stamps import StampState
from sangto.documents.models import StoredFile, TimeStamp
from sangto.documents.queries import stamp_of
from sangto.documents.services import STAMP_TASK, stamp_task, store_file
from sangto.documents.storage import path_of
from sangto.documents.time_stamping import Sender, StampRefused, ask_for_stamp, read_stamp
from sangto.queue.models import Task

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is missing")
TEXT = "Bằng chứng".encode()

CONFIG = """
[tsa]
default_tsa = tsa_config
[tsa_config]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sender, bytes]:
    """What answers a request, and the root that it is trusted by."""
    folder = tmp_path_factory.mktemp("tsa")

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem",
        "-days", "30", "-subj", "/CN=Goc Mau",
    )  # fmt: skip
    openssl(
        "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr",
        "-subj", "/CN=Dau thoi gian Mau",
    )  # fmt: skip
    (folder / "ext").write_text(
        "extendedKeyUsage=critical,timeStamping\nkeyUsage=digitalSignature\n"
    )
    openssl(
        "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-days", "30",
        "-CAcreateserial", "-extfile", "ext", "-out", "tsa.pem",
    )  # fmt: skip
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))

    def send(request: bytes) -> bytes:
        (folder / "request.tsq").write_bytes(request)
        openssl(
            "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "request.tsq", "-out", "reply.tsr"
        )
        return (folder / "reply.tsr").read_bytes()

    return send, (folder / "root.pem").read_bytes()


def test_a_stamp_is_asked_for_kept_and_verified(service: tuple[Sender, bytes]) -> None:
    send, roots = service
    token = ask_for_stamp(TEXT, send)
    held = read_stamp(token, TEXT, roots)
    assert (held.state, held.at is not None) == (StampState.HOLDS, True)
    assert read_stamp(token, TEXT).state is StampState.UNTRUSTED
    assert read_stamp(token, TEXT + b"!", roots).state is StampState.BROKEN
    changed = token[:-40] + bytes([token[-40] ^ 1]) + token[-39:]
    assert read_stamp(changed, TEXT, roots).state is StampState.BROKEN
    assert read_stamp(b"no token", TEXT, roots).state is StampState.BROKEN


def test_only_the_digest_leaves_the_house(service: tuple[Sender, bytes]) -> None:
    sent: list[bytes] = []

    def watched(request: bytes) -> bytes:
        sent.append(request)
        return service[0](request)

    ask_for_stamp(TEXT, watched)
    assert TEXT not in sent[0]
    assert len(sent[0]) < 100


def test_an_answer_to_another_question_is_refused(service: tuple[Sender, bytes]) -> None:
    send, _roots = service
    old = send(_request(send))
    for answer in (b"", b"<html>", b"0" * 200_000, old):
        with pytest.raises(StampRefused):
            ask_for_stamp(TEXT, _always(answer))


def _request(send: Sender) -> bytes:
    seen: list[bytes] = []

    def watched(request: bytes) -> bytes:
        seen.append(request)
        return send(request)

    ask_for_stamp(TEXT, watched)
    return seen[0]


def _always(answer: bytes) -> Callable[[bytes], bytes]:
    return lambda _request: answer


def stored(purpose: Purpose = Purpose.EVIDENCE) -> StoredFile:
    content = b"%PDF-1.7 scan" if purpose is not Purpose.EVIDENCE else TEXT
    kind = "application/pdf" if purpose is not Purpose.EVIDENCE else "text/plain"
    with transaction.atomic():
        return store_file(content=content, media_type=kind, purpose=purpose)


@pytest.mark.django_db
def test_evidence_is_stamped_where_a_service_is_configured(
    service: tuple[Sender, bytes], settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    stored()
    assert not Task.objects.filter(kind=STAMP_TASK).exists()
    settings.SANGTO_TIMESTAMP_URL = "https://tsa.example/tsr"
    settings.SANGTO_TIMESTAMP_ROOTS = tmp_path / "roots.pem"
    (tmp_path / "roots.pem").write_bytes(service[1])
    stored(Purpose.OFFICIAL)
    assert not Task.objects.filter(kind=STAMP_TASK).exists()
    scan, evidence = stored(Purpose.LETTER_SCAN), stored()
    assert [task.payload for task in Task.objects.filter(kind=STAMP_TASK).order_by("id")] == [
        {"file": scan.pk},
        {"file": evidence.pk},
    ]

    def away(_request: bytes) -> bytes:
        raise OSError("the service is away")

    with pytest.raises(OSError, match="away"):
        stamp_task(evidence.pk, away)
    assert stamp_of(evidence) is None
    late = stamp_task(evidence.pk, service[0])
    stamp_task(evidence.pk, service[0])()
    late()
    stamp_task(evidence.pk, away)()
    assert TimeStamp.objects.count() == 1
    assert [event.tag for event in events_about(evidence)] == ["file:timestamped"]
    shown = stamp_of(evidence)
    assert shown is not None
    assert (shown.service, shown.reading.state) == ("tsa.example", StampState.HOLDS)
    path_of(evidence.storage_name).write_bytes(b"other")
    changed = stamp_of(evidence)
    assert changed is not None
    assert changed.reading.state is StampState.BROKEN
