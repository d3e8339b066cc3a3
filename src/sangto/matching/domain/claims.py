"""Refusals about claims, wordings and indicators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sangto.kernel.categories import Category, IndicatorKind, indicator_refusal
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.matching.domain.links import LINK_LENGTH, canonical_link, is_post_place, is_shared_place
from sangto.matching.domain.numbers import canonical_account, canonical_phone, canonical_wallet
from sangto.matching.domain.signals import Protected, is_official

TITLE_LENGTH = 300
WORDING_LENGTH = 20_000


def title_refusal(title: str, title_en: str) -> Refusal | None:
    if not title:
        return Refusal("claim.no_title", gettext_noop("Write a title for the claim."), {}, "title")
    if max(len(title), len(title_en)) > TITLE_LENGTH:
        return Refusal(
            "claim.long_title",
            gettext_noop("A title has at most %(limit)d characters."),
            {"limit": TITLE_LENGTH},
            "title" if len(title) > TITLE_LENGTH else "title_en",
        )
    return None


def wording_refusal(folded: str, length: int) -> Refusal | None:
    if not folded:
        return Refusal(
            "claim.no_wording", gettext_noop("Write the text of the message."), {}, "text"
        )
    if length > WORDING_LENGTH:
        return Refusal(
            "claim.long_wording",
            gettext_noop("A text has at most %(limit)d characters."),
            {"limit": WORDING_LENGTH},
            "text",
        )
    return None


@dataclass(frozen=True, slots=True)
class Key:
    """An indicator as it is kept: canonical."""

    kind: IndicatorKind
    value: str


def read_indicator(
    category: str, kind: IndicatorKind, value: str, protected: Iterable[Protected]
) -> Key | Refusal:
    """The canonical indicator, or why it may not be kept (SCOPE.md 2).

    Never an address in a place of accounts and posts; a domain neither where strangers share it
    nor where it is protected, unless that site was broken into.
    """
    if category not in set(Category):
        return Refusal(
            "indicator.no_category",
            gettext_noop("Choose the category of the claim first."),
            {},
            "category",
        )
    refusal = indicator_refusal(Category(category), kind)
    if refusal is not None:
        return refusal
    if kind in {IndicatorKind.DOMAIN, IndicatorKind.LINK}:
        return _web_key(Category(category), kind, value, tuple(protected))
    canonical = {
        IndicatorKind.PHONE: canonical_phone,
        IndicatorKind.ACCOUNT: canonical_account,
        IndicatorKind.WALLET: canonical_wallet,
    }[kind](value)
    if canonical is None:
        return Refusal(
            "indicator.unreadable",
            gettext_noop("This can not be read as a number of that kind."),
            {"kind": kind.value},
            "value",
        )
    return Key(kind, canonical)


def _web_key(
    category: Category, kind: IndicatorKind, value: str, protected: tuple[Protected, ...]
) -> Key | Refusal:
    link = canonical_link(value)
    if link is None or len(value) > LINK_LENGTH:
        return Refusal(
            "indicator.unreadable",
            gettext_noop("This can not be read as a link."),
            {"kind": kind.value},
            "value",
        )
    if is_post_place(link):
        return Refusal(
            "indicator.post_address",
            gettext_noop("Addresses of accounts and posts are not kept."),
            {"host": link.host},
            "value",
        )
    if kind is IndicatorKind.LINK:
        return Key(kind, link.address)
    if is_shared_place(link) and link.host == link.domain:
        return Refusal(
            "indicator.shared_domain",
            gettext_noop("Many strangers publish under %(host)s; name the exact link instead."),
            {"host": link.host},
            "value",
        )
    official = is_official(link, protected)
    if official is not None and category is not Category.COMPROMISED_SITE:
        return Refusal(
            "indicator.protected_domain",
            gettext_noop("%(domain)s belongs to %(owner)s and is no sign of a scam."),
            {"domain": official.domain, "owner": official.owner},
            "value",
        )
    return Key(kind, link.host)


def same_claim_refusal(*, same: bool, merged: bool, same_network: bool) -> Refusal | None:
    """Why a report may not move to a claim, or one claim not go up in another."""
    if same:
        return Refusal("claim.same", gettext_noop("This is the same claim already."), {}, "claim")
    if merged or not same_network:
        return Refusal(
            "claim.not_open", gettext_noop("That claim takes no reports any more."), {}, "claim"
        )
    return None
