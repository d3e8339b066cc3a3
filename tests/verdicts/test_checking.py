"""What a look-up makes of the matches that it gets; the matching itself is tested in its room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangto.kernel.actor import Role, operator_actor
from sangto.kernel.categories import RULES, Category, Rating
from sangto.matching.domain.kinds import Decision, LinkMethod
from sangto.matching.domain.reading import read_text
from sangto.matching.domain.reasons import Reason
from sangto.matching.models import Claim
from sangto.matching.queries import ClaimMatch, Findings, FoundIndicator
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import CheckAnswer, CheckOutcome, check_message, checking
from sangto.verdicts.services import classify_imported, hold_imported
from tests.factories.cases import World, confirmed, reported_claim
from tests.factories.verdicts import drafted, published_verdict

Check = Callable[..., CheckAnswer]


def match(version_or_claim: VerdictVersion | Claim, **changes: Any) -> ClaimMatch:
    claim = (
        version_or_claim if isinstance(version_or_claim, Claim) else version_or_claim.verdict.claim
    )
    values: dict[str, Any] = {
        "claim": claim,
        "score": 0.97,
        "decision": Decision.ANSWER,
        "method": LinkMethod.NEAR,
        "spans": ((0, 4), (7, 12)),
        "wording": "",
        "wording_spans": (),
        "why": (Reason("match.shared", "%(number)s words are the same.", {"number": 9}),),
        "unchanged": True,
        "joins": True,
        **changes,
    }
    return ClaimMatch(**values)


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Check:
    """Check a text whose look-up finds these matches."""

    def run(*matches: ClaimMatch, **arguments: Any) -> CheckAnswer:
        findings = Findings(
            matches=matches,
            indicators=(
                FoundIndicator(
                    "link",
                    "https://x.example/",
                    "x.example",
                    (Reason("link.new", "Nobody knows it."),),
                ),
            ),
            reading=read_text("x"),
        )
        monkeypatch.setattr(checking, "find_claims", lambda text, **_others: findings)
        return check_message("Tin nhắn", **arguments)

    return run


def test_the_promised_json(world: World, check: Check) -> None:
    version = published_verdict(world)
    answer = check(match(version), language="en").to_json()
    assert answer == {
        "outcome": "answer",
        "matches": [
            {
                "claim": version.verdict.claim.reference,
                "verdict": {
                    "reference": version.verdict.reference,
                    "rating": "scam",
                    "rating_word": "Scam",
                    "title": version.title_en,
                    "summary": version.summary_en,
                    "url": f"http://localhost:8000/en/ket-luan/{version.verdict.reference}/",
                    "published_on": answer["matches"][0]["verdict"]["published_on"],
                    "version": 1,
                },
                "score": 0.97,
                "spans": [[0, 4], [7, 12]],
                "why": ["9 words are the same."],
            }
        ],
        "indicators": [
            {
                "kind": "link",
                "value": "https://x.example/",
                "shown": "x.example",
                "signals": ["Nobody knows it."],
            }
        ],
    }


def test_nothing_known(world: World, check: Check) -> None:
    claim = reported_claim(world)
    unpublished = drafted(world)
    answer = check(match(claim), match(unpublished))
    assert (answer.outcome, answer.matches, answer.answer) == (CheckOutcome.UNKNOWN, (), None)


def test_a_suggestion_stays_one(world: World, check: Check) -> None:
    answer = check(match(published_verdict(world), decision=Decision.SUGGEST, score=0.7))
    assert answer.outcome is CheckOutcome.SUGGEST
    assert answer.answer is None


def test_two_verdicts_that_both_fit_are_a_question(world: World, check: Check) -> None:
    first, second = published_verdict(world), published_verdict(world)
    assert check(match(first), match(second)).outcome is CheckOutcome.SUGGEST
    sure = check(match(first, decision=Decision.SUGGEST), match(second))
    assert sure.outcome is CheckOutcome.ANSWER
    assert sure.answer is not None
    assert sure.answer.verdict.id == second.pk
    beside_unknown = check(match(reported_claim(world)), match(second))
    assert beside_unknown.outcome is CheckOutcome.ANSWER


def test_an_expired_verdict_only_suggests(world: World, check: Check) -> None:
    version = published_verdict(world)
    assert version.valid_until is not None
    last = check(match(version), today=version.valid_until)
    assert last.outcome is CheckOutcome.ANSWER
    after = check(match(version), today=version.valid_until + timedelta(days=1))
    assert after.outcome is CheckOutcome.SUGGEST
    assert after.matches[0].verdict.expired


def test_an_expired_verdict_beside_a_good_one_is_a_question(world: World, check: Check) -> None:
    old, good = published_verdict(world), published_verdict(world)
    VerdictVersion.objects.filter(pk=old.pk).update(valid_until="2020-01-01")
    answer = check(match(old), match(good))
    assert answer.outcome is CheckOutcome.SUGGEST
    assert [found.verdict.id for found in answer.matches] == [good.pk, old.pk]


def released(world: World, claim: Claim) -> VerdictVersion:
    version = hold_imported(
        claim=claim,
        title="Tin vỡ đập là bịa",
        summary="Đập an toàn.",
        imported_from="Bàn khác",
        imported_address="https://khac.example/1",
        actor=operator_actor("import"),
    )
    for actor in (world.officer(), world.actor(world.press, Role.APPROVER)):
        version = classify_imported(
            version=version,
            category=Category.FRAUD,
            topic="",
            rating=Rating.SCAM,
            checks=RULES[Category.FRAUD].checks,
            actor=actor,
        )
    return version


def test_an_imported_verdict_never_answers(world: World, check: Check) -> None:
    claim = reported_claim(world)
    version = released(world, claim)
    answer = check(match(claim, score=1.0, method=LinkMethod.EXACT))
    assert answer.outcome is CheckOutcome.SUGGEST
    assert (answer.matches[0].imported, answer.matches[0].answers) == (True, False)
    assert answer.matches[0].verdict.url == "https://khac.example/1"
    VerdictVersion.objects.filter(pk=version.pk).update(status="held")
    assert check(match(claim)).outcome is CheckOutcome.UNKNOWN


def test_totals_only_categories_are_never_shown(world: World, check: Check) -> None:
    version = published_verdict(world)
    Claim.objects.update(category=Category.CHILD_SAFETY.value)
    version.verdict.claim.refresh_from_db()
    assert check(match(version)).outcome is CheckOutcome.UNKNOWN


@pytest.mark.parametrize("rating", [Rating.GENUINE, Rating.SCAM, Rating.UNVERIFIED])
def test_a_changed_copy_is_not_reassured(world: World, check: Check, rating: Rating) -> None:
    version = published_verdict(world, rating=rating)
    assert check(match(version)).outcome is CheckOutcome.ANSWER
    changed = check(match(version, unchanged=False)).outcome
    expected = CheckOutcome.SUGGEST if rating is Rating.GENUINE else CheckOutcome.ANSWER
    assert changed is expected


def test_a_true_factual_claim_is_reassuring_too(world: World, check: Check) -> None:
    version = published_verdict(world, case=confirmed(world), rating=Rating.TRUE)
    assert check(match(version, unchanged=False)).outcome is CheckOutcome.SUGGEST


@pytest.mark.parametrize("method", [LinkMethod.PHONE, LinkMethod.ACCOUNT, LinkMethod.WALLET])
def test_a_number_leads_to_scams_only(world: World, check: Check, method: LinkMethod) -> None:
    scam = published_verdict(world)
    open_question = published_verdict(world, rating=Rating.UNVERIFIED)
    assert check(match(scam, method=method)).outcome is CheckOutcome.ANSWER
    assert check(match(open_question, method=method)).outcome is CheckOutcome.UNKNOWN


def test_one_query_for_any_number_of_matches(world: World, check: Check) -> None:
    versions = [published_verdict(world) for _ in range(3)]
    for matches in ([match(versions[0])], [match(version) for version in versions]):
        with CaptureQueriesContext(connection) as queries:
            check(*matches)
        assert len(queries) == 1


def test_at_most_five_are_shown_the_answer_first(world: World, check: Check) -> None:
    versions = [published_verdict(world) for _ in range(6)]
    unsure = [match(version, decision=Decision.SUGGEST) for version in versions[:5]]
    answer = check(*unsure, match(versions[5]))
    assert len(answer.matches) == 5
    assert answer.matches[0].verdict.id == versions[5].pk
