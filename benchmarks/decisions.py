"""``python -m benchmarks.decisions``: how often an automatic answer is wrong, how often there is
one, and how well its chance was told, on the labelled sets. With ``--fit`` it learns the chance
anew and writes ``data/chances.txt`` of matching.

Everything is chosen on train and dev; test is only reported. The upper bound is that of the
exact (Clopper and Pearson) 95 % interval, over texts and over their sources, as the texts of one
source depend on each other.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Collection, Mapping
from math import comb

from rich.console import Console
from rich.table import Table

from benchmarks.chances import HELD_OUT, LEARNED, as_file, fit, pairs_of, reliability
from benchmarks.places import ROOT, place
from sangto.matching.domain.chances import Sign, chances

Said = Mapping[str, str]

#: Forms that keep the sentences of the known text in their order.
COPIES = frozenset({"accents", "teencode", "cut", "ocr", "changed_indicator"})
FORMS = (*sorted(COPIES), "forward", "reordered")
USUAL = "0.01"
RATES = ("0.005", USUAL, "0.02", "0.05")
CHANCES = ROOT / "src/sangto/matching/data/chances.txt"


def upper_bound(wrong: int, total: int) -> float:
    """The largest share at which so few wrong ones still happen once in twenty times."""
    low, high = wrong / total if total else 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        seen = sum(
            comb(total, k) * middle**k * (1 - middle) ** (total - k) for k in range(wrong + 1)
        )
        low, high = (middle, high) if seen > 0.05 else (low, middle)
    return high


def said_to() -> list[Said]:
    with place("decisions", "") as desk:
        lines = desk.run("benchmarks.inside.decisions", *RATES).splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def answered(every: Collection[Said]) -> str:
    right = sum(one["said"] == "answer" for one in every)
    named = sum(one["said"] in {"answer", "suggest"} for one in every)
    if not every:
        return ""
    return f"{right / len(every):.0%} ({right} of {len(every)}); named {named / len(every):.0%}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.decisions", description=__doc__)
    parser.add_argument("--fit", action="store_true", help=f"learn and write {CHANCES.name}")
    console = Console(width=None if Console().is_terminal else 140)
    if parser.parse_args().fit:
        console.print(refit())
        return
    said = said_to()
    usual = [one for one in said if one["rate"] == USUAL]
    console.print(by_form(usual))
    for parts in ({"train", "dev"}, {"test"}):
        console.print(_false([one for one in usual if one["split"] in parts], sorted(parts)))
    console.print(by_rate(said))
    for table in told_chances():
        console.print(table)


def refit() -> str:
    """What was written."""
    pairs = pairs_of(LEARNED)
    text = as_file(fit(pairs), pairs)
    CHANCES.write_text(text, encoding="utf-8")
    return text


def told_chances() -> list[Table]:
    pairs = pairs_of(HELD_OUT)
    clear = [pair for pair in pairs if not pair.signs[Sign.DOUBT]]
    return [
        reliability(chances(), pairs, "Chances on test, all pairs"),
        reliability(chances(), clear, "Chances on test, pairs without a doubt"),
    ]


def by_rate(said: Collection[Said]) -> Table:
    """Answers, wrong ones among them with their upper bound, and copies that were answered."""
    table = Table(title="Automatic answers on test, by the stated rate", title_justify="left")
    for name in ("rate", "answers", "wrong", "at most", "negatives answered", "copies answered"):
        table.add_column(name)
    for rate in RATES:
        test = [one for one in said if one["rate"] == rate and one["split"] == "test"]
        answers = [one for one in test if one["said"].startswith("answer")]
        wrong = [one for one in answers if one["said"] == "answer wrong"]
        negatives = [one for one in test if one["kind"] == "negative"]
        false = [one for one in wrong if one["kind"] == "negative"]
        near = [one for one in test if one["kind"] != "negative"]
        table.add_row(
            *(f"{float(rate):.1%}", str(len(answers)), str(len(wrong))),
            f"{upper_bound(len(wrong), len(answers)):.2%}",
            f"{len(false)} of {len(negatives)} "
            f"(at most {upper_bound(len(false), len(negatives)):.2%})",
            answered(_asked(near, COPIES)),
        )
    return table


def by_form(every: Collection[Said]) -> Table:
    table = Table(title="Automatic answers on the labelled sets", title_justify="left")
    for name in ("", "train and dev", "test"):
        table.add_column(name)

    def row(name: str, chosen: Collection[Said]) -> None:
        test = [one for one in chosen if one["split"] == "test"]
        table.add_row(name, answered([one for one in chosen if one not in test]), answered(test))

    near = [one for one in every if one["kind"] != "negative" and one["form"] != "paraphrase"]
    row("scams, copies", [one for one in near if one["kind"] == "scam" and one["form"] in COPIES])
    for kind in ("scam", "rumour", "notice"):
        row(f"{kind}s, all forms but paraphrases", [one for one in near if one["kind"] == kind])
    row("copies of scams and rumours", _asked(near, COPIES))
    row("all forms of scams and rumours", _asked(near, frozenset(FORMS)))
    for form in FORMS:
        of_form = [one for one in every if one["kind"] != "negative" and one["form"] == form]
        row(f"form: {form}", of_form)
    return table


def _asked(near: Collection[Said], forms: frozenset[str]) -> list[Said]:
    """Notices are genuine: a reassuring verdict answers the unchanged text only."""
    return [one for one in near if one["kind"] != "notice" and one["form"] in forms]


def _false(every: Collection[Said], parts: Collection[str]) -> str:
    """Over negatives, and over positives that were answered with another claim."""
    negatives = [one for one in every if one["kind"] == "negative"]
    wrong = [one for one in negatives if one["said"] == "answer wrong"]
    sources = {one["source"] for one in negatives}
    wrong_sources = {one["source"] for one in wrong}
    confused = Counter(one["said"] for one in every if one["kind"] != "negative")["answer wrong"]
    return (
        f"{' and '.join(parts)}: {len(wrong)} of {len(negatives)} negatives were answered "
        f"(at most {upper_bound(len(wrong), len(negatives)):.2%}); {len(wrong_sources)} of "
        f"{len(sources)} sources (at most {upper_bound(len(wrong_sources), len(sources)):.2%}); "
        f"{confused} other texts got the answer of another claim"
    )


if __name__ == "__main__":
    main()
