from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sangto.matching.encoders.interface import MOST_TOKENS, EncoderError
from sangto.matching.encoders.onnx_folder import read_folder
from tests.factories.encoders import put_beside


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.onnx").write_bytes(b"model")
    (tmp_path / "tokenizer.json").write_bytes(b"{}")
    return tmp_path


def refused(folder: Path) -> EncoderError:
    with pytest.raises(EncoderError) as caught:
        read_folder(folder)
    assert caught.value.advice
    return caught.value


def test_nothing_beside(folder: Path) -> None:
    read = read_folder(folder)

    assert (read.model, read.tokenizer) == (folder / "model.onnx", folder / "tokenizer.json")
    assert (read.pooling, read.tokens, read.further) == ("mean", MOST_TOKENS, "")
    assert (read.message_prefix, read.claim_prefix) == ("", "")


def test_a_folder_of_sentence_transformers(folder: Path) -> None:
    put_beside(folder, "1_Pooling/config.json", {"pooling_mode_cls_token": True})
    put_beside(folder, "sentence_bert_config.json", {"max_seq_length": 128})
    put_beside(folder, "tokenizer_config.json", {"model_max_length": 1e30})
    prompts = {"query": "query: ", "document": "passage: "}
    put_beside(folder, "config_sentence_transformers.json", {"prompts": prompts})
    kinds = ["sentence_transformers.models.Transformer", "sentence_transformers.models.Pooling"]
    put_beside(folder, "modules.json", [{"type": kind} for kind in kinds])

    read = read_folder(folder)

    assert (read.pooling, read.tokens, read.further) == ("cls", 128, "")
    assert (read.message_prefix, read.claim_prefix) == ("query: ", "passage: ")


def test_what_we_say_goes_first(folder: Path) -> None:
    put_beside(folder, "1_Pooling/config.json", {"pooling_mode": "cls"})
    put_beside(folder, "sentence_bert_config.json", {"max_seq_length": 128})
    (folder / "small.onnx").write_bytes(b"small")
    own = "model: small.onnx\npooling: mean\nmessage_prefix: 'hỏi: '\ntokens: 64\n"
    put_beside(folder, "encoder.yaml", own)

    read = read_folder(folder)

    assert read.model == folder / "small.onnx"
    assert (read.pooling, read.tokens) == ("mean", 64)
    assert (read.message_prefix, read.claim_prefix) == ("hỏi: ", "")


def test_a_model_in_the_folder_onnx(folder: Path) -> None:
    (folder / "onnx").mkdir()
    (folder / "model.onnx").rename(folder / "onnx" / "model.onnx")

    assert read_folder(folder).model == folder / "onnx" / "model.onnx"


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_missing(folder: Path, name: str) -> None:
    (folder / name).unlink()

    error = refused(folder)

    assert error.refusal.code == "encoder.no_file"
    assert str(folder / name) in str(error)


def test_no_folder(folder: Path) -> None:
    for path in (folder / "other", folder / "model.onnx"):
        error = refused(path)
        assert error.refusal.code == "encoder.no_folder"
        assert str(path) in str(error)


BAD: list[tuple[str, Any, str]] = [
    ("encoder.yaml", "poling: mean", "poling"),
    ("encoder.yaml", "pooling: max", "pooling"),
    ("encoder.yaml", "tokens: many", "tokens"),
    ("encoder.yaml", "tokens: 1", "tokens"),
    ("encoder.yaml", "- mean", "dictionary"),
    ("encoder.yaml", "pooling: [", "flow"),
    ("1_Pooling/config.json", {"pooling_mode_max_tokens": True}, "max_tokens"),
    ("1_Pooling/config.json", {"pooling_mode": "lasttoken"}, "lasttoken"),
    ("sentence_bert_config.json", "{", "line 1"),
]


@pytest.mark.parametrize(("file", "content", "words"), BAD)
def test_files_that_can_not_be_used(folder: Path, file: str, content: Any, words: str) -> None:
    put_beside(folder, file, content)

    error = refused(folder)

    assert error.refusal.code == "encoder.bad_settings"
    assert str(folder / file) in str(error)
    assert words in str(error)


def test_the_fingerprint_changes_with_whatever_changes_vectors(folder: Path) -> None:
    seen = {read_folder(folder).fingerprint()}

    def changed() -> bool:
        before = len(seen)
        seen.add(read_folder(folder).fingerprint())
        return len(seen) > before

    assert not changed()
    put_beside(folder, "README.md", "words")
    assert not changed()
    put_beside(folder, "encoder.yaml", "claim_prefix: 'passage: '")
    assert changed()
    put_beside(folder, "tokenizer.json", "{ }")
    assert changed()
    put_beside(folder, "model.onnx_data", "weights")
    assert changed()
    put_beside(folder, "model.onnx", "other")
    assert changed()
    assert all(len(one) == 12 for one in seen)


def test_the_fingerprint_does_not_depend_on_the_place(folder: Path, tmp_path: Path) -> None:
    before = read_folder(folder).fingerprint()
    other = tmp_path / "other"
    other.mkdir()
    for name in ("model.onnx", "tokenizer.json"):
        (folder / name).rename(other / name)

    assert read_folder(other).fingerprint() == before
