"""What the desk says to each text of the labelled sets, all of whose claims it knows.

Prints one JSON object a text: part of the split, kind of text, what was said, and its source.
"""

from __future__ import annotations

import json
import sys

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)

    from tests.factories.matching import make_claim, make_wording
    from tests.factories.organisations import load_demo_network
    from tests.matching.labelled import base_claims, negatives, positives
    from tests.matching.test_labelled_decisions import category_of, outcome

    network = load_demo_network()
    bases = {base.id: base for base in base_claims()}
    known = {}
    for base in bases.values():
        claim = make_claim(network, category=category_of(base), title=base.title)
        make_wording(claim, base.wording, base.language)
        known[claim.pk] = base
    for one in positives():
        base = bases[one.base]
        said = outcome(known, one.text, base.akin | {base.id})
        _say(one.split, base.kind, one.how, said, one.base)
    for other in negatives():
        _say(
            other.split, "negative", other.why, outcome(known, other.text, other.akin), other.source
        )


def _say(split: str, kind: str, form: str, said: str, source: str) -> None:
    line = {"split": split, "kind": kind, "form": form, "said": said, "source": source}
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
