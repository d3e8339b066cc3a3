"""Decisions about new accounts."""

from __future__ import annotations

import re

from sangto.kernel.errors import Refusal, gettext_noop

_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")


def email_fits(email: str) -> bool:
    return len(email) <= 254 and _EMAIL.fullmatch(email) is not None


def account_refusal(*, email: str, full_name: str, taken: bool) -> Refusal | None:
    """``taken``: an account with this address exists, whatever the case of its letters."""
    if not email_fits(email):
        return Refusal(
            "organisations.email",
            gettext_noop("Write an e-mail address such as nguyen.an@so-y-te.example."),
            {},
            "email",
        )
    if not full_name or len(full_name) > 120:
        return Refusal(
            "organisations.full_name",
            gettext_noop("Write the full name, at most 120 characters."),
            {},
            "full_name",
        )
    if taken:
        return Refusal(
            "organisations.email_taken",
            gettext_noop("There is an account with this e-mail address already."),
            {},
            "email",
        )
    return None
