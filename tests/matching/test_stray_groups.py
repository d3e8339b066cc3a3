"""Two groups of one message: what nobody has looked at silences no answer, and takes no reports."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from sangto.kernel.actor import system_actor
from sangto.kernel.categories import Category
from sangto.matching.domain.kinds import Decision, LinkMethod, LinkState
from sangto.matching.models import Claim
from sangto.matching.queries import Findings, find_claims, untouched_claims
from sangto.matching.services import match_report, reject_link
from sangto.organisations.models import Network
from tests.factories.intake import make_report
from tests.factories.matching import RUMOUR, SCAM, link_report, make_claim, make_wording
from tests.matching.test_claims import OFFICER

#: Told apart from the wording by nothing that changes its meaning.
NEAR = SCAM.replace("Vui lòng xác thực", "Xin vui lòng xác thực ngay")


def stray(network: Network, text: str = SCAM, **fields: Any) -> Claim:
    """A group that the machine made of one report, and nobody has looked at."""
    claim = make_claim(network, category="")
    link = {"method": LinkMethod.NEW.value, "score": 1.0, **fields}
    link_report(make_report(network, text=text), claim, **link)
    return claim


def decisions(findings: Findings) -> dict[Claim, Decision]:
    return {match.claim: match.decision for match in findings.matches}


@pytest.mark.parametrize("text", [SCAM, NEAR])
@pytest.mark.parametrize("reported", [SCAM, NEAR])
def test_the_described_claim_goes_on_answering(network: Network, text: str, reported: str) -> None:
    known = make_claim(network, wordings=[SCAM])
    groups = [stray(network, reported) for _ in range(2)]

    findings = find_claims(text)

    assert findings.matches[0].claim == known
    assert decisions(findings) == {
        known: Decision.ANSWER,
        **dict.fromkeys(groups, Decision.SUGGEST),
    }
    assert "doubt.ambiguous" not in [reason.code for reason in findings.matches[0].why]


def test_a_new_report_joins_the_described_claim(network: Network) -> None:
    other = stray(network)
    known = make_claim(network, wordings=[NEAR])

    link = match_report(report=make_report(network, text=SCAM), actor=system_actor("match"))

    assert link is not None
    assert (link.claim, other.report_links.count()) == (known, 1)


def test_what_would_not_answer_alone_does_not_answer_beside_a_stray(network: Network) -> None:
    """The doubt stands at the known claim itself, so that no stray group is needed for it."""
    known = make_claim(network, category=Category.FACTUAL_CLAIM, wordings=[RUMOUR])
    changed = RUMOUR.replace("2 triệu", "5 triệu")
    group = stray(network, changed)

    assert decisions(find_claims(changed)) == {group: Decision.ANSWER, known: Decision.SUGGEST}


@pytest.mark.parametrize(
    "seen",
    [
        {"link": {"method": LinkMethod.OFFICER.value}},
        {"link": {"state": LinkState.CONFIRMED.value}},
        {"report": {"status": "in_review"}},
        {"claim": {"title": "Tin nhắn khóa tài khoản"}},
        {"claim": {"category": "fraud"}},
        {"wording": SCAM},
    ],
)
def test_a_group_that_somebody_has_looked_at_is_a_question(
    network: Network, seen: dict[str, Any]
) -> None:
    known = make_claim(network, wordings=[SCAM])
    group = stray(network)
    links = group.report_links.all()
    links.update(**seen.get("link", {"score": 1.0}))
    for link in links:
        type(link.report).objects.filter(pk=link.report_id).update(
            **seen.get("report", {"status": "received"})
        )
    Claim.objects.filter(pk=group.pk).update(**seen.get("claim", {"topic": ""}))
    if "wording" in seen:
        make_wording(group, seen["wording"])

    findings = find_claims(SCAM)

    assert decisions(findings) == {known: Decision.SUGGEST, group: Decision.SUGGEST}
    assert untouched_claims({known.pk, group.pk}) == frozenset()


def test_an_officer_who_parts_a_report_is_heard(network: Network) -> None:
    known = make_claim(network, wordings=[SCAM])
    link_report(make_report(network, text=RUMOUR), known)
    report = make_report(network, text=SCAM)
    link_report(report, known, method=LinkMethod.EXACT.value, score=1.0)
    assert find_claims(SCAM).matches[0].decision is Decision.ANSWER

    reject_link(report=report, actor=OFFICER)

    assert set(decisions(find_claims(SCAM)).values()) == {Decision.SUGGEST}


def test_two_strays_are_a_question_among_themselves(network: Network) -> None:
    stray(network)
    stray(network)

    assert set(decisions(find_claims(SCAM)).values()) == {Decision.SUGGEST}


def test_a_record_of_an_archive_that_nobody_described_is_one_too(network: Network) -> None:
    claim = make_claim(network, category="")
    report = make_report(
        network,
        text=SCAM,
        channel="archive",
        origin="archive",
        status="answered",
        outcome="archived",
        answered_at=timezone.now(),
    )
    link_report(report, claim)

    assert untouched_claims({claim.pk}) == {claim.pk}
