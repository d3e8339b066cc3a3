"""The whole check in the web page, for claims that have a verdict, among all the others."""

from __future__ import annotations

import html
import time
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import count
from random import Random

from benchmarks.matching import invented
from benchmarks.matching.corpus import corpora
from benchmarks.matching.product import Filled
from benchmarks.matching.scale import Effort
from benchmarks.measure import Figure, percentile, visit
from benchmarks.visitor import Answer, Visitor
from sangto.sample.reading import sample_claims

TARGET_MS = 60.0
_LOOKED_AT = 60


def figures(desk: Filled, effort: Effort) -> Iterator[Figure]:
    """Each text is sent once, so that nothing kept from the same question helps."""
    random = Random("pages")  # noqa: S311 - the same in each run
    titles = {wording.text: claim.title for claim in sample_claims() for wording in claim.wordings}
    known = list(desk.known)
    claims = f"{desk.reports:,} reports, {effort.claims:,} claims"
    with desk.place.serving("sangto.cli", "serve", "--no-worker") as port:
        visitor = Visitor(port)
        page = visitor.get("/")
        _warm_up(visitor, page, known, effort.warm_up)
        looked = [random.choice(known) for _ in range(min(_LOOKED_AT, effort.posts))]
        shown = [
            titles[text]
            in html.unescape(visitor.submit(page, {"text": retyped(random, text)}).text)
            for text in looked
        ]
        yield Figure(
            "page",
            f"re-typed copies whose claim is answered or offered, {claims}",
            100 * sum(shown) / len(shown),
            "%",
        )
        for clients in (1, 4):
            for name, texts in (
                ("re-typed copy", [retyped(random, text) for text in _many(known, effort.posts)]),
                ("published wording", _many(known, effort.posts)),
            ):
                seen = visit(
                    port,
                    [visitor.submission(page, {"text": text}) for text in texts],
                    expected=frozenset({200}),
                    clients=clients,
                )
                yield Figure(
                    "page",
                    f"check of a {name}, {clients} at once, {claims}: p95",
                    percentile(seen.latencies, 0.95),
                    "ms",
                    p50=percentile(seen.latencies, 0.5),
                    p99=percentile(seen.latencies, 0.99),
                    target=effort.target(TARGET_MS),
                    higher=False,
                )


def _warm_up(visitor: Visitor, page: Answer, known: Sequence[str], seconds: float) -> None:
    """The server reads a large table of claims aside; until it has, answers are quicker."""
    end = time.monotonic() + seconds
    for number in count():
        visitor.submit(page, {"text": f"{known[number % len(known)]} {number}"})
        if time.monotonic() > end:
            return


def _many(texts: Sequence[str], number: int) -> list[str]:
    return [texts[place % len(texts)] for place in range(number)]


def retyped(random: Random, text: str) -> str:
    """As text, with its links and figures: accents lost or not, a few words dropped or other,
    perhaps cut at an end, perhaps passed on with a frame."""
    words = text.split()
    if random.random() < 0.5:
        less = random.randint(0, len(words) // 5)
        words = words[less:] if random.random() < 0.5 else words[: len(words) - less]
    for _ in range(max(1, round(0.08 * len(words)))):
        place = random.randrange(len(words))
        if random.random() < 0.6 and len(words) > 5:
            del words[place]
        else:
            words[place] = corpora()["vi"].words.draw(random)
    said = " ".join(words)
    if random.random() < 0.5:
        said = without_accents(said)
    if random.random() < 0.35:
        said = f"{random.choice(invented.OPENINGS['vi'])}: {said}"
    return f"{said} {random.choice(('', '', '🙏', '!!!', '😱😱'))}".strip()


def without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(part for part in parts if not unicodedata.combining(part))
