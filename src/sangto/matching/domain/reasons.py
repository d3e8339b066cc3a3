"""Sentences that explain a match, for doors to translate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """Like a refusal: ``code`` is stable, ``message`` is the English source text with
    ``%(name)s`` placeholders, ``params`` fills them."""

    code: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % dict(self.params)
