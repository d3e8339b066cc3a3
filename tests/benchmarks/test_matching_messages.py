"""The messages of the benchmark of matching, what is asked for, and how engines are asked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise
from random import Random
from statistics import median

import pytest
from benchmarks.matching.corpus import corpora
from benchmarks.matching.engines import Answered, Asked, by_turns, more_found, times_slower
from benchmarks.matching.messages import MOST_WORDS, SHORT_WORDS, messages
from benchmarks.matching.page import without_accents
from benchmarks.matching.queries import HARD, How, Query, cut, queries, reordered

SEED, NUMBER = 3, 3_000


@pytest.fixture(scope="module")
def made() -> list[tuple[str, ...]]:
    return list(messages(SEED, NUMBER))


def test_the_same_seed_gives_the_same_messages(made: list[tuple[str, ...]]) -> None:
    assert made[:50] == list(islice(messages(SEED, NUMBER), 50))
    assert made[:50] != list(islice(messages(SEED + 1, NUMBER), 50))


def test_as_many_as_asked_for_and_no_two_alike(made: list[tuple[str, ...]]) -> None:
    assert len({" ".join(words) for words in made}) == len(made) == NUMBER


def test_they_are_as_long_as_real_ones(made: list[tuple[str, ...]]) -> None:
    """Few short ones, mostly 15 to 35 words, and at least one article."""
    lengths = sorted(len(words) for words in made)
    short = sum(length <= SHORT_WORDS for length in lengths)
    articles = [length for length in lengths if length > MOST_WORDS]
    usual = sum(15 <= length <= 35 for length in lengths)
    assert lengths[0] >= 2
    assert 0.03 < short / NUMBER < 0.1
    assert articles == [2_000]
    assert usual / NUMBER > 0.6
    assert 20 <= median(lengths) <= 30


def test_most_messages_bring_pairs_of_words_that_no_labelled_text_has(
    made: list[tuple[str, ...]],
) -> None:
    known = {
        pair
        for corpus in corpora().values()
        for text in corpus.texts
        for words in [[word for clause in text for word in clause]]
        for pair in pairwise(words)
    }
    fresh = sum(any(pair not in known for pair in pairwise(words)) for words in made)
    assert fresh / NUMBER > 0.8


def test_each_known_message_is_asked_for_in_two_ways(made: list[tuple[str, ...]]) -> None:
    known = list(enumerate(made[:200], start=1))
    asked = queries(SEED, known)
    assert asked == queries(SEED, known)
    for number, words in known:
        hows = [query.how for query in asked if query.target == number]
        if len(words) <= SHORT_WORDS:
            assert hows == [How.SHORT]
        else:
            assert hows[0] is How.NEAR
            assert len(hows) == 2
            assert hows[1] in HARD
    assert {query.how for query in asked} == set(How)
    assert all(query.key for query in asked)


def test_hard_questions_are_a_third_or_in_another_order() -> None:
    words = [f"w{number}" for number in range(30)]
    random, corpus = Random(1), corpora()["vi"]  # noqa: S311 - the same in each run
    third = cut(random, corpus, words)
    assert len(third) == 10
    assert "".join(third) in "".join(words)
    mixed = reordered(random, corpus, words)
    kept = [word for word in mixed if word in words]
    assert len(mixed) == 30
    assert len(kept) == 24
    assert kept != sorted(kept, key=words.index)


def test_accents_are_lost() -> None:
    assert without_accents("Đường dây nóng đã khóa") == "Duong day nong da khoa"


class _Engine:
    """Knows the answers to some questions, and fails when it is told to."""

    def __init__(self, name: str, ms: float, known: dict[str, int], most: int = 99) -> None:
        self.name, self._ms, self._known, self._most = name, ms, known, most
        self.fails_at = 99

    def build(self, keys: object) -> None: ...

    def size(self) -> int:
        return 0

    def ask(self, keys: Sequence[str], budget: float) -> list[Answered]:
        self.fails_at -= 1
        if self.fails_at < 0:
            raise ValueError("broken")
        return [Answered(self._ms, (self._known.get(key, 0),)) for key in keys[: self._most]]

    def close(self) -> None: ...


def test_engines_are_asked_by_turns_and_compared_where_both_answered() -> None:
    asked = [Query(number, How.NEAR, f"q{number}") for number in range(1, 9)]
    quick = _Engine("quick", 2.0, {query.key: query.target for query in asked})
    slow = _Engine("slow", 30.0, {"q1": 1}, most=2)
    said: list[str] = []
    answers, failed = by_turns([quick, slow], asked, rounds=2, budget=1, say=said.append)
    assert (len(answers["quick"].times), len(answers["slow"].times)) == (8, 4)
    assert times_slower(answers["quick"], answers["slow"]) == 15
    assert more_found(answers["quick"], answers["slow"]) == 0.75
    assert answers["slow"].near() == 0.25
    assert answers["slow"].hard() is None
    assert failed == {}
    assert [line.split(": ")[1].split()[0] for line in said] == ["quick", "slow", "slow", "quick"]


def test_an_engine_that_fails_is_left_out_and_named() -> None:
    asked = [Query(number, How.NEAR, f"q{number}") for number in range(1, 9)]
    broken = _Engine("broken", 1.0, {})
    broken.fails_at = 2
    whole = _Engine("whole", 1.0, {})
    answers, failed = by_turns([broken, whole], asked, rounds=2, budget=1, say=lambda _: None)
    assert list(answers) == ["whole"]
    assert failed == {"broken": "ValueError: broken"}


def test_nothing_answered_is_no_recall() -> None:
    assert Asked().near() is None
