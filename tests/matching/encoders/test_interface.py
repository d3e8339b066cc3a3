from __future__ import annotations

from threading import Event, Thread

import numpy as np
import pytest
from numpy.typing import NDArray

from sangto.matching.encoders import interface
from sangto.matching.encoders.interface import EncoderError, OneAtATime, unit


class Lengths(OneAtATime):
    """A text becomes its length and one; claims wait until they are let through."""

    name = "lengths"
    dimension = 2

    def __init__(self) -> None:
        super().__init__()
        self.inside = Event()
        self.let_through = Event()

    def _message(self, text: str) -> NDArray[np.floating]:
        if text == "broken":
            raise RuntimeError("first line\nsecond line")
        return np.array([len(text), 1.0])

    def _claim(self, text: str) -> NDArray[np.floating]:
        self.inside.set()
        assert self.let_through.wait(30)
        return np.array([len(text), 1.0])


def test_a_row_of_length_one_for_each_text() -> None:
    rows = Lengths().messages(["aaa", "bbbb"])

    assert rows.dtype == np.float32
    assert np.allclose(rows, [unit(np.array([3.0, 1.0])), unit(np.array([4.0, 1.0]))])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert Lengths().messages([]).shape == (0, 2)


def test_one_text_at_a_time_and_a_message_does_not_wait_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(interface, "PATIENCE", 0.01)
    lengths = Lengths()
    claims: list[float] = []
    thread = Thread(target=lambda: claims.extend(lengths.claims(["aaa"])[0]))
    thread.start()
    try:
        assert lengths.inside.wait(30)
        with pytest.raises(EncoderError) as caught:
            lengths.messages(["aaa"])
    finally:
        lengths.let_through.set()
        thread.join(30)

    assert caught.value.refusal.code == "encoder.busy"
    assert np.allclose(claims, unit(np.array([3.0, 1.0])))
    assert len(lengths.messages(["aaa"])) == 1


def test_what_goes_wrong_has_one_type_and_leaves_the_way_free() -> None:
    lengths = Lengths()

    with pytest.raises(EncoderError) as caught:
        lengths.messages(["a", "broken"])

    assert caught.value.refusal.code == "encoder.broken"
    assert "first line second line" in str(caught.value)
    assert caught.value.advice
    assert len(lengths.messages(["a"])) == 1


def test_directions() -> None:
    assert unit(np.array([3.0, 4.0])).tolist() == pytest.approx([0.6, 0.8])
    assert unit(np.zeros(2)).tolist() == [0.0, 0.0]
    for bad in (np.nan, np.inf):
        with pytest.raises(ValueError, match="not finite"):
            unit(np.array([bad, 1.0]))
