"""The desk's search: what SCOPE.md 3 allows to be found, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from sangto.cases.models import Case
from sangto.cases.queries import claims_visible_to
from sangto.intake.models import Report
from sangto.intake.queries import receipt_view
from sangto.kernel.actor import Actor
from sangto.kernel.categories import IndicatorKind, Rating
from sangto.kernel.references import RECEIPT_DIGITS, normalised_receipt, normalised_reference
from sangto.kernel.text import clean, collation_key
from sangto.matching.models import Claim
from sangto.matching.queries import SEARCH_LENGTH, claims_keeping, claims_saying, search_words
from sangto.verdicts.models import Verdict, VerdictVersion
from sangto.verdicts.queries.published import current_versions

#: Claims found by their words, at most; who gets more adds a word.
MOST_FOUND = 200


class FoundBy(StrEnum):
    """How a claim was found, the surest first."""

    REFERENCE = "reference"
    REPORT = "report"
    RECEIPT = "receipt"
    VERDICT = "verdict"
    INDICATOR = "indicator"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Found:
    """``key`` is what led there exactly: a reference or an indicator, never a receipt code."""

    claim: Claim
    by: FoundBy
    key: str = ""
    kind: IndicatorKind | None = None
    case: Case | None = None
    version: VerdictVersion | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``exact`` come first. ``words`` are all that were found up to 200, and ``more`` says that
    there are others; only what is shown is filled in, by :func:`with_details`."""

    exact: tuple[Found, ...]
    words: tuple[int, ...]
    more: bool
    asked: tuple[str, ...]


def is_receipt(text: str) -> bool:
    """Sixteen digits and nothing else but what groups them."""
    digits = normalised_receipt(text)
    return len(digits) == RECEIPT_DIGITS and not any(
        char.isalnum() and char not in "0123456789" for char in text
    )


def search_desk(
    actor: Actor, text: str, *, alphabetical: bool = False, now: datetime | None = None
) -> SearchResult:
    """References, receipts, titles of claims, verdicts, exact indicators of the fraud family; only
    what this actor may see. The same number of queries for one result and for many."""
    text = clean(text[:SEARCH_LENGTH]).strip()
    visible = claims_visible_to(actor)
    exact = _exact(text, now)
    seen = visible.in_bulk(list(exact)) if exact else {}
    shown = [replace(found, claim=seen[claim]) for claim, found in exact.items() if claim in seen]
    words = visible.filter(pk__in=claims_saying(text).values("pk")).order_by("-pk")
    ids = list(words.values_list("pk", "title")[: MOST_FOUND + 1]) if search_words(text) else []
    more = len(ids) > MOST_FOUND
    ids = [row for row in ids[:MOST_FOUND] if row[0] not in seen]
    if alphabetical:
        ids.sort(key=lambda row: collation_key(row[1].lower()))
    return SearchResult(
        exact=tuple(with_details(shown)),
        words=tuple(number for number, _title in ids),
        more=more,
        asked=search_words(text),
    )


def found_by_words(ids: Sequence[int]) -> list[Found]:
    """These claims in this order, for one page of results."""
    claims = Claim.objects.in_bulk(list(ids))
    return with_details(
        [Found(claims[number], FoundBy.WORDS) for number in ids if number in claims]
    )


def with_details(found: Iterable[Found]) -> list[Found]:
    """With case and published verdict of each: two queries for any number."""
    rows = list(found)
    ids = [one.claim.pk for one in rows]
    cases = {
        case.claim_id: case
        for case in Case.objects.filter(claim__in=ids).select_related("owner", "assignee")
    }
    versions = {
        version.verdict.claim_id: version
        for version in current_versions().filter(verdict__claim__in=ids)
    }
    return [
        replace(one, case=cases.get(one.claim.pk), version=versions.get(one.claim.pk))
        for one in rows
    ]


def _exact(text: str, now: datetime | None) -> dict[int, Found]:
    """What is meant exactly, visible or not, the surest first; one entry a claim."""
    found: dict[int, Found] = {}

    def add(
        claim: int | None, by: FoundBy, key: str = "", kind: IndicatorKind | None = None
    ) -> None:
        if claim is not None:
            found.setdefault(claim, Found(Claim(pk=claim), by, key, kind))

    reference = normalised_reference(text)
    if reference is not None:
        for claim, by in _named(reference):
            add(claim, by, reference)
    if is_receipt(text):
        view = receipt_view(text, now=now)
        if view is not None:
            add(_claim_of_report(Q(pk=view.report_id)), FoundBy.RECEIPT)
    known = claims_keeping(text, now=now)
    warned = _warned_of({one.claim_id for one in known if one.is_number})
    for one in known:
        if not one.is_number or one.claim_id in warned:
            add(one.claim_id, FoundBy.INDICATOR, one.value, one.kind)
    return found


def _named(reference: str) -> list[tuple[int | None, FoundBy]]:
    claims = Claim.objects.filter(Q(reference=reference) | Q(case__reference=reference))
    return [
        *((pk, FoundBy.REFERENCE) for pk in claims.values_list("pk", flat=True)),
        (_claim_of_report(Q(reference=reference)), FoundBy.REPORT),
        *(
            (pk, FoundBy.VERDICT)
            for pk in Verdict.objects.filter(reference=reference).values_list("claim", flat=True)
        ),
    ]


def _claim_of_report(wanted: Q) -> int | None:
    return Report.objects.filter(wanted).values_list("claim_link__claim", flat=True).first()


def _warned_of(claims: set[int]) -> set[int]:
    """A number leads to a claim only while its verdict says that it is a scam (SCOPE.md 7)."""
    return set(
        current_versions()
        .filter(verdict__claim__in=claims, rating=Rating.SCAM.value)
        .values_list("verdict__claim", flat=True)
    )
