"""Reading a picture outside of this process, and whether that can be done here at all."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from sangto.documents.domain.picture_text import (
    CHILD_SECONDS,
    CLOCK_SECONDS,
    NO_PICTURE,
    PictureReading,
    ReadState,
    reading_from,
)

logger = logging.getLogger(__name__)

LANGUAGES = ("vie", "eng")
#: A picture that was stopped by a limit is tried so often in all; a busy machine may be why.
TRIES = 2
_OUTPUT_BYTES = 1_000_000
_STATE_SECONDS = 60.0
_PROGRAM = (sys.executable, "-I", "-m", "sangto.documents.reading_child")


@dataclass(frozen=True, slots=True)
class Reader:
    """``version`` is empty where tesseract is not installed; ``languages`` are those of ours that
    it knows."""

    version: str
    languages: tuple[str, ...]

    @property
    def reads(self) -> bool:
        return bool(self.version and self.languages)

    @property
    def complete(self) -> bool:
        return self.languages == LANGUAGES


_known: tuple[float, Reader] | None = None
_lock = Lock()


def reader() -> Reader:
    """What tesseract can do here; looked at again after a minute, so that it may be installed
    while the desk runs. Never raises."""
    global _known
    with _lock:
        now = time.monotonic()
        if _known is None or now - _known[0] > _STATE_SECONDS:
            _known = (now, _look())
        return _known[1]


def forget_reader() -> None:
    global _known
    with _lock:
        _known = None


def read_picture(content: bytes) -> PictureReading:
    """Text, QR codes and look of a picture; 1–2 seconds for a screenshot, never more than twice
    30. Never raises for any bytes: what went wrong is the state of what comes back."""
    languages = reader().languages
    for _try in range(TRIES):
        found = _once(content, languages)
        if found is not None:
            return found
    return PictureReading(ReadState.GIVEN_UP)


def _once(content: bytes, languages: Sequence[str]) -> PictureReading | None:
    """None when a limit or something else stopped the program."""
    status, output = run_limited([*_PROGRAM, *languages], content)
    if status == NO_PICTURE:
        return PictureReading(ReadState.DAMAGED)
    found = reading_from(output) if status == 0 else None
    if found is None:
        logger.warning("a picture could not be read: the program ended with %s", status)
    return found


def run_limited(
    command: Sequence[str], content: bytes, *, seconds: float = CLOCK_SECONDS
) -> tuple[int, bytes]:
    """How the program ended (minus the signal's number when it was stopped) and what it wrote, at
    most a megabyte. It has no environment but the paths, and is killed with all that it started
    after ``seconds``."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as written:
        given.write(content)
        given.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=given,
            stdout=written,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=_environment(),
            close_fds=True,
            start_new_session=True,
        )
        try:
            status = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            status = -signal.SIGKILL
        finally:
            _end(process)
        written.seek(0)
        return status, written.read(_OUTPUT_BYTES)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of its group goes on, not even when it ended by itself."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=CHILD_SECONDS)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return {**kept, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


def _look() -> Reader:
    program = shutil.which("tesseract")
    if program is None:
        return Reader("", ())
    version = _said(program, "--version").splitlines()
    listed = {line.strip() for line in _said(program, "--list-langs").splitlines()[1:]}
    if not version:
        return Reader("", ())
    name = Path(version[0].strip().split(" ")[-1]).name
    return Reader(name, tuple(one for one in LANGUAGES if one in listed))


def _said(program: str, option: str) -> str:
    try:
        finished = subprocess.run(  # noqa: S603 - the program that the operator installed
            [program, option],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=10,
            check=False,
            env=_environment(),
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return finished.stdout or finished.stderr
