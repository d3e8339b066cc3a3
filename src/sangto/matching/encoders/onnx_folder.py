"""What stands beside an ONNX model: how its texts begin, how long they are, how it is pooled.

Folders of sentence-transformers are read as they are; ``encoder.yaml`` says it for all others and
goes before what the other files say.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.matching.encoders.interface import MOST_TOKENS, EncoderError

_MODELS = ("model.onnx", "onnx/model.onnx")
_WEIGHTS = ("{}_data", "{}.data")
_KNOWN_PARTS = frozenset({"Transformer", "Pooling", "Normalize"})

Pooling = Literal["mean", "cls"]


class _Said(BaseModel):
    """``encoder.yaml``; what it leaves out comes from the other files."""

    model_config = ConfigDict(extra="forbid", strict=True)

    model: str | None = None
    pooling: Pooling | None = None
    message_prefix: str | None = None
    claim_prefix: str | None = None
    tokens: int | None = Field(default=None, ge=8)


@dataclass(frozen=True, slots=True)
class OnnxFolder:
    """``further`` is a layer behind the pooling, which only the model itself can hold."""

    model: Path
    tokenizer: Path
    pooling: Pooling
    message_prefix: str
    claim_prefix: str
    tokens: int
    further: str

    def fingerprint(self) -> str:
        """Twelve hexadecimal digits of everything that changes a vector. Reads all files."""
        digest = hashlib.sha256()
        weights = (self.model.with_name(name.format(self.model.name)) for name in _WEIGHTS)
        for path in (self.model, self.tokenizer, *(path for path in weights if path.exists())):
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        said = {name: value for name, value in asdict(self).items() if isinstance(value, str | int)}
        digest.update(json.dumps(said, sort_keys=True).encode())
        return digest.hexdigest()[:12]


def read_folder(folder: Path) -> OnnxFolder:
    """Raises :class:`EncoderError` and, where a file can not be read, ``OSError``."""
    if not folder.is_dir():
        raise EncoderError(
            Refusal(
                "encoder.no_folder",
                gettext_noop("There is no folder %(folder)s."),
                {"folder": folder},
            ),
            gettext_noop("Correct SANGTO_SENTENCE_MODEL, or set it to none."),
        )
    said = _said(folder)
    models = (said.model,) if said.model else _MODELS
    model = next((folder / name for name in models if (folder / name).is_file()), None)
    if model is None:
        raise _missing(folder / models[0])
    if not (folder / "tokenizer.json").is_file():
        raise _missing(folder / "tokenizer.json")
    prompts = _object(folder, "config_sentence_transformers.json").get("prompts")
    prompts = prompts if isinstance(prompts, Mapping) else {}
    return OnnxFolder(
        model=model,
        tokenizer=folder / "tokenizer.json",
        pooling=said.pooling or _pooling(folder),
        message_prefix=_first(said.message_prefix, prompts.get("query")),
        claim_prefix=_first(said.claim_prefix, prompts.get("passage"), prompts.get("document")),
        tokens=min([MOST_TOKENS, *([said.tokens] if said.tokens else _lengths(folder))]),
        further=_further(folder),
    )


def _said(folder: Path) -> _Said:
    path = folder / "encoder.yaml"
    if not path.exists():
        return _Said()
    try:
        return _Said.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _unreadable(path, f"{where}: {first['msg']}".removeprefix(": ")) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from error


def _json(folder: Path, name: str) -> Any:
    path = folder / name
    if not path.exists():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise _unreadable(path, str(error)) from error


def _object(folder: Path, name: str) -> Mapping[str, Any]:
    found = _json(folder, name)
    return found if isinstance(found, Mapping) else {}


def _pooling(folder: Path) -> Pooling:
    """The mean of all tokens unless the folder says that the first one stands for the text."""
    found = _object(folder, "1_Pooling/config.json")
    ways = {name.removeprefix("pooling_mode_") for name, on in found.items() if on is True}
    ways.add(str(found.get("pooling_mode", "")))
    if ways & {"cls", "cls_token"}:
        return "cls"
    others = ways & {"max", "max_tokens", "lasttoken", "weightedmean", "weightedmean_tokens"}
    others |= ways & {"weightedmean_token", "mean_sqrt_len_tokens"}
    if others:
        raise _unreadable(folder / "1_Pooling/config.json", f"{min(others)}: mean, cls")
    return "mean"


def _lengths(folder: Path) -> Iterator[int]:
    """How many tokens a text may have; some say 10^30 for “any number”."""
    for name, key in (
        ("sentence_bert_config.json", "max_seq_length"),
        ("tokenizer_config.json", "model_max_length"),
        ("config.json", "max_position_embeddings"),
    ):
        value = _object(folder, name).get(key)
        if isinstance(value, int | float) and value >= 8:
            yield int(value)


def _further(folder: Path) -> str:
    parts = _json(folder, "modules.json")
    for part in parts if isinstance(parts, list) else []:
        kind = str(part.get("type", "")) if isinstance(part, Mapping) else ""
        if kind.rpartition(".")[2] not in _KNOWN_PARTS:
            return kind
    return ""


def _first(*values: object) -> str:
    return next((value for value in values if isinstance(value, str)), "")


def _missing(path: Path) -> EncoderError:
    return EncoderError(
        Refusal(
            "encoder.no_file",
            gettext_noop("The sentence model lacks the file %(path)s."),
            {"path": path},
        ),
        gettext_noop("Put model.onnx and tokenizer.json into the folder."),
    )


def _unreadable(path: Path, reason: str) -> EncoderError:
    return EncoderError(
        Refusal(
            "encoder.bad_settings",
            gettext_noop("%(path)s can not be used: %(reason)s"),
            {"path": path, "reason": " ".join(reason.split())[:300]},
        ),
        gettext_noop("Correct the file; docs/admin/matching.md says what it may hold."),
    )
