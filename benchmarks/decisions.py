"""``python -m benchmarks.decisions``: how often an automatic answer is wrong, and how often there
is one, on the labelled sets.

Thresholds were chosen on train and dev; test is only reported. The upper bound is that of the
exact (Clopper and Pearson) 95 % interval, over texts and over their sources, as the texts of one
source depend on each other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from math import comb

from rich.console import Console
from rich.table import Table

from benchmarks.places import place

Said = Mapping[str, str]

#: Forms that keep the sentences of the known text in their order.
COPIES = frozenset({"accents", "teencode", "cut", "ocr", "changed_indicator"})
FORMS = (*sorted(COPIES), "forward", "reordered")


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
        lines = desk.run("benchmarks.inside.decisions").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def answered(every: Collection[Said]) -> str:
    right = sum(one["said"] == "answer" for one in every)
    named = sum(one["said"] in {"answer", "suggest"} for one in every)
    if not every:
        return ""
    return f"{right / len(every):.0%} ({right} of {len(every)}); named {named / len(every):.0%}"


def main() -> None:
    console = Console(width=None if Console().is_terminal else 140)
    every = said_to()
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
    console.print(table)
    for parts in ({"train", "dev"}, {"test"}):
        console.print(_false([one for one in every if one["split"] in parts], sorted(parts)))


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
