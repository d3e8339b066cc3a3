"""Reading pictures in a program with limits: what it reads, and what stops it."""

from __future__ import annotations

import io
import json
import shutil
import sys
import time
from pathlib import Path

import pytest
import segno
from PIL import Image

from sangto.documents import reader as reading
from sangto.documents.domain.picture_text import (
    MOST_CODES,
    NO_PICTURE,
    READ_LENGTH,
    ReadState,
    reading_from,
)
from sangto.documents.reader import Reader, read_picture, reader, run_limited
from sangto.kernel.text import folded
from tests.factories.documents import picture
from tests.factories.screens import STYLES, as_jpeg, as_png, reopened, screenshot

MESSAGE = (
    "Thẻ ghi nợ của quý khách đã bị tạm khóa do đăng nhập lạ. Vui lòng xác minh trước 17h hôm nay "
    "để mở lại thẻ. Quá hạn, thẻ sẽ bị hủy và thu phí 550.000đ."
)
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None,
    reason="NO PICTURE IS READ IN THIS RUN: tesseract is not installed (make apt)",
)


@pytest.fixture(autouse=True)
def _looked_at_anew() -> None:
    reading.forget_reader()


def words_read(content: bytes) -> set[str]:
    found = read_picture(content)
    assert found.state is ReadState.READ
    return set(folded(" ".join(found.lines)).split())


@needs_tesseract
@pytest.mark.parametrize("style", STYLES)
def test_every_word_of_a_screenshot_is_read(style: str) -> None:
    """Light letters on a dark ground too."""
    assert set(folded(MESSAGE).split()) <= words_read(as_png(screenshot(MESSAGE, style)))


@needs_tesseract
def test_half_the_size_and_badly_compressed_is_read_nearly_as_well() -> None:
    small = screenshot(MESSAGE).resize((360, 640))
    asked = set(folded(MESSAGE).split())
    assert len(asked & words_read(as_jpeg(small, 20))) >= 0.9 * len(asked)


def code_picture(*texts: str) -> bytes:
    whole = Image.new("L", (600, 400 * len(texts)), 255)
    for place, text in enumerate(texts):
        buffer = io.BytesIO()
        segno.make(text, micro=False, error="m").save(buffer, kind="png", scale=6, border=4)
        whole.paste(reopened(buffer.getvalue()).convert("L"), (40, 400 * place + 10))
    return as_png(whole)


def test_what_qr_codes_hold_is_read() -> None:
    texts = ("https://nhan-qua.example/vong-quay", "00020101021138")
    found = read_picture(code_picture(*texts))
    assert set(found.codes) == set(texts)


def test_without_tesseract_codes_and_look_are_known_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert reader() == Reader("", ())
    assert not reader().reads
    found = read_picture(code_picture("https://nhan-qua.example"))
    assert (found.state, found.lines) == (ReadState.NO_READER, ())
    assert found.codes == ("https://nhan-qua.example",)
    assert len(found.looks) >= 1


@needs_tesseract
def test_a_language_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        reading,
        "_said",
        lambda _program, option: "tesseract 5.3.0" if option == "--version" else "x\neng\nosd",
    )
    found = reader()
    assert (found.version, found.languages) == ("5.3.0", ("eng",))
    assert found.reads
    assert not found.complete


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"junk",
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b"\xff\xd8\xff" + bytes(500),
        picture("GIF"),
        picture("PNG", (300, 200))[:80],
    ],
    ids=["empty", "junk", "no png", "no jpeg", "gif", "cut"],
)
def test_what_is_no_picture_is_said_to_be_damaged(content: bytes) -> None:
    assert read_picture(content).state is ReadState.DAMAGED


def limited(code: str, seconds: float = 20) -> tuple[int, bytes]:
    begin = "from sangto.documents.reading_child import limit_this_process as limit; limit()\n"
    return run_limited([sys.executable, "-I", "-c", begin + code], b"", seconds=seconds)


def test_a_program_that_eats_memory_is_stopped() -> None:
    status, output = limited("print(len(bytearray(3_000_000_000)))")
    assert status != 0
    assert output == b""


def test_a_program_that_takes_too_long_is_killed_with_all_it_started() -> None:
    status, output = limited(
        "import subprocess, sys, time\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid)\n"
        "sys.stdout.flush(); time.sleep(60)",
        seconds=5,
    )
    assert status == -9
    assert any(has_ended(int(output)) for _ in range(100))


def has_ended(process: int) -> bool:
    time.sleep(0.05)
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return True
    return state.rpartition(")")[2].split()[0] in {"Z", "X"}


def test_a_program_that_burns_the_processor_has_its_limit() -> None:
    status, output = limited(
        "import resource, json\n"
        "print(json.dumps({n: resource.getrlimit(getattr(resource, n))"
        " for n in ('RLIMIT_CPU', 'RLIMIT_AS', 'RLIMIT_CORE', 'RLIMIT_FSIZE')}))"
    )
    assert status == 0
    limits = json.loads(output)
    assert limits["RLIMIT_CPU"][1] <= 60
    assert limits["RLIMIT_AS"][1] <= 2_000_000_000
    assert limits["RLIMIT_CORE"] == [0, 0]
    assert limits["RLIMIT_FSIZE"][1] <= 10_000_000


def test_a_program_that_writes_without_end_is_stopped() -> None:
    status, output = limited("import sys\nwhile True: sys.stdout.write('x' * 100_000)")
    assert status != 0
    assert len(output) <= 1_000_000


def test_it_knows_nothing_of_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGTO_SECRET_KEYS", "should-not-be-seen")
    _status, output = limited("import os; print(dict(os.environ), os.getcwd())")
    assert b"should-not-be-seen" not in output
    assert b"'OMP_THREAD_LIMIT': '1'" in output


def test_a_picture_that_stops_the_program_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def stopped(*_args: object, **_kwargs: object) -> tuple[int, bytes]:
        tries.append(1)
        return -9, b""

    monkeypatch.setattr(reading, "run_limited", stopped)
    assert read_picture(picture()).state is ReadState.GIVEN_UP
    assert len(tries) == reading.TRIES


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"{}",
        b"[]",
        b'{"lines": 3}',
        b'{"lines": [1], "codes": [], "looks": []}',
        b'{"lines": [], "codes": [], "looks": [["ab", "cd"]]}',
        b"\xff",
    ],
)
def test_what_the_program_would_never_say_is_not_believed(said: bytes) -> None:
    assert reading_from(said) is None


def test_what_it_says_is_bounded() -> None:
    said = {"lines": ["x" * 900] * 90, "codes": ["c" * 9_000] * 90, "looks": [["0" * 64] * 2] * 9}
    found = reading_from(json.dumps(said).encode())
    assert found is not None
    assert sum(len(line) + 1 for line in found.lines) <= READ_LENGTH + 1
    assert len(found.codes) == MOST_CODES
    assert len(found.looks) == 2


def test_the_number_for_no_picture_is_the_programs_own() -> None:
    status, _output = run_limited([*reading._PROGRAM], b"no picture")
    assert status == NO_PICTURE
