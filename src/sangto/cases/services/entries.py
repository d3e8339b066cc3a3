"""Timeline entries, and the guarded write that every change of a case goes through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from sangto.cases.domain.states import EntryKind
from sangto.cases.models import Case, TimelineEntry
from sangto.cases.services.refreshing import refresh_at_the_end
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, Refused, gettext_noop

#: What the caller saw and decided on; when one of them changed meanwhile, the decision is void.
_SEEN = (
    "status",
    "visibility",
    "outcome",
    "category",
    "topic",
    "subject_agency_id",
    "owner_id",
    "assignee_id",
    "confirmed_at",
    "escalated_at",
)


def record_entry(
    *,
    case: Case,
    kind: EntryKind,
    actor: Actor,
    text: str = "",
    data: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> TimelineEntry:
    """Add to the timeline, inside the caller's change. ``data`` holds codes and ids, no content."""
    return TimelineEntry.objects.create(
        case=case,
        kind=kind.value,
        at=now or timezone.now(),
        user_id=actor.user_id,
        agency_id=actor.agency_id,
        text=text,
        data=dict(data or {}),
    )


def changed_meanwhile() -> Refused:
    return Refused(
        Refusal(
            "cases.changed_meanwhile",
            gettext_noop("Somebody else changed this case just now. Look at it again first."),
        )
    )


def write(case: Case, **values: Any) -> None:
    """Change the row if it still is what ``case`` says, and then ``case`` itself; the claim's row
    in the inbox follows at the end of the change.

    Keys are column names (``owner_id``). Raises ``cases.changed_meanwhile`` for the loser.
    """
    seen: dict[str, Any] = {}
    for column in _SEEN:
        value = getattr(case, column)
        seen[column if value is not None else f"{column}__isnull"] = (
            value if value is not None else True
        )
    if Case.objects.filter(pk=case.pk, **seen).update(**values) != 1:
        raise changed_meanwhile()
    refresh_at_the_end(case.claim_id)
    for column, value in values.items():
        setattr(case, column, value)
