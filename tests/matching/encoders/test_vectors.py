from __future__ import annotations

import numpy as np
import pytest

from sangto.matching.encoders.interface import unit
from sangto.matching.encoders.vectors import from_bytes, to_bytes


def test_two_bytes_a_number_and_hardly_another_direction() -> None:
    random = np.random.default_rng(1)
    for _ in range(50):
        one = unit(random.normal(size=384))
        other = unit(random.normal(size=384))
        kept = to_bytes(one)
        assert len(kept) == 768
        back = from_bytes(kept)
        assert back.dtype == np.float32
        assert abs(float(back @ other) - float(one @ other)) < 0.001


def test_the_order_of_bytes_is_the_same_on_every_machine() -> None:
    assert to_bytes(np.array([1.0, -2.0], dtype=np.float32)) == b"\x00\x3c\x00\xc0"
    assert from_bytes(memoryview(b"\x00\x3c\x00\xc0")).tolist() == [1.0, -2.0]


def test_what_is_no_vector() -> None:
    with pytest.raises(ValueError, match="multiple of element size"):
        from_bytes(b"\x00\x3c\x00")
