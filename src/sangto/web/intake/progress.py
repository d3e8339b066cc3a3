"""What happened to a report, in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sangto.intake.queries import ReceiptView
from sangto.verdicts.queries import PublishedLine


def progress_of(found: ReceiptView, answer: PublishedLine | None) -> list[dict[str, object]]:
    """Entries for the timeline, oldest first; a step that is still ahead has no time."""
    words = {
        "received": _("Your report came in"),
        "in_review": _("Somebody began to check it"),
        "answered": _("You were answered"),
        "closed": _("Your report was closed"),
    }
    ahead = {
        "in_review": _("Somebody checks it"),
        "answered": _("You get an answer"),
        "closed": _("You get an answer"),
    }
    entries: list[dict[str, object]] = []
    for step in found.steps:
        if step.at is None:
            entries.append({"title": ahead.get(step.name, step.name), "state": "ahead"})
        else:
            entries.append({"title": words.get(step.name, step.name), "when": step.at})
    if answer is not None and answer.version > 1:
        entries.append(
            {
                "title": _("The answer changed, and you were told"),
                "when": answer.published_at,
            }
        )
    return entries
