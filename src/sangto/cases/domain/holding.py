"""How long somebody holds a claim, and what the others are told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sangto.kernel.errors import Refusal, gettext_noop

#: Renewed while the page is open, so this is how long a closed laptop keeps a claim from others.
HOLD_FOR = timedelta(minutes=20)
#: An open page renews this often.
RENEW_EVERY = timedelta(minutes=4)


def alive(until: datetime, now: datetime) -> bool:
    return until > now


def held(*, name: str, until: datetime) -> Refusal:
    """``until`` in the parameters is in local time, for a reader."""
    return Refusal(
        "cases.held",
        gettext_noop(
            "%(name)s is working on this claim, until %(until)s at least. Nothing was changed."
        ),
        {"name": name, "until": f"{until:%H:%M}"},
    )


def not_held() -> Refusal:
    return Refusal(
        "cases.not_held",
        gettext_noop("You do not hold this claim any more, so you can not hand it over."),
    )


def receiver_refusal(*, may_decide: bool, is_self: bool) -> Refusal | None:
    if may_decide and not is_self:
        return None
    return Refusal(
        "cases.hold_receiver",
        gettext_noop("Choose a colleague of your agency who may work on this claim."),
        {},
        "colleague",
    )
