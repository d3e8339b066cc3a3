"""Optional sentence models: two texts that say the same in other words lie close together.

Without one everything works by words and characters. Nothing here fetches anything: a model is a
package that was installed or a folder on this machine.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.conf import settings

from sangto.matching.encoders.choice import EncoderState, state_of
from sangto.matching.encoders.interface import EncoderError, SentenceEncoder, Vectors
from sangto.matching.encoders.vectors import from_bytes, to_bytes

__all__ = [
    "EncoderError",
    "EncoderState",
    "SentenceEncoder",
    "Vectors",
    "encoder",
    "encoder_state",
    "from_bytes",
    "message_vectors",
    "to_bytes",
]

logger = logging.getLogger(__name__)


def encoder_state() -> EncoderState:
    """What the option SANGTO_SENTENCE_MODEL led to. Never raises."""
    return state_of(settings.SANGTO_SENTENCE_MODEL)


def encoder() -> SentenceEncoder | None:
    """The encoder in use, or None. Never raises."""
    return encoder_state().encoder


def message_vectors(texts: Sequence[str]) -> Vectors | None:
    """One row for each text; None where there is no encoder, or it fails or is busy.

    Never raises: a look-up without vectors goes by words.
    """
    found = encoder()
    try:
        return found.messages(texts) if found is not None else None
    except EncoderError as error:
        level = logging.DEBUG if error.refusal.code == "encoder.busy" else logging.WARNING
        logger.log(level, "a message was matched by its words only: %s", error)
        return None
