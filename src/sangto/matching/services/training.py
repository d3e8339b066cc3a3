"""Learning from what the desk confirmed and rejected; small, readable, and undone with one word."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.intake.models import Report
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, Refused, gettext_noop
from sangto.matching.claimstage.training import Example, Learned, example, learn
from sangto.matching.domain.kinds import LinkState
from sangto.matching.encoders import message_vectors
from sangto.matching.index.report_text import text_of_report
from sangto.matching.models import ReportLink
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.queries.claim_table import claim_table
from sangto.matching.queries.weighing import former_weights_file, weights_file

#: The newest confirmed links; a sentence model reads one in about 60 ms.
MOST_EXAMPLES = 5_000

Progress = Callable[[int, int], None]

_HEAD = """\
# How much each kind of evidence counts when a retold message is compared with the claims:
# words, words with their marks, letters, and the vector of the sentence model.
# Written by `sangto matching train`; `sangto matching undo` brings back what was before.
"""


@dataclass(frozen=True, slots=True)
class Training:
    """``kept`` is False where the learned weights ranked worse, or were only looked at."""

    learned: Learned
    kept: bool


def train_weights(*, actor: Actor, keep: bool = True, progress: Progress | None = None) -> Training:
    """Learn the weights of the claim stage from confirmed and rejected links.

    They are kept only where they rank held-out messages no worse than the untrained ones. Raises
    :class:`Refused` for fewer than 60 confirmed links.
    """
    authorise(actor, MatchingPermission.WEIGHTS_LEARN)
    found = learn(list(_examples(progress)))
    if isinstance(found, Refusal):
        raise Refused(found)
    if not keep or not found.helps:
        return Training(found, kept=False)
    with change(actor) as journal:
        journal.record(AuditTag.WEIGHTS_LEARNED, ("weights", "claims"), found.to_dict())
        if weights_file().exists():
            weights_file().replace(former_weights_file())
        _write(found)
    return Training(found, kept=True)


def undo_training(*, actor: Actor) -> bool:
    """Bring back what the last training took the place of; False where that is the untrained
    weights. Raises :class:`Refused` where nothing was learned."""
    authorise(actor, MatchingPermission.WEIGHTS_LEARN)
    if not weights_file().exists():
        raise Refused(
            Refusal("training.nothing_learned", gettext_noop("Nothing has been learned yet."))
        )
    with change(actor) as journal:
        journal.record(AuditTag.WEIGHTS_TAKEN_BACK, ("weights", "claims"))
        if former_weights_file().exists():
            former_weights_file().replace(weights_file())
            return True
        weights_file().unlink()
        return False


def _examples(progress: Progress | None) -> Iterator[Example]:
    table = claim_table(whole=True)
    links = (
        ReportLink.objects.filter(
            state=LinkState.CONFIRMED.value, report__content_deleted_at__isnull=True
        )
        .select_related("report")
        .prefetch_related("report__images")
        .order_by("-pk")[:MOST_EXAMPLES]
    )
    total = len(links)
    for done, link in enumerate(links, start=1):
        text = text_of_report(link.report).strip()
        if text:
            vectors = message_vectors([text]) if table.has_vector.any() else None
            found = example(
                table,
                _key(link.report),
                text,
                right=[link.claim_id],
                rejected=[int(one["claim"]) for one in link.explanation.get("former", [])],
                vector=vectors[0] if vectors is not None else None,
            )
            if found is not None:
                yield found
        if progress is not None:
            progress(done, total)


def _key(report: Report) -> str:
    return str(report.pk)


def _write(learned: Learned) -> None:
    path = weights_file()
    fresh = path.with_suffix(".fresh.yaml")
    content = _HEAD + yaml.safe_dump(learned.to_dict(), sort_keys=False)
    with fresh.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
