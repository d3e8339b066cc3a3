"""A sentence model of one's own: an ONNX file and its tokenizer, run by onnxruntime."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.matching.encoders.interface import (
    EncoderError,
    OneAtATime,
    broken,
    not_installed,
)
from sangto.matching.encoders.onnx_folder import read_folder
from sangto.matching.encoders.texts import prepared

_TYPES: dict[str, np.dtype[Any]] = {
    "tensor(int64)": np.dtype(np.int64),
    "tensor(int32)": np.dtype(np.int32),
}
_KNOWN_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})
#: Outputs in the order in which they are preferred; else it is the first one.
_POOLED = "sentence_embedding"
_OUTPUTS = (_POOLED, "last_hidden_state", "token_embeddings")


class OnnxModel(OneAtATime):
    """The model of ``folder``. Raises :class:`EncoderError`."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        try:
            self._folder = read_folder(folder)
            self.name = f"onnx:{self._folder.fingerprint()}"
            self._tokenizer = _tokenizer(self._folder.tokenizer, self._folder.tokens)
            self._session = _session(self._folder.model)
            self._inputs = self._known_inputs()
            self._output = self._chosen_output()
            self.dimension = self._measure()
        except EncoderError:
            raise
        except ModuleNotFoundError as error:
            raise not_installed(error.name or "onnxruntime") from error
        except Exception as error:
            raise broken(str(folder), error) from error

    def _message(self, text: str) -> NDArray[np.floating]:
        return self._encode(self._folder.message_prefix + prepared(text))

    def _claim(self, text: str) -> NDArray[np.floating]:
        return self._encode(self._folder.claim_prefix + prepared(text))

    def _encode(self, text: str) -> NDArray[np.floating]:
        read = self._tokenizer.encode(text)
        if not read.ids:
            return np.zeros(self.dimension, dtype=np.float32)
        given = {
            "input_ids": read.ids,
            "attention_mask": read.attention_mask,
            "token_type_ids": read.type_ids,
        }
        feeds = {name: np.array([given[name]], dtype=kind) for name, kind in self._inputs.items()}
        found: NDArray[np.floating] = self._session.run([self._output], feeds)[0][0]
        if found.ndim == 1:
            return found
        if self._folder.further:
            raise _unfit(self._folder.further)
        tokens: NDArray[np.float32] = np.asarray(found, dtype=np.float32)
        vector: NDArray[np.float32] = (
            tokens[0] if self._folder.pooling == "cls" else tokens.mean(axis=0)
        )
        return vector

    def _known_inputs(self) -> dict[str, np.dtype[Any]]:
        asked = {one.name: one.type for one in self._session.get_inputs()}
        for name, kind in asked.items():
            if name not in _KNOWN_INPUTS or kind not in _TYPES:
                raise _unfit(f"{name} {kind}")
        return {name: _TYPES[kind] for name, kind in asked.items()}

    def _chosen_output(self) -> str:
        names = [str(one.name) for one in self._session.get_outputs()]
        return next((name for name in _OUTPUTS if name in names), names[0])


def _tokenizer(path: Path, tokens: int) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(tokens)
    return tokenizer


def _session(path: Path) -> Any:
    """One thread, no memory kept for a longer text than the one at hand, and nothing sent.

    onnxruntime 1.31 gives the machine a number, which it keeps in the home folder, and reports to
    its maker unless this variable is set before it is imported (its Privacy.md).
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _unfit(what: str) -> EncoderError:
    return EncoderError(
        Refusal(
            "encoder.unfit",
            gettext_noop("The sentence model asks for what the desk does not know: %(what)s"),
            {"what": what},
        ),
        gettext_noop("Export it with input_ids, attention_mask, token_type_ids and one output."),
    )
