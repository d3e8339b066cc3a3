"""The closed lists of the room."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sangto.kernel.categories import Category, IndicatorKind


class LinkMethod(StrEnum):
    """How a text was found to repeat a claim, strongest first. ``new`` started the claim."""

    EXACT = "exact"
    LINK = "link"
    DOMAIN = "domain"
    PHONE = "phone"
    ACCOUNT = "account"
    WALLET = "wallet"
    NEAR = "near"
    PICTURE = "picture"
    RETOLD = "retold"
    OFFICER = "officer"
    NEW = "new"


class LinkState(StrEnum):
    AUTO = "auto"
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class SourceKind(StrEnum):
    """What an entry of the index was made from."""

    WORDING = "wording"
    REPORT = "report"


class Decision(StrEnum):
    """What a match allows: an answer at once, or the question "is it one of these?"."""

    ANSWER = "answer"
    SUGGEST = "suggest"


#: Categories whose domains and links may lead to a claim; phones, accounts and wallets are kept
#: in ``fraud`` alone (SCOPE.md 2).
FRAUD_FAMILY: frozenset[Category] = frozenset(
    {
        Category.FRAUD,
        Category.MALICIOUS_LINK,
        Category.IMPERSONATION,
        Category.COMPROMISED_SITE,
    }
)

METHOD_OF_KIND: dict[IndicatorKind, LinkMethod] = {
    kind: LinkMethod(kind.value) for kind in IndicatorKind
}


def values(members: Iterable[StrEnum]) -> list[str]:
    """Plain sorted strings, so that a migration holds no reference to an enum."""
    return sorted(member.value for member in members)
