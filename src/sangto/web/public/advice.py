"""What to do now, in three steps: by the kind of a verdict, by what a message holds, and for who
has just lost money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from sangto.kernel.categories import Category, IndicatorKind, Rating
from sangto.verdicts.domain.ratings import REASSURING
from sangto.web.public import phones
from sangto.web.public.phones import Phone

#: Overrides and isolates: after them a text, or a link in it, reads differently from what it is.
_TURNING = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


@dataclass(frozen=True, slots=True)
class NowStep:
    """One big step; ``phones`` stand under it as buttons."""

    text: str
    phones: tuple[Phone, ...] = ()


def turns_its_text(text: str) -> bool:
    """Whether invisible characters in it change the direction in which it is read."""
    return not _TURNING.isdisjoint(text)


class Found(Protocol):
    """An indicator in the text, as far as advice needs it."""

    @property
    def kind(self) -> str: ...


def advice_for(indicators: Iterable[Found]) -> list[NowStep]:
    """Three steps for what nobody has checked yet, by what the message holds."""
    kinds = {indicator.kind for indicator in indicators}
    if kinds & {IndicatorKind.ACCOUNT, IndicatorKind.WALLET}:
        first = _("Send no money yet. Who is in a hurry with your money is seldom honest.")
    elif kinds & {IndicatorKind.DOMAIN, IndicatorKind.LINK}:
        first = _(
            "Do not open the link and install nothing from it. Type an address that you know."
        )
    elif IndicatorKind.PHONE in kinds:
        first = _(
            "Do not call that number back. Call the agency or bank by the number on its own site."
        )
    else:
        first = _("Do not act on it and do not pass it on yet.")
    return [
        NowStep(first),
        NowStep(_("Never give anybody a password, an OTP code or a photo of your identity card.")),
        NowStep(
            _(
                "Ask somebody you trust. If money or passwords are gone already, call your bank "
                "at once."
            ),
            (*phones.banks(), *phones.police()),
        ),
    ]


def now_steps(
    category: Category | str, rating: Rating | str, own: Sequence[str] = ()
) -> list[NowStep]:
    """The verdict's own steps where it has some, with the numbers of its kind under the last."""
    kind, found = Category(category), Rating(rating)
    general = _general(kind, found)
    if not own:
        return general
    numbers = tuple(dict.fromkeys(phone for step in general for phone in step.phones))
    last = len(own) - 1
    return [NowStep(text, numbers if place == last else ()) for place, text in enumerate(own)]


def _general(kind: Category, rating: Rating) -> list[NowStep]:
    if rating is Rating.UNVERIFIED:
        return advice_for(())
    if rating in REASSURING:
        return _reassured(kind)
    match kind:
        case Category.FRAUD:
            return [
                NowStep(_("Send no money and read no code out to anybody. Stop answering them.")),
                _bank_step(),
                NowStep(
                    _("Report the number, then block it. If money is gone, tell the police."),
                    (*phones.spam(), *phones.police(), *phones.consumers()),
                ),
            ]
        case Category.MALICIOUS_LINK:
            return [
                NowStep(_("Close that page. Type nothing into it and install nothing from it.")),
                NowStep(
                    _(
                        "You typed a password there? Change it now on the real site, and "
                        "everywhere else you use it. Card or account: call your bank."
                    ),
                    phones.banks(),
                ),
                NowStep(
                    _(
                        "You installed something? Switch the network off, remove it, and call "
                        "your bank from another phone."
                    ),
                    phones.police(),
                ),
            ]
        case Category.IMPERSONATION:
            return [
                NowStep(
                    _(
                        "Do not answer. Real agencies and banks ask for no money, code or app "
                        "in a message or call."
                    )
                ),
                NowStep(_("Ask the real one, by the number on its own site or at its counter.")),
                NowStep(
                    _("Report the account in the app, and warn those who know it."),
                    (*phones.spam(), *phones.police()),
                ),
            ]
        case Category.COMPROMISED_SITE:
            return [
                NowStep(_("Do not open that site for now, and type nothing into it.")),
                NowStep(_("You typed a password there lately? Change it wherever you use it.")),
                NowStep(_("Do what you wanted to do by phone or at the counter instead.")),
            ]
        case _other:
            return [
                NowStep(_("Do not pass it on.")),
                NowStep(_("Somebody you know sent it? Send them this answer, without reproach.")),
                NowStep(
                    _("Do as the sources below say. If somebody is in danger, call for help."),
                    phones.ambulance(),
                ),
            ]


def _reassured(kind: Category) -> list[NowStep]:
    steps = [NowStep(_("You can rely on it, as far as it says exactly the same."))]
    if kind is not Category.FACTUAL_CLAIM:
        steps.append(
            NowStep(_("Compare the address letter by letter with the one in the sources below."))
        )
    else:
        steps.append(NowStep(_("Passing it on? Send the source along.")))
    steps.append(
        NowStep(_("Somebody still asks you for money or a code? Stop, and check that message too."))
    )
    return steps


def _bank_step() -> NowStep:
    numbers = phones.banks()
    if numbers:
        text = _("Money is gone already? Call your bank now and ask it to hold the transfer.")
    else:
        text = _(
            "Money is gone already? Call your bank now, by the number on the back of your card, "
            "and ask it to hold the transfer."
        )
    return NowStep(text, numbers)


def urgent_steps() -> list[NowStep]:
    """For who has just lost money; every minute counts."""
    numbers = phones.banks()
    first = (
        _("Call your bank now: ask it to lock the account and to hold the transfer.")
        if numbers
        else _(
            "Call your bank now, by the number on the back of your card: ask it to lock the "
            "account and to hold the transfer."
        )
    )
    return [
        NowStep(first, numbers),
        NowStep(_("Then tell the police, at the nearest station or by phone."), phones.police()),
        NowStep(
            _(
                "Keep messages and receipts. Pay nobody who promises to get the money back: that "
                "is the next scam."
            )
        ),
    ]
