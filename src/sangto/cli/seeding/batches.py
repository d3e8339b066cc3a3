"""Several steps in one transaction: a disk syncs once for them, and a killed demo loses few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from sangto.audit.services import gathered

BATCH = 25

T = TypeVar("T")


def batched(steps: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(steps), BATCH):
        yield steps[start : start + BATCH]


def together(batch: Sequence[object]) -> AbstractContextManager[None]:
    """One transaction for several steps; a single step, such as the worker's, has its own."""
    return nullcontext() if len(batch) == 1 else gathered()
