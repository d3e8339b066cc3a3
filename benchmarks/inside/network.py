"""Prepare the desk: the sample network, and as many of its published verdicts as asked for."""

from __future__ import annotations

import json
import sys

import django


def main(claims: int) -> None:
    django.setup()
    from sangto.cli.seeding.batches import batched, together
    from sangto.cli.seeding.network import prepare_network
    from sangto.cli.seeding.work import Seeding
    from sangto.cli.serve import prepare_installation
    from sangto.sample.reading import sample_claims

    prepare_installation(quiet=True)
    prepare_network()
    _title, steps = next(iter(Seeding(with_background=False).parts()))
    for batch in batched(steps[:claims]):
        with together(batch):
            for step in batch:
                step()
    published = [claim for claim in sample_claims() if claim.rating is not None][:claims]
    known = [
        wording.text
        for claim in published
        for wording in claim.wordings
        if wording.language == "vi" and len(wording.text) < 1_000
    ]
    json.dump({"known": known}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
