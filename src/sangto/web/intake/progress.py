"""What happened to a report, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sangto.intake.queries import ReceiptView
from sangto.verdicts.queries import PublishedLine


def progress_of(
    found: ReceiptView,
    answer: PublishedLine | None,
    additions: Sequence[tuple[datetime, int]] = (),
) -> list[dict[str, object]]:
    """Entries for the timeline, oldest first; a step that is still ahead has no time."""
    words = {
        "received": _("Your report came in"),
        "in_review": _("Somebody began to check it"),
        "answered": _("You were answered"),
        "closed": _("Your report was closed"),
        "withdrawn": _("You withdrew your report"),
    }
    ahead = {
        "in_review": _("Somebody checks it"),
        "answered": _("You get an answer"),
        "closed": _("You get an answer"),
    }
    past: list[dict[str, object]] = []
    coming: list[dict[str, object]] = []
    for step in found.steps:
        if step.at is None:
            coming.append({"title": ahead.get(step.name, step.name), "state": "ahead"})
        else:
            past.append({"title": words.get(step.name, step.name), "when": step.at})
    for at, pictures in additions:
        title = _("You added something")
        if pictures:
            title = ngettext(
                "You added something, with %(count)d picture",
                "You added something, with %(count)d pictures",
                pictures,
            ) % {"count": pictures}
        past.append({"title": title, "when": at})
    entries = [*sorted(past, key=_when), *coming]
    if answer is not None and answer.version > 1:
        entries.append(
            {
                "title": _("The answer changed, and you were told"),
                "when": answer.published_at,
            }
        )
    return entries


def _when(entry: dict[str, object]) -> datetime:
    when = entry["when"]
    assert isinstance(when, datetime)  # noqa: S101 - set above
    return when
