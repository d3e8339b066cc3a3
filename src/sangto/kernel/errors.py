"""Typed refusals: a decision that says no answers with one of these, never with a bare False."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    """Mark an English message for the catalogue; the door that shows it translates it."""
    return message


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not happen.

    ``code`` is stable and machine-readable (``room.reason``); ``message`` is the English source
    text with ``%(name)s`` placeholders, which doors translate before they fill in ``params``.
    ``field`` names the input that the person can change, when there is one.
    """

    code: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    field: str | None = None

    def __str__(self) -> str:
        return self.message % dict(self.params) if self.params else self.message


class Refused(Exception):  # noqa: N818 - the word of the house, not a fault
    """Raised by a service when the domain refuses; carries the refusal unchanged."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class NotVisible(Refused):
    """The thing does not exist or this actor may not know that it does; both look the same."""

    def __init__(self) -> None:
        super().__init__(Refusal("not_visible", gettext_noop("There is nothing here for you.")))


def insist(refusal: Refusal | None) -> None:
    """Raise :class:`Refused` when there is a refusal; do nothing when there is none."""
    if refusal is not None:
        raise Refused(refusal)
