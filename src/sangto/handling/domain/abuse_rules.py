"""What an abuse report needs before it is written, approved and sent (SCOPE.md 5, 6 and 9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sangto.handling.domain.abuse import (
    EVIDENCE_BYTES,
    FACTS_LENGTH,
    FORMATS,
    GROUNDS,
    MOST_EVIDENCE,
    OWNER_TOLD_DAYS,
    STATEMENT_LENGTH,
    AbuseFormat,
    AbuseGround,
    ProviderKind,
    TargetKind,
)
from sangto.handling.domain.abuse_targets import category_refusal
from sangto.kernel.categories import Category, Rating
from sangto.kernel.errors import Refusal, gettext_noop

MIN_FACT_WORDS = 5
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class AbuseContent:
    """What a person writes. Empty texts and None mean: not said. ``address`` is as it was written;
    ``provider_kind`` and ``format`` come from the contact that is chosen."""

    ground: str
    target_kind: TargetKind
    address: str
    facts: str
    malware_sha256: str = ""
    victim_statement: str = ""
    solicitation: str = ""
    not_a_parody: bool = False
    owner_told_on: date | None = None
    owner_told_how: str = ""


def content_refusal(
    category: Category | None,
    content: AbuseContent,
    *,
    provider_kind: ProviderKind,
    format: AbuseFormat,  # noqa: A002 - the word of the formats themselves
    today: date,
) -> Refusal | None:
    """Why it may not even be a draft: what it is about does not belong into such a report."""
    refused = category_refusal(category)
    if refused is not None:
        return refused
    assert category is not None  # noqa: S101 - refused above
    return (
        _ground_refusal(category, content)
        or _facts_refusal(content)
        or _provider_refusal(content.target_kind, provider_kind, format)
        or _impersonation_refusal(category, content)
        or _owner_refusal(category, content, today=today)
    )


def _ground_refusal(category: Category, content: AbuseContent) -> Refusal | None:
    if not content.ground or content.ground not in set(AbuseGround):
        return Refusal(
            "abuse.no_ground",
            gettext_noop(
                "Choose the ground: what can be seen on the target itself. Without one there is "
                "no such report."
            ),
            {},
            "ground",
        )
    if AbuseGround(content.ground) not in GROUNDS[category]:
        return Refusal(
            "abuse.ground_of_another_category",
            gettext_noop("The ground “%(ground)s” does not exist for the category “%(category)s”."),
            {"ground": content.ground, "category": category.value},
            "ground",
        )
    needs = content.ground == AbuseGround.MALWARE_HASH
    if needs and _SHA256.fullmatch(content.malware_sha256) is None:
        return Refusal(
            "abuse.no_hash",
            gettext_noop("Write the SHA-256 of the harmful file: 64 digits and letters a to f."),
            {},
            "malware_sha256",
        )
    return None


def _facts_refusal(content: AbuseContent) -> Refusal | None:
    if len(content.facts.split()) < MIN_FACT_WORDS:
        return Refusal(
            "abuse.no_facts",
            gettext_noop("Say what can be seen there, so that the provider can look for itself."),
            {},
            "facts",
        )
    for name, text, limit in (
        ("facts", content.facts, FACTS_LENGTH),
        ("victim_statement", content.victim_statement, STATEMENT_LENGTH),
        ("owner_told_how", content.owner_told_how, STATEMENT_LENGTH),
    ):
        if len(text) > limit:
            return Refusal(
                "abuse.too_long",
                gettext_noop("This text may have at most %(length)d characters."),
                {"length": limit},
                name,
            )
    return None


def _provider_refusal(
    kind: TargetKind, provider: ProviderKind, chosen: AbuseFormat
) -> Refusal | None:
    if (kind is TargetKind.ACCOUNT) != (provider is ProviderKind.PLATFORM):
        return Refusal(
            "abuse.other_provider",
            gettext_noop(
                "An account is reported to its platform, everything else to a host or registrar."
            ),
            {},
            "provider",
        )
    if kind is TargetKind.PAGE and provider is ProviderKind.REGISTRAR:
        return Refusal(
            "abuse.page_to_registrar",
            gettext_noop("A registrar can only act on a domain. A page is reported to its host."),
            {},
            "provider",
        )
    if chosen not in FORMATS[kind]:
        return Refusal(
            "abuse.format",
            gettext_noop("The format “%(format)s” can not tell of this kind of target."),
            {"format": chosen.value},
            "provider",
        )
    return None


def _impersonation_refusal(category: Category, content: AbuseContent) -> Refusal | None:
    if category is not Category.IMPERSONATION:
        return None
    if not content.not_a_parody:
        return Refusal(
            "abuse.parody",
            gettext_noop(
                "Make sure that it is no parody, satire or fan page, and record it. A parody is "
                "protected expression and is never reported."
            ),
            {},
            "not_a_parody",
        )
    if not content.victim_statement:
        return Refusal(
            "abuse.no_statement",
            gettext_noop(
                "Write down what the person or agency that is impersonated stated, and when."
            ),
            {},
            "victim_statement",
        )
    if not content.solicitation:
        return Refusal(
            "abuse.no_solicitation",
            gettext_noop("Say what it asks people for. Somebody who asks for nothing is no fraud."),
            {},
            "solicitation",
        )
    return None


def _owner_refusal(category: Category, content: AbuseContent, *, today: date) -> Refusal | None:
    if category is not Category.COMPROMISED_SITE:
        return None
    if content.owner_told_on is None or not content.owner_told_how:
        return Refusal(
            "abuse.owner_not_told",
            gettext_noop("Tell the owner of the site first, and write down when and how."),
            {},
            "owner_told_on",
        )
    if content.owner_told_on > today:
        return Refusal(
            "abuse.owner_told_in_the_future",
            gettext_noop("The owner can not have been told on a day that is still to come."),
            {},
            "owner_told_on",
        )
    return None


def owner_time_refusal(owner_told_on: date | None, *, today: date) -> Refusal | None:
    """The owner of a broken-in site gets three days to clean up before anybody else is told."""
    if owner_told_on is None or owner_told_on + timedelta(days=OWNER_TOLD_DAYS) <= today:
        return None
    return Refusal(
        "abuse.owner_needs_time",
        gettext_noop("The owner of the site was told less than %(days)d days ago."),
        {"days": OWNER_TOLD_DAYS},
        "owner_told_on",
    )


def evidence_refusal(sizes: Sequence[int]) -> Refusal | None:
    if not sizes:
        return Refusal(
            "abuse.no_evidence",
            gettext_noop("Add evidence: at least one file, which is kept with its SHA-256."),
            {},
            "added",
        )
    if len(sizes) > MOST_EVIDENCE:
        return Refusal(
            "abuse.much_evidence",
            gettext_noop("At most %(number)d files of evidence go with one report."),
            {"number": MOST_EVIDENCE},
            "added",
        )
    if max(sizes) > EVIDENCE_BYTES:
        return Refusal(
            "abuse.evidence_too_large",
            gettext_noop("A file of evidence may have at most %(mb)d MB."),
            {"mb": EVIDENCE_BYTES // 1024 // 1024},
            "added",
        )
    return None


def verdict_refusal(rating: Rating | None) -> Refusal | None:
    """Nobody is reported whom the desk itself found genuine, or whose site is clean again."""
    if rating not in (Rating.GENUINE, Rating.RESOLVED):
        return None
    return Refusal(
        "abuse.found_genuine",
        gettext_noop("The published verdict says that it is genuine, or that it was resolved."),
    )


def approving_refusal(
    *,
    approver: int,
    approver_agency: int,
    hands: frozenset[int],
    hand_agencies: frozenset[int],
    concerned: frozenset[int],
) -> Refusal | None:
    """``hands`` are all who wrote any part of it; ``concerned`` the agency that the claim is about
    or that is impersonated, with those above and below it."""
    if approver in hands:
        return Refusal(
            "abuse.own_work",
            gettext_noop("You wrote this yourself. Somebody else has to read and approve it."),
        )
    if approver_agency in concerned or hand_agencies & concerned:
        return Refusal(
            "abuse.own_matter",
            gettext_noop(
                "Nobody judges their own matter: somebody outside the agency that this is about "
                "has to write and approve it."
            ),
        )
    return None


def already_refusal(earlier: str | None) -> Refusal | None:
    """``earlier`` is the reference of an open report of the same target to the same provider."""
    if earlier is None:
        return None
    return Refusal(
        "abuse.already",
        gettext_noop("This target is already reported to this provider: %(reference)s."),
        {"reference": earlier},
        "address",
    )


def changed_refusal(digest: str, read: str) -> Refusal | None:
    if digest == read:
        return None
    return Refusal(
        "abuse.changed", gettext_noop("It was changed since you read it. Please read it again.")
    )
