"""What every text of the room keeps: a length, and nobody's account in it (SCOPE.md 2)."""

from __future__ import annotations

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.verdicts.domain.content import names_an_account


def text_refusal(text: str, field: str, *, most: int, least_words: int = 1) -> Refusal | None:
    """``text`` was cleaned before."""
    if len(text.split()) < least_words:
        return Refusal(
            "handling.text_short",
            gettext_noop("Write it in at least %(words)s words."),
            {"words": least_words},
            field,
        )
    if len(text) > most:
        return Refusal(
            "handling.text_long",
            gettext_noop("This text may have at most %(length)d characters."),
            {"length": most},
            field,
        )
    if names_an_account(text):
        return Refusal(
            "handling.names_an_account",
            gettext_noop("Leave out account names and links to profiles: nobody is named here."),
            {},
            field,
        )
    return None
