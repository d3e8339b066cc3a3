"""What the desk says to each text of the labelled sets, all of whose claims it knows.

Takes rates of false answers. Prints one JSON object a rate and text: the rate, part of the split,
kind of text, what was said, and its source.
"""

from __future__ import annotations

import json
import sys

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.test import override_settings

    call_command("migrate", verbosity=0)

    from tests.factories.matching import make_claim, make_wording
    from tests.factories.organisations import load_demo_network
    from tests.matching.labelled import base_claims, category_of, negatives, positives
    from tests.matching.test_labelled_decisions import outcome

    network = load_demo_network()
    bases = {base.id: base for base in base_claims()}
    known = {}
    for base in bases.values():
        claim = make_claim(network, category=category_of(base), title=base.title)
        make_wording(claim, base.wording, base.language)
        known[claim.pk] = base
    for rate in sys.argv[1:]:
        with override_settings(SANGTO_FALSE_ANSWER_RATE=float(rate)):
            for one in positives():
                base = bases[one.base]
                said = outcome(known, one.text, base.akin | {base.id})
                _say(rate, one.split, base.kind, one.how, said, one.base)
            for other in negatives():
                said = outcome(known, other.text, other.akin)
                _say(rate, other.split, "negative", other.why, said, other.source)


def _say(rate: str, split: str, kind: str, form: str, said: str, source: str) -> None:
    line = {"rate": rate, "split": split, "kind": kind, "form": form, "said": said}
    sys.stdout.write(json.dumps(line | {"source": source}) + "\n")


if __name__ == "__main__":
    main()
