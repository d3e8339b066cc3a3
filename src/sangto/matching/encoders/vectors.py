"""Vectors as the database keeps them: half-precision numbers, little-endian."""

from __future__ import annotations

import numpy as np

from sangto.matching.encoders.interface import Vectors


def to_bytes(vector: Vectors) -> bytes:
    """Two bytes a number; a cosine changes by less than 0.001."""
    return np.asarray(vector, dtype="<f2").tobytes()


def from_bytes(data: bytes | memoryview) -> Vectors:
    """The vector again; several that stand behind each other give one long one.

    Raises ``ValueError`` for an odd number of bytes.
    """
    return np.frombuffer(data, dtype="<f2").astype(np.float32)
