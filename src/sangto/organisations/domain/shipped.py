"""The charters that come with the product."""

from __future__ import annotations

from importlib.resources import files

SHIPPED: tuple[str, ...] = ("dak-nong-2021", "quang-binh-2019", "tinh-mau")


def shipped_charter(name: str) -> str:
    """The text of a charter by its name. Raises ``KeyError`` for one that is not shipped."""
    if name not in SHIPPED:
        raise KeyError(name)
    path = files("sangto.organisations") / "charters" / f"{name}.yaml"
    return path.read_text(encoding="utf-8")
