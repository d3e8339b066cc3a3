"""What is asked: known messages as somebody else types them, and hard cases of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from benchmarks.matching.corpus import Corpus, corpora
from benchmarks.matching.messages import (
    SHORT_WORDS,
    framed,
    misread,
    mistyped,
)


class How(StrEnum):
    """``NEAR`` is a re-typed copy; each of the others is hard in its own way."""

    NEAR = "near"
    SHORT = "short"
    CUT = "cut"
    MISREAD = "misread"
    REORDERED = "reordered"


HARD = (How.CUT, How.MISREAD, How.REORDERED)
_LEAST_LEFT = 5


@dataclass(frozen=True, slots=True)
class Query:
    """``target`` is the id of the known message; ``key`` what is asked."""

    target: int
    how: How
    key: str


def queries(seed: int, known: Sequence[tuple[int, tuple[str, ...]]]) -> list[Query]:
    """A near copy of each known message, and a hard one after it. Of two to six words there is only
    one with something hung on it: a third of four words is nothing to be found by."""
    random = Random(f"queries {seed}")  # noqa: S311 - the same for each seed
    asked: list[Query] = []
    hard = 0
    for target, words in known:
        corpus = _corpus_of(words)
        if len(words) <= SHORT_WORDS:
            asked.append(Query(target, How.SHORT, " ".join(decorated(random, corpus, words))))
            continue
        asked.append(Query(target, How.NEAR, " ".join(retyped(random, corpus, words))))
        how = HARD[hard % len(HARD)]
        hard += 1
        asked.append(Query(target, how, " ".join(_HARD[how](random, corpus, words))))
    return asked


def _corpus_of(words: Sequence[str]) -> Corpus:
    """By whose words they are; only which fillers and frames are put on depends on it."""
    every = corpora()
    shared = {
        language: len(set(words) & set(corpus.words.words)) for language, corpus in every.items()
    }
    return every["en" if shared["en"] > shared["vi"] else "vi"]


def decorated(random: Random, corpus: Corpus, words: Sequence[str]) -> list[str]:
    filler = list(random.choice(corpus.fillers))
    return [*filler, *words] if random.random() < 0.5 else [*words, *filler]


def retyped(random: Random, corpus: Corpus, words: Sequence[str]) -> list[str]:
    """A few words dropped or other, perhaps cut at an end, perhaps passed on with a frame."""
    kept = list(words)
    if random.random() < 0.5:
        less = random.randint(0, len(kept) // 5)
        kept = kept[less:] if random.random() < 0.5 else kept[: len(kept) - less]
    for _ in range(max(1, round(0.12 * len(kept)))):
        place = random.randrange(len(kept))
        drawn = random.random()
        if drawn < 0.4 and len(kept) > _LEAST_LEFT:
            del kept[place]
        elif drawn < 0.7:
            kept[place] = corpus.words.draw(random)
        else:
            kept[place : place + 1] = mistyped(random, kept[place])
    if random.random() < 0.35:
        kept = framed(random, corpus, kept)
    if random.random() < 0.3:
        kept = decorated(random, corpus, kept)
    return kept


def cut(random: Random, _corpus: Corpus, words: Sequence[str]) -> list[str]:
    """A third of it, from anywhere, at least five words."""
    length = max(_LEAST_LEFT, round(len(words) / 3))
    start = random.randrange(max(1, len(words) - length + 1))
    return list(words[start : start + length])


def badly_read(random: Random, _corpus: Corpus, words: Sequence[str]) -> list[str]:
    """A quarter of the words as a camera reads them: letters taken for others, words run
    together or torn."""
    kept = list(words)
    for place in random.sample(range(len(kept)), max(1, round(len(kept) / 4))):
        word = kept[place]
        drawn = random.random()
        if drawn < 0.1 and len(word) > 3:
            kept[place] = f"{word[:2]} {word[2:]}"
        elif drawn < 0.2 and place:
            kept[place - 1], kept[place] = kept[place - 1] + word, ""
        else:
            kept[place] = " ".join(misread(random, word)) if word else ""
    return " ".join(kept).split()


def reordered(random: Random, corpus: Corpus, words: Sequence[str]) -> list[str]:
    """Its sentences in another order, and about a fifth of the words replaced."""
    parts: list[list[str]] = []
    rest = list(words)
    while rest:
        length = random.randint(4, 9)
        parts.append(rest[:length])
        del rest[:length]
    random.shuffle(parts)
    kept = [word for part in parts for word in part]
    for place in random.sample(range(len(kept)), max(1, round(len(kept) / 5))):
        kept[place] = corpus.words.draw(random)
    return kept


_HARD = {How.CUT: cut, How.MISREAD: badly_read, How.REORDERED: reordered}
