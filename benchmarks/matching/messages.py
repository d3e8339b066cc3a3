"""Messages as people send them, as many as are asked for, no two alike; the same for each seed.

They are made as words of the comparison key (``Reading.key``), not as text: reading a million texts
takes about three minutes, and letters with and without their accents are the same word in a key. So
are abbreviations that the product knows; what it does not know stays a word of its own, as in life.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import count
from random import Random

from benchmarks.matching import invented
from benchmarks.matching.corpus import Corpus, corpora, keyed

#: Of a hundred messages so many are in English, of two to six words, or passed on with a frame.
_ENGLISH = 12
_SHORT = 5
_FRAMED = 15
#: One of so many messages is a whole article.
_ARTICLE_EVERY = 5_000
_ARTICLE_WORDS = 2_000
SHORT_WORDS = 6
MOST_WORDS = 60
_VOWELS = frozenset("aeiouy")
#: Pairs that a camera or a thumb takes for each other, in folded letters.
LOOK_ALIKES = {
    "l": "i",
    "i": "l",
    "o": "0",
    "e": "c",
    "c": "e",
    "h": "b",
    "b": "h",
    "n": "r",
    "u": "v",
    "v": "u",
    "m": "rn",
    "a": "o",
    "t": "f",
    "g": "q",
    "q": "g",
    "s": "5",
    "d": "cl",
}


def messages(seed: int, number: int) -> Iterator[tuple[str, ...]]:
    """``number`` messages as key words, in the order of their ids, which begin with 1.

    What a message is made of does not depend on its place: those that are asked for later are
    drawn from all places alike.
    """
    random = Random(f"messages {seed}")  # noqa: S311 - the same for each seed
    known: set[int] = set()
    by_language = corpora()
    article = random.randrange(min(_ARTICLE_EVERY, number))
    made = 0
    for drawn in count():
        corpus = by_language["en" if random.randrange(100) < _ENGLISH else "vi"]
        if drawn % _ARTICLE_EVERY == article:
            words = _gathered(random, corpus, _ARTICLE_WORDS)
        elif random.randrange(100) < _SHORT:
            words = _short(random, corpus)
        else:
            words = _message(random, corpus)
        digest = _digest(words)
        if not words or digest in known:
            continue
        known.add(digest)
        yield tuple(words)
        made += 1
        if made >= number:
            return


def _digest(words: list[str]) -> int:
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest(), "big")


def _length(random: Random) -> int:
    """Mostly 15 to 35 words."""
    drawn = random.randrange(100)
    if drawn < 12:
        return random.randint(7, 14)
    if drawn < 87:
        return random.randint(15, 35)
    return random.randint(36, MOST_WORDS)


def _message(random: Random, corpus: Corpus) -> list[str]:
    length = _length(random)
    words = _gathered(random, corpus, length)
    if random.randrange(100) < _FRAMED:
        words = framed(random, corpus, words)
    return words[:MOST_WORDS]


def _short(random: Random, corpus: Corpus) -> list[str]:
    text = random.choice(corpus.texts)
    clause = random.choice(text)
    length = random.randint(2, SHORT_WORDS)
    start = random.randrange(max(1, len(clause) - length + 1))
    words = list(clause[start : start + length])
    if random.random() < 0.6:
        place = random.randrange(len(words) + 1)
        words[place : place + 1] = new_words(random, corpus)
    return words[:SHORT_WORDS] if len(words) >= 2 else [*words, corpus.words.draw(random)]


def _gathered(random: Random, corpus: Corpus, length: int) -> list[str]:
    """Clauses of one text after another, as they follow each other or not, with other words."""
    changed = random.choice((0.04, 0.1, 0.1, 0.18, 0.18, 0.3))
    words: list[str] = []
    text = random.choice(corpus.texts)
    place = random.randrange(len(text))
    while len(words) < length:
        words += mutated(random, corpus, text[place], changed)
        if random.random() < 0.55 and place + 1 < len(text):
            place += 1
        else:
            text = random.choice(corpus.texts)
            place = random.randrange(len(text))
    if len(words) > length and random.random() < 0.5:
        return words[-length:]
    return words[:length]


def mutated(
    random: Random, corpus: Corpus, clause: tuple[str, ...] | list[str], share: float
) -> list[str]:
    """The words with about ``share`` of them changed, dropped, moved, or others put in."""
    words: list[str] = []
    for word in clause:
        if random.random() >= share:
            words.append(word)
            continue
        drawn = random.randrange(100)
        if drawn < 32:
            words.append(corpus.words.draw(random))
        elif drawn < 46:
            words.insert(max(0, len(words) - 1), word)
        elif drawn < 58:
            continue
        elif drawn < 70:
            words += mistyped(random, word)
        else:
            words.append(word)
            words += new_words(random, corpus)
    return words


def new_words(random: Random, corpus: Corpus) -> list[str]:
    """A figure, a name, a place or a body that no labelled text has, or a word that one has."""
    drawn = random.randrange(100)
    if drawn < 35 or corpus.language == "en":
        figure = random.randint(1, random.choice((24, 100, 1_000, 10_000)))
        return list(keyed(f"{figure}{random.choice(invented.UNITS[corpus.language])}"))
    if drawn < 55:
        return list(keyed(f"{random.choice(invented.TITLES)} {random.choice(invented.NAMES)}"))
    if drawn < 75:
        return list(keyed(random.choice(invented.PLACES)))
    if drawn < 85:
        return list(keyed(random.choice(invented.BODIES)))
    return [corpus.words.draw(random)]


def framed(random: Random, corpus: Corpus, words: list[str]) -> list[str]:
    """Passed on by somebody who says something before it, after it, or both."""
    which = random.randrange(3)
    before = list(random.choice(corpus.openings)) if which != 1 else []
    after = list(random.choice(corpus.closings)) if which != 0 else []
    return [*before, *words, *after]


def mistyped(random: Random, word: str) -> tuple[str, ...]:
    """As in a chat: without vowels, with a letter for two, or one letter wrong."""
    drawn = random.randrange(4)
    if drawn == 0 and len(word) > 3:
        short = word[0] + "".join(letter for letter in word[1:] if letter not in _VOWELS)
    elif drawn == 1:
        short = word.replace("ph", "f").replace("qu", "w").replace("ng", "g").replace("gi", "j")
    else:
        return misread(random, word)
    return keyed(short) if short != word else misread(random, word)


def misread(random: Random, word: str) -> tuple[str, ...]:
    """One letter of the word taken for another."""
    place = random.randrange(len(word))
    other = LOOK_ALIKES.get(word[place], random.choice("aeiounth"))
    return keyed(word[:place] + other + word[place + 1 :])
