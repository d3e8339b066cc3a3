"""The table of claims: what comes first, and that it can change without being built again."""

from __future__ import annotations

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from sangto.matching.claimstage import UNTRAINED, ClaimTable, ClaimText, Part, Ranked
from sangto.matching.claimstage import scorer as scorer_module
from sangto.matching.claimstage.scorer import MOST_SHARED
from tests.matching.labelled import BaseClaim, How, Split, base_claims

ODD = [
    "",
    " ",
    "\x00",
    "😀😀😀",
    "\ud800 lone",
    "a",
    "https://only.example/link",
    "0900 000 111",
    "а" * 50,
    "\u200b".join("khoa"),
    "\u202eabc",
    "A" * 50_000,
    "x y " * 30_000,
    "https://a.example " * 10_000,
    "(((((((((((((" * 2_000,
    "." * 20_000,
    "a." * 20_000,
    "-" * 20_000,
    "漢字かな混じり文",
    "e\u0301" * 5_000,
]


def text_of(number: int, base: BaseClaim) -> ClaimText:
    vector = np.random.default_rng(number).standard_normal(8).astype(np.float16)
    return ClaimText(number, base.title, (base.wording,), vector if number % 3 else None)


@pytest.fixture(scope="module")
def texts() -> list[ClaimText]:
    return [text_of(number, base) for number, base in enumerate(base_claims())]


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return [
        one.text
        for base in base_claims()
        for one in base.positives
        if one.how is How.PARAPHRASE and base.split is not Split.TEST
    ][::8]


def gist(ranked: list[Ranked]) -> list[tuple[int, object]]:
    return [(one.claim_id, pytest.approx(one.score, abs=2e-3)) for one in ranked]


VECTOR = np.random.default_rng(99).standard_normal(8).astype(np.float32)


def test_changed_in_steps_it_ranks_as_if_built_anew(
    texts: list[ClaimText], asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scorer_module, "_WAITING", 12)
    chance = random.Random(3)  # noqa: S311 - no secret
    kept = {one.claim_id: one for one in texts[:60]}
    table = ClaimTable.build(kept.values())
    worked_in = 0
    for step in range(25):
        fresh = chance.sample(texts, 3)
        gone = chance.sample(sorted(kept), 2)
        table = table.with_changes(fresh, gone)
        worked_in += table.base_rows == len(table.ids)
        for claim_id in gone:
            kept.pop(claim_id)
        for one in fresh:
            kept[one.claim_id] = one
        assert len(table) == len(kept)
        anew = ClaimTable.build(kept.values())
        for text in asked[step % 4 :: 8]:
            assert gist(table.rank(text, VECTOR)) == gist(anew.rank(text, VECTOR))
            assert gist(table.rank(text)) == gist(anew.rank(text))
    assert 0 < worked_in < 25


def test_a_claim_that_is_taken_out_is_never_found(texts: list[ClaimText]) -> None:
    table = ClaimTable.build(texts)
    own = texts[7].wordings[0]
    assert table.rank(own)[0].claim_id == 7
    without = table.with_changes(removed=[7, 123_456])
    assert 7 not in without
    assert 7 not in [one.claim_id for one in without.rank(own, limit=500)]
    assert table.rank(own)[0].claim_id == 7
    assert 7 not in without.worked_in()
    assert len(without) == len(without.worked_in()) == len(texts) - 1


def test_a_changed_claim_is_found_by_its_new_text_alone(texts: list[ClaimText]) -> None:
    table = ClaimTable.build(texts).with_changes([ClaimText(7, "Đàn voi bay qua sông Mẫu")])
    assert len(table) == len(texts)
    found = table.rank("voi bay qua sông")[0]
    assert found.claim_id == 7
    assert {"voi", "bay", "song"} <= set(found.shared)
    assert table.rank(texts[7].wordings[0])[0].claim_id != 7


def test_everything_may_go_and_come_back(texts: list[ClaimText]) -> None:
    table = ClaimTable.build(texts[:5]).with_changes(removed=range(5))
    assert len(table) == 0
    assert table.rank("thẻ bị khóa", VECTOR) == []
    table = table.worked_in().with_changes(texts[:5])
    assert gist(table.rank(texts[2].title)) == gist(
        ClaimTable.build(texts[:5]).rank(texts[2].title)
    )


def test_vectors_may_come_later(texts: list[ClaimText]) -> None:
    bare = [ClaimText(one.claim_id, one.title, one.wordings) for one in texts]
    table = ClaimTable.build(bare)
    assert Part.VECTOR not in {piece.part for piece in table.rank("thẻ", VECTOR)[0].evidence}
    table = table.with_changes(texts[:40])
    anew = ClaimTable.build([*texts[:40], *bare[40:]])
    assert gist(table.rank("thẻ bị khóa", VECTOR)) == gist(anew.rank("thẻ bị khóa", VECTOR))
    assert gist(table.worked_in().rank("thẻ", VECTOR)) == gist(anew.rank("thẻ", VECTOR))


@pytest.mark.parametrize("vector", [None, VECTOR, VECTOR[:3], 0 * VECTOR, np.nan * VECTOR])
@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_no_text_and_no_vector_raises(
    texts: list[ClaimText], text: str, vector: NDArray[np.float32] | None
) -> None:
    table = ClaimTable.build([*texts[:20], ClaimText(500, text, (text,), vector)])
    ranked = table.rank(text, vector, 5)
    assert len(ranked) <= 5
    assert all(np.isfinite(one.score) for one in ranked)
    assert all(len(one.shared) <= MOST_SHARED for one in ranked)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_claims(texts: list[ClaimText], count: int) -> None:
    table = ClaimTable.build(texts[:count])
    ranked = table.rank(texts[0].wordings[0], VECTOR)
    assert [one.claim_id for one in ranked][:1] == [0][:count]
    assert all(one.score > 0 for one in ranked[:1])


def test_what_shares_nothing_is_left_out(texts: list[ClaimText]) -> None:
    assert ClaimTable.build(texts).rank("漢字かな") == []


def test_the_same_each_time_and_in_any_order_of_the_claims(
    texts: list[ClaimText], asked: list[str]
) -> None:
    shuffled = texts[:]
    random.Random(5).shuffle(shuffled)  # noqa: S311 - no secret
    first, other = ClaimTable.build(texts), ClaimTable.build(shuffled)
    for text in asked:
        assert first.rank(text, VECTOR) == first.rank(text, VECTOR)
        assert gist(first.rank(text, VECTOR)) == gist(other.rank(text, VECTOR))


def test_equal_claims_stand_in_order_of_their_ids() -> None:
    table = ClaimTable.build(ClaimText(number, "Thẻ bị khóa") for number in (9, 4, 7, 1))
    assert [one.claim_id for one in table.rank("thẻ bị khóa", limit=3)] == [1, 4, 7]
    assert table.rank("thẻ bị khóa", limit=0) == []


def test_the_evidence_adds_up_to_the_score(texts: list[ClaimText], asked: list[str]) -> None:
    table = ClaimTable.build(texts)
    for text in asked[:5]:
        for one in table.rank(text, VECTOR):
            assert sum(piece.weight for piece in one.evidence) == pytest.approx(one.score, abs=0.01)
            assert {piece.part for piece in one.evidence} <= set(Part)
            for piece in one.evidence:
                assert -1 <= piece.share <= 1.001


def test_weights_decide_which_evidence_counts(texts: list[ClaimText]) -> None:
    twin = np.asarray(texts[4].vector, dtype=np.float32)
    table = ClaimTable.build(texts)
    by_vector = table.rank(texts[8].title, twin, weights={Part.VECTOR: 1.0})
    by_words = table.rank(texts[8].title, twin, weights={**UNTRAINED, Part.VECTOR: 0.0})
    assert by_vector[0].claim_id == 4
    assert by_words[0].claim_id == 8


def test_words_stand_in_for_a_vector_that_is_not_made_yet(texts: list[ClaimText]) -> None:
    missing = next(one for one in texts if one.vector is None)
    table = ClaimTable.build(texts)
    assert table.rank(missing.wordings[0], VECTOR)[0].claim_id == missing.claim_id


def test_common_terms_are_not_followed_without_end(
    texts: list[ClaimText], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scorer_module, "_MOST_POSTINGS", 40)
    table = ClaimTable.build(texts)
    touched = table.measure(texts[3].wordings[0])
    assert np.count_nonzero(touched.shares[Part.LETTERS]) <= 40
    assert table.rank(texts[3].wordings[0])[0].claim_id == 3


def test_paraphrases_of_the_train_part_are_mostly_found_by_words(texts: list[ClaimText]) -> None:
    table = ClaimTable.build(texts)
    hits = []
    for number, base in enumerate(base_claims()):
        for one in base.positives:
            if one.how is How.PARAPHRASE and base.split is Split.TRAIN:
                hits.append(number in [found.claim_id for found in table.rank(one.text)])
    assert np.mean(hits) >= 0.8
