"""A sentence model of a few hundred bytes: one row of a small table for each known word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save_model
from tokenizers import Tokenizer, models, pre_tokenizers, processors

#: A word and its row; the first one stands before every text.
TABLE: dict[str, tuple[float, float, float]] = {
    "[CLS]": (0.0, 0.0, 2.0),
    "[UNK]": (0.0, 0.0, 0.0),
    "khóa": (1.0, 0.0, 0.0),
    "chặn": (2.0, 0.0, 0.0),
    "mưa": (0.0, 1.0, 0.0),
    "hỏi:": (0.0, 4.0, 0.0),
    "nan": (float("nan"), 0.0, 0.0),
}


def make_model(
    folder: Path,
    *,
    inputs: tuple[str, ...] = ("input_ids", "attention_mask", "token_type_ids"),
    kind: int = TensorProto.INT64,
    output: str = "last_hidden_state",
    pooled: bool = False,
    name: str = "model.onnx",
) -> Path:
    """Returns ``folder``; ``put_beside`` adds the files that say how it is used."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    table = numpy_helper.from_array(np.array(list(TABLE.values()), dtype=np.float32), "table")
    rows = "rows" if pooled else output
    nodes = [helper.make_node("Gather", ["table", "input_ids"], [rows])]
    if pooled:
        nodes.append(helper.make_node("ReduceMax", [rows], [output], axes=[1], keepdims=0))
    graph = helper.make_graph(
        nodes,
        "words",
        [helper.make_tensor_value_info(one, kind, [1, None]) for one in inputs],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
        [table],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    save_model(model, str(folder / name))
    make_tokenizer(folder / "tokenizer.json")
    return folder


def put_beside(folder: Path, file: str, content: Any) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")


def make_tokenizer(path: Path) -> None:
    """It asks for 16 tokens whatever the text, as some that are published do."""
    numbers = {word: number for number, word in enumerate(TABLE)}
    tokenizer = Tokenizer(models.WordLevel(numbers, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A", special_tokens=[("[CLS]", numbers["[CLS]"])]
    )
    tokenizer.enable_padding(length=16, pad_id=numbers["mưa"], pad_token="mưa")
    tokenizer.save(str(path))
