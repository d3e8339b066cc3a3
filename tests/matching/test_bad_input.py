"""Whatever is pasted: a result, no exception, and bounds on what is read and asked for."""

from __future__ import annotations

import base64
import random
import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangto.matching.claimstage.terms import MOST_WORDS as RANKED_WORDS
from sangto.matching.claimstage.terms import terms_of
from sangto.matching.domain.kinds import Decision
from sangto.matching.domain.links import MOST_LINKS
from sangto.matching.domain.reading import MOST_WORDS, READ_LENGTH, read_text
from sangto.matching.index.grams import MOST_GRAMS, asked_grams
from sangto.matching.models import Claim
from sangto.matching.queries import find_claims
from sangto.matching.services import sweep_profiles
from sangto.organisations.models import Network
from tests.factories.matching import RUMOUR, SCAM, make_claim
from tests.factories.profiles import make_profiles

#: Statements of one look-up, whatever the text.
MOST_QUERIES = 24

_BLOB = base64.b64encode(random.Random(1).randbytes(60_000)).decode()  # noqa: S311 - no secret
NOTHING_KNOWN = {
    "nothing": "",
    "one word": "ngân",
    "only emoji": "😀" * 3_000,
    "only a link": "https://a.example/x",
    "100,000 words": " ".join(f"từ{number}" for number in range(100_000)),
    "the same word again": "tài khoản " * 50_000,
    "10,000 links": " ".join(f"https://a{number}.example/x" for number in range(10_000)),
    "10,000 addresses of one site": " ".join(f"https://a.example/{n}" for n in range(10_000)),
    "10,000 phones": " ".join(f"0912 {number:06d}" for number in range(10_000)),
    "numbers in words": "không một hai " * 5_000,
    "right to left": "مرحبا بالعالم " * 2_000,
    "no spaces": "你好世界" * 5_000,
    "base64": _BLOB,
    "marks without end": "a" + "\u0301" * 50_000,
    "one that unfolds": "\ufdfa" * 5_000,
    "lone surrogates": "\ud800abc " * 1_000,
    "NUL": "\x00abc " * 1_000,
    "open brackets": "(" * 30_000,
    "letters and an end": "a" * 50_000 + "!",
    "hosts without end": "a." * 20_000,
    "schemes": "http://" * 5_000,
    "www": "www." * 8_000,
    "mail addresses": "x@" * 20_000,
    "handles": "@a " * 10_000,
    "hashes": "#" * 20_000,
    "points and digits": "0." * 20_000,
    "digits": "0" * 40_000,
    "digits and spaces": "1 " * 30_000,
    "lines": "\n" * 50_000,
    "beginnings of a VietQR code": "00020101021238" * 2_000,
    "two alphabets": "аa" * 10_000,
}
STILL_KNOWN = {
    "NFD": unicodedata.normalize("NFD", SCAM),
    "NFC and NFD mixed": "".join(
        unicodedata.normalize("NFD", letter) if number % 2 else letter
        for number, letter in enumerate(SCAM)
    ),
    "zero-width characters between the letters": "\u200b".join(SCAM),
    "soft hyphens": "\u00ad".join(SCAM),
    "Cyrillic look-alikes": SCAM.replace("a", "а").replace("o", "о").replace("e", "е"),
    "no marks, capitals": "".join(
        letter
        for letter in unicodedata.normalize("NFD", SCAM.upper().replace("Đ", "D"))
        if not unicodedata.combining(letter)
    ),
    "direction marks": f"\u202a{SCAM}\u202c",
}


@pytest.fixture
def scam(network: Network) -> Claim:
    claim = make_claim(network, wordings=[SCAM])
    make_claim(network, wordings=[RUMOUR])
    sweep_profiles()
    make_profiles()
    return claim


@pytest.mark.parametrize("name", NOTHING_KNOWN)
def test_odd_texts_answer_nothing(scam: Claim, name: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = find_claims(NOTHING_KNOWN[name])

    assert all(match.decision is not Decision.ANSWER for match in found.matches)
    assert len(queries) <= MOST_QUERIES
    assert len(found.reading.cleaned) <= READ_LENGTH
    assert len(found.reading.words) <= MOST_WORDS
    assert len(found.reading.links) <= MOST_LINKS
    assert len(asked_grams(found.reading.key)) <= MOST_GRAMS
    assert len(terms_of(NOTHING_KNOWN[name]).words) <= RANKED_WORDS


@pytest.mark.parametrize("name", STILL_KNOWN)
def test_written_oddly_it_is_still_known(scam: Claim, name: str) -> None:
    first = find_claims(STILL_KNOWN[name]).matches[0]

    assert (first.claim, first.decision) == (scam, Decision.ANSWER)


def test_a_known_message_in_front_of_a_long_text_is_still_found(scam: Claim) -> None:
    tail = " ".join(f"từ{number}" for number in range(400))

    assert find_claims(f"{SCAM}\n{tail}").matches[0].claim == scam
    assert len(read_text(f"{SCAM}\n{tail}").words) > MOST_GRAMS
