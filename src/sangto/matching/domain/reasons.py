"""Sentences that explain a match."""

from __future__ import annotations

from collections.abc import Mapping


class Reason(str):
    """The filled-in English sentence; doors translate ``message`` and fill in ``params``.

    ``code`` is stable (``match.…`` what is shared, ``changed.…`` what is new, ``doubt.…`` what a
    person has to look at, ``link.…`` what an address gives away).
    """

    __slots__ = ("code", "message", "params")

    code: str
    message: str
    params: Mapping[str, object]

    def __new__(cls, code: str, message: str, params: Mapping[str, object] | None = None) -> Reason:
        filled = dict(params or {})
        reason = super().__new__(cls, message % filled if filled else message)
        reason.code = code
        reason.message = message
        reason.params = filled
        return reason
