"""What a text has that a known scam did not have yet: the same scam with new indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sangto.kernel.errors import gettext_noop
from sangto.matching.domain.findings import Evidence
from sangto.matching.domain.reading import Reading, read_known
from sangto.matching.domain.reasons import Reason
from sangto.matching.models import ClaimWording, Indicator
from sangto.matching.queries.evidence import FAMILY, domain_keys

_MOST = 5
_NEW_LINK = gettext_noop("The link %(value)s is new: it is not yet known from this claim.")
_NEW_NUMBER = gettext_noop("The number %(value)s is new: it is not yet known from this claim.")


def novelties(reading: Reading, ranked: Collection[Evidence]) -> dict[int, tuple[Reason, ...]]:
    """Links and numbers of the text that a known scam did not have yet: two queries."""
    claims = [one.claim_id for one in ranked]
    if not claims or not (reading.all_links or reading.numbers):
        return {}
    known: dict[int, set[str]] = defaultdict(set)
    for claim, value in Indicator.objects.filter(claim__in=claims).values_list("claim", "value"):
        known[claim].add(value)
    family: set[int] = set()
    wordings = ClaimWording.objects.filter(claim__in=claims, claim__category__in=FAMILY)
    for claim, text in wordings.values_list("claim", "text"):
        family.add(claim)
        written = read_known(text)
        known[claim].update(
            key for link in written.all_links for key in (link.address, *domain_keys(link))
        )
        known[claim].update(number.value for number in written.numbers)
    return {claim: _new_to(reading, known[claim]) for claim in family}


def _new_to(reading: Reading, known: set[str]) -> tuple[Reason, ...]:
    fresh = [
        Reason("changed.new_link", _NEW_LINK, {"value": link.address})
        for link in reading.all_links
        if not known.intersection((link.address, *domain_keys(link)))
    ]
    fresh += [
        Reason("changed.new_number", _NEW_NUMBER, {"value": number.value})
        for number in reading.numbers
        if number.value not in known
    ]
    return tuple(fresh[:_MOST])
