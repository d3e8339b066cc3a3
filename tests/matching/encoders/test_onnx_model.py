from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto

from sangto.matching.encoders.interface import EncoderError
from sangto.matching.encoders.onnx_model import OnnxModel
from tests.factories.encoders import make_model, put_beside


def refused(folder: Path) -> EncoderError:
    with pytest.raises(EncoderError) as caught:
        OnnxModel(folder)
    assert caught.value.advice
    return caught.value


def test_the_mean_of_all_tokens(tmp_path: Path) -> None:
    model = OnnxModel(make_model(tmp_path))

    assert model.dimension == 3
    assert model.name.startswith("onnx:")
    # [CLS] (0, 0, 2) and khóa (1, 0, 0), without what the tokenizer would fill up with.
    expected = np.array([1.0, 0.0, 2.0]) / np.sqrt(5)
    assert np.allclose(model.messages(["khóa"])[0], expected)
    assert np.allclose(model.claims(["khóa"])[0], expected)


def test_the_first_token(tmp_path: Path) -> None:
    put_beside(make_model(tmp_path), "encoder.yaml", "pooling: cls")

    assert OnnxModel(tmp_path).messages(["khóa"])[0].tolist() == [0.0, 0.0, 1.0]


def test_a_model_that_pools_itself(tmp_path: Path) -> None:
    make_model(tmp_path, output="sentence_embedding", pooled=True)
    put_beside(tmp_path, "modules.json", [{"type": "sentence_transformers.models.Dense"}])

    expected = np.array([1.0, 0.0, 2.0]) / np.sqrt(5)
    assert np.allclose(OnnxModel(tmp_path).messages(["khóa"])[0], expected)


def test_each_side_has_its_own_beginning(tmp_path: Path) -> None:
    put_beside(make_model(tmp_path), "encoder.yaml", "message_prefix: 'hỏi: '")
    model = OnnxModel(tmp_path)

    # The mean of [CLS] (0, 0, 2), hỏi: (0, 4, 0) and khóa (1, 0, 0).
    expected = np.array([1.0, 4.0, 2.0]) / np.sqrt(21)
    assert np.allclose(model.messages(["khóa"])[0], expected)
    assert np.allclose(model.claims(["khóa"])[0], np.array([1.0, 0.0, 2.0]) / np.sqrt(5))


def test_a_text_has_the_same_vector_in_any_company(tmp_path: Path) -> None:
    model = OnnxModel(make_model(tmp_path))

    together = model.claims(["khóa", "mưa mưa mưa chặn", ""])

    assert (together[0] == model.claims(["khóa"])[0]).all()
    assert (together[2] == model.claims([""])[0]).all()


def test_long_texts_are_cut(tmp_path: Path) -> None:
    put_beside(make_model(tmp_path), "encoder.yaml", "tokens: 8")
    model = OnnxModel(tmp_path)

    rows = model.messages(["khóa " * 7 + "mưa " * 90, "khóa " * 7, "khóa " * 6 + "mưa"])

    assert (rows[0] == rows[1]).all()
    assert not (rows[1] == rows[2]).all()


@pytest.mark.parametrize("kind", [TensorProto.INT64, TensorProto.INT32])
@pytest.mark.parametrize("inputs", [("input_ids",), ("input_ids", "attention_mask")])
def test_only_what_the_model_asks_for_is_given(
    tmp_path: Path, kind: int, inputs: tuple[str, ...]
) -> None:
    model = OnnxModel(make_model(tmp_path, inputs=inputs, kind=kind))

    assert model.messages(["khóa"]).shape == (1, 3)


def test_a_model_that_asks_for_something_else(tmp_path: Path) -> None:
    error = refused(make_model(tmp_path, inputs=("input_ids", "pixel_values")))

    assert error.refusal.code == "encoder.unfit"
    assert "pixel_values" in str(error)


def test_a_layer_that_the_model_leaves_to_others(tmp_path: Path) -> None:
    make_model(tmp_path)
    put_beside(tmp_path, "modules.json", [{"type": "sentence_transformers.models.Dense"}])

    error = refused(tmp_path)

    assert error.refusal.code == "encoder.unfit"
    assert "Dense" in str(error)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("keep", [0, 60])
def test_files_that_are_cut_off(tmp_path: Path, name: str, keep: int) -> None:
    path = make_model(tmp_path) / name
    path.write_bytes(path.read_bytes()[:keep])

    error = refused(tmp_path)

    assert error.refusal.code == "encoder.broken"
    assert str(tmp_path) in str(error)


def test_numbers_that_are_none(tmp_path: Path) -> None:
    model = OnnxModel(make_model(tmp_path))

    with pytest.raises(EncoderError, match="not finite"):
        model.messages(["nan"])


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_without_the_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    make_model(tmp_path)
    monkeypatch.setitem(sys.modules, package, None)

    error = refused(tmp_path)

    assert error.refusal.code == "encoder.not_installed"
    assert package in str(error)
    assert "sangto[semantic]" in error.advice


def test_nothing_is_sent_and_nothing_left_behind(tmp_path: Path) -> None:
    """onnxruntime would number this machine in the home folder and report to its maker."""
    folder = make_model(tmp_path / "model")
    home = tmp_path / "home"
    home.mkdir()
    program = (
        "import sys; from pathlib import Path;"
        "from sangto.matching.encoders.choice import state_of;"
        "found = state_of(Path(sys.argv[1])).encoder;"
        "print(found.messages(['khóa']).shape)"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    kept.pop("ORT_DISABLE_TELEMETRY", None)

    ended = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        env={**kept, "HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert ended.stdout == "(1, 3)\n"
    assert list(home.rglob("*")) == []
