"""What a sentence encoder is, and what can be wrong with one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sangto.kernel.errors import Refusal, gettext_noop

Vectors = NDArray[np.float32]

#: What is read of a text. 1,000 characters of Vietnamese are about 240 tokens, and cost 0.3 s.
MOST_CHARACTERS = 1_000
MOST_TOKENS = 256
#: Seconds that a message waits for the text in front of it; then it is matched by words only.
PATIENCE = 1.0


class SentenceEncoder(Protocol):
    """Turns texts into directions: the closer two are, the more alike what they say.

    ``name`` changes whenever vectors made before can no longer be compared with new ones. Rows
    have length 1 and ``dimension`` columns; no text gives no row. Both methods may be called from
    several threads, compute on one, and raise :class:`EncoderError` and nothing else.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def messages(self, texts: Sequence[str]) -> Vectors:
        """What people ask; gives up with ``encoder.busy`` after :data:`PATIENCE` seconds."""
        ...

    def claims(self, texts: Sequence[str]) -> Vectors:
        """What is known; waits as long as it takes."""
        ...


class EncoderError(Exception):
    """Why there is no vector. Both texts are English sources; ``advice`` says what to do."""

    def __init__(self, refusal: Refusal, advice: str = "") -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.advice = advice


class OneAtATime(ABC):
    """One text after the other, whoever asks, so that the other processor stays free.

    The lock is let go between two texts: a message does not wait for a long list of claims.
    """

    name: str
    dimension: int

    def __init__(self) -> None:
        self._lock = Lock()

    def messages(self, texts: Sequence[str]) -> Vectors:
        return self._rows(texts, self._message, PATIENCE)

    def claims(self, texts: Sequence[str]) -> Vectors:
        return self._rows(texts, self._claim, -1)

    @abstractmethod
    def _message(self, text: str) -> NDArray[np.floating]:
        """One vector of any length; called by one thread at a time, may raise anything."""

    @abstractmethod
    def _claim(self, text: str) -> NDArray[np.floating]: ...

    def _rows(
        self, texts: Sequence[str], encode: Callable[[str], NDArray[np.floating]], patience: float
    ) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            if not self._lock.acquire(timeout=patience):
                raise busy()
            try:
                row[:] = unit(encode(text))
            except EncoderError:
                raise
            except Exception as error:
                raise broken(self.name, error) from error
            finally:
                self._lock.release()
        return rows

    def _measure(self) -> int:
        """The length of a vector; a model that can not encode two words is found out here."""
        vector = unit(self._message("xin chào"))
        if vector.ndim != 1 or not vector.size:
            raise ValueError(f"vectors of the shape {vector.shape}")
        return int(vector.size)


def unit(vector: NDArray[np.floating]) -> Vectors:
    """The same direction with length 1; nothing stays nothing. Raises ``ValueError``."""
    vector = np.asarray(vector, dtype=np.float32)
    length = float(np.linalg.norm(vector))
    if not np.isfinite(length):
        raise ValueError("numbers that are not finite")
    return vector / np.float32(length) if length else vector


def busy() -> EncoderError:
    return EncoderError(
        Refusal("encoder.busy", gettext_noop("The sentence model is busy with other texts."))
    )


def broken(name: str, error: Exception) -> EncoderError:
    return EncoderError(
        Refusal(
            "encoder.broken",
            gettext_noop("The sentence model %(name)s does not work: %(error)s"),
            {"name": name, "error": " ".join(str(error).split())[:300] or type(error).__name__},
        ),
        gettext_noop("Install or copy it again, or name another one with SANGTO_SENTENCE_MODEL."),
    )


def not_installed(package: str) -> EncoderError:
    return EncoderError(
        Refusal(
            "encoder.not_installed",
            gettext_noop("The package %(package)s is not installed."),
            {"package": package},
        ),
        gettext_noop("Run `make install-semantic`, or install sangto[semantic]."),
    )
