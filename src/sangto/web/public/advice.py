"""General advice by what a message contains, for when nothing is known about it yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _

from sangto.kernel.categories import IndicatorKind

#: Overrides and isolates: after them a text, or a link in it, reads differently from what it is.
_TURNING = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


def turns_its_text(text: str) -> bool:
    """Whether invisible characters in it change the direction in which it is read."""
    return not _TURNING.isdisjoint(text)


class Found(Protocol):
    """An indicator in the text, as far as advice needs it."""

    @property
    def kind(self) -> str: ...


def advice_for(indicators: Iterable[Found]) -> list[str]:
    """Two to four short sentences; the kinds found come first, the general ones last."""
    kinds = {indicator.kind for indicator in indicators}
    advice: list[str] = []
    if kinds & {IndicatorKind.DOMAIN, IndicatorKind.LINK}:
        advice.append(
            _("Do not open the link and install nothing from it. Type an address that you know.")
        )
    if kinds & {IndicatorKind.ACCOUNT, IndicatorKind.WALLET}:
        advice.append(_("Send no money yet. Who is in a hurry with your money is seldom honest."))
    if IndicatorKind.PHONE in kinds:
        advice.append(
            _(
                "Do not call that number back. Call the agency or bank by the number on its own "
                "site."
            )
        )
    advice.append(_("Never give anybody a password, an OTP code or a photo of your identity card."))
    advice.append(_("Ask somebody you trust before you act or forward it."))
    return advice
