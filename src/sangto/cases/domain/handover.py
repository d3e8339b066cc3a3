"""Decisions about the open work of somebody who leaves."""

from __future__ import annotations

from sangto.kernel.errors import Refusal, gettext_noop


def receiver_of_work_refusal(*, is_self: bool) -> Refusal | None:
    if is_self:
        return Refusal(
            "cases.handed_to_self",
            gettext_noop("Choose somebody else than the person who leaves."),
            {},
            "to_user",
        )
    return None


def leaving_refusal(*, open_things: int) -> Refusal | None:
    """Nobody leaves while something open still points to them."""
    if open_things:
        return Refusal(
            "cases.work_left",
            gettext_noop("Hand over what is still open first: %(count)s left."),
            {"count": open_things},
        )
    return None
