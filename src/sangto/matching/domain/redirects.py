"""Pages that only lead on: the address in their query is the one that counts."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from urllib.parse import unquote

_FULL_ADDRESS = re.compile(r"(?i)https?://[^/?#\s]")


@cache
def _pages() -> dict[str, tuple[str, ...]]:
    """Canonical host and path -> names of the parameters that may hold the address."""
    text = files("sangto.matching.data").joinpath("redirects.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {page: tuple(names) for page, *names in lines}


def target_of(host: str, path: str, query: str) -> str:
    """The address that a redirecting page leads to, or empty. All three are canonical; ``path``
    has no leading slash."""
    if not query:
        return ""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        names = _pages().get(".".join(labels[start:]) + "/" + path)
        if names is not None:
            return _named(names, query)
    return ""


def _named(names: tuple[str, ...], query: str) -> str:
    values = dict(pair.split("=", 1) for pair in reversed(query.split("&")))
    found = (unquote(values.get(name, ""), errors="replace") for name in names)
    return next((value for value in found if _FULL_ADDRESS.match(value)), "")
