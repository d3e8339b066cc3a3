"""How sure a match is, and that a lower rate of false answers never answers more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from sangto.kernel.actor import system_actor
from sangto.matching.domain.chances import (
    HIGHEST_RATE,
    LOWEST_RATE,
    SAME,
    USUAL_RATE,
    Chance,
    Sign,
    Stakes,
    chances,
    sure_from,
)
from sangto.matching.domain.comparison import compare
from sangto.matching.domain.decision import SAME_TEXT, Judgement, judge
from sangto.matching.domain.findings import Evidence, best_by_claim, settled
from sangto.matching.domain.kinds import Decision, LinkMethod
from sangto.matching.domain.reading import read_text
from sangto.matching.domain.reasons import Reason
from sangto.matching.queries import find_claims
from sangto.matching.services import match_report
from sangto.organisations.models import Network
from tests.factories.intake import make_report
from tests.factories.matching import RUMOUR, SCAM, make_claim

DOUBT = Reason("doubt.ambiguous", "Two known messages are equally near to this text.")
SHARES = st.floats(0, 1)
RATES = st.floats(LOWEST_RATE, HIGHEST_RATE)
CUT = SCAM[: SCAM.index("Vui lòng")]


def chance(likeness: float, overlap: float, doubt: float = 0.0) -> Chance:
    return chances().of({Sign.LIKENESS: likeness, Sign.OVERLAP: overlap, Sign.DOUBT: doubt})


@given(SHARES, SHARES, SHARES, SHARES)
def test_more_likeness_is_never_less_sure_and_a_doubt_never_surer(
    likeness: float, overlap: float, other: float, another: float
) -> None:
    more = chance(max(likeness, other), max(overlap, another))

    assert chance(likeness, overlap).value <= more.value <= chances().surest < 1
    assert chance(likeness, overlap, doubt=1.0).value <= chance(likeness, overlap).value
    assert more.percent < SAME.percent == 100


def test_a_chance_says_what_made_it_and_is_kept_as_numbers() -> None:
    found = chance(0.8, 0.5, doubt=1.0)

    assert found.weights[Sign.LIKENESS] > 0 > found.weights[Sign.DOUBT]
    kept = Chance.from_json(found.to_json())
    assert kept.value == pytest.approx(found.value, abs=1e-4)
    assert kept.signs == found.signs
    assert Chance.from_json(SAME.to_json()) == SAME


@given(RATES, RATES)
def test_what_would_hurt_needs_more(one: float, other: float) -> None:
    warning, fact, reassurance = (sure_from(one, stakes) for stakes in Stakes)

    assert warning < fact < reassurance == SAME.value
    for stakes in Stakes:
        assert sure_from(min(one, other), stakes) >= sure_from(max(one, other), stakes)


_KNOWN = SCAM.split()
_CHANGED = st.lists(
    st.tuples(
        st.integers(0, len(_KNOWN) - 1),
        st.sampled_from(["", "không", "đừng", "12", "trời", "tin giả"]),
    ),
    max_size=8,
)


@given(_CHANGED, st.sampled_from(["fraud", "factual_claim", ""]), RATES, RATES)
def test_a_lower_rate_never_answers_more_and_no_rate_answers_in_doubt(
    changes: list[tuple[int, str]], category: str, one: float, other: float
) -> None:
    words = list(_KNOWN)
    for place, word in changes:
        words[place] = word
    asked, known = read_text(" ".join(words)), read_text(SCAM)
    comparison = compare(asked.keys, known.keys)
    strict, loose = (
        judge(asked, known.words, comparison, category, rate) for rate in sorted((one, other))
    )

    if strict.decision is Decision.ANSWER:
        assert loose.decision is Decision.ANSWER
    assert (strict.score, strict.contends) == (loose.score, loose.contends)
    assert strict.joins <= loose.joins
    if loose.doubts:
        assert loose.decision is not Decision.ANSWER
        assert not loose.contends


_SCORES = st.sampled_from([0.70, 0.72, 0.80, 0.95])
_VALUES = st.sampled_from([0.90, 0.96, 0.985, 0.993, 0.9973])
_LINES = st.sampled_from([0.004, 0.008, 0.01, 0.02, 0.05])


def evidence(claim: int, score: float, value: float, doubted: bool, rate: float) -> Evidence:
    judgement = Judgement(score, Decision.SUGGEST, (), (), chance=Chance(value, {}, {}))
    contends = not doubted and judgement.is_sure(Stakes.WARNING, HIGHEST_RATE)
    answers = contends and judgement.is_sure(Stakes.WARNING, rate)
    decision = Decision.ANSWER if answers else Decision.SUGGEST
    judgement = replace(judgement, decision=decision, contends=contends)
    return Evidence(claim, LinkMethod.NEAR, judgement, untouched=claim == 3, support=score)


@given(
    st.lists(st.tuples(st.integers(1, 4), _SCORES, _VALUES, st.booleans()), max_size=5),
    _LINES,
    _LINES,
)
def test_among_several_claims_too(
    told: list[tuple[int, float, float, bool]], one: float, other: float
) -> None:
    answers = []
    for rate in sorted((one, other)):
        found = settled(best_by_claim(evidence(*each, rate) for each in told), DOUBT)
        answers.append([one.claim_id for one in found if one.judgement.decision == "answer"])
    strict, loose = answers

    assert len(loose) <= 1
    assert not strict or strict == loose


def test_the_surest_text_of_a_claim_speaks_for_it() -> None:
    told = [(1, 0.95, 0.985, False), (1, 0.80, 0.993, False), (1, 0.97, 0.996, True)]

    (first,) = settled(best_by_claim(evidence(*each, 0.01) for each in told), DOUBT)

    assert (first.judgement.decision, first.judgement.score) == (Decision.ANSWER, 0.80)


def test_the_same_text_answers_at_any_rate() -> None:
    assert all(SAME_TEXT.is_sure(stakes, LOWEST_RATE) for stakes in Stakes)


def test_the_stated_rate_draws_the_line(network: Network, settings: LazySettings) -> None:
    make_claim(network, wordings=[SCAM])
    assert settings.SANGTO_FALSE_ANSWER_RATE == USUAL_RATE
    (usual,) = find_claims(CUT).matches
    assert usual.chance is not None
    assert (usual.decision, usual.joins) == (Decision.ANSWER, True)

    settings.SANGTO_FALSE_ANSWER_RATE = LOWEST_RATE
    (strict,) = find_claims(CUT).matches

    assert (strict.decision, strict.joins) == (Decision.SUGGEST, False)
    assert strict.chance == usual.chance
    (same,) = find_claims(SCAM).matches
    assert (same.decision, same.unchanged, same.chance) == (Decision.ANSWER, True, SAME)


@pytest.mark.parametrize(
    ("known", "asked", "category"),
    [
        (SCAM, SCAM.replace("bị khóa", "không bị khóa"), "fraud"),
        (RUMOUR, RUMOUR.replace("2 triệu", "200k"), "factual_claim"),
        (RUMOUR, RUMOUR.replace("Hồ Sen", "Núi Vôi"), "factual_claim"),
    ],
)
def test_no_rate_takes_the_guards_away(
    network: Network, settings: LazySettings, known: str, asked: str, category: str
) -> None:
    make_claim(network, wordings=[known], category=category)
    settings.SANGTO_FALSE_ANSWER_RATE = HIGHEST_RATE

    (match,) = find_claims(asked).matches

    assert match.decision is Decision.SUGGEST
    assert match.chance is not None
    assert match.chance.signs[Sign.DOUBT]


def test_a_link_keeps_its_chance(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM])
    report = make_report(network, text=CUT)

    link = match_report(report=report, actor=system_actor("report.match"))

    assert link is not None
    assert link.claim == claim
    kept = link.explanation["chance"]
    assert 0.99 <= kept["value"] < 1
    assert kept["weights"].keys() == kept["signs"].keys() == {sign.value for sign in Sign}
