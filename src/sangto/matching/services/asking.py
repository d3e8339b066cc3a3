"""What a later room computes from links is computed again soon."""

from __future__ import annotations

from sangto.queue.services import put_again

REFRESH_TASK = "claim.refresh"
SUGGEST_TASK = "claim.suggest"
PROFILE_TASK = "claim.profile"


def ask_refresh(*claims: int) -> None:
    """One task for each claim, in the transaction that changed a link or a report of it. However
    many reports come while the task waits, it is done once."""
    for claim in claims:
        put_again(kind=REFRESH_TASK, key=f"{REFRESH_TASK}:{claim}", payload={"claim": claim})


def ask_suggestions(*claims: int) -> None:
    """Look again which claims may be the same as these, and what in them may stand elsewhere: one
    task for each, in the transaction that changed a text of it."""
    for claim in claims:
        put_again(kind=SUGGEST_TASK, key=f"{SUGGEST_TASK}:{claim}", payload={"claim": claim})


def ask_profile(*claims: int) -> None:
    """Make anew what the claim stage knows of these claims: one task for each, in the transaction
    that changed what officers wrote about it."""
    for claim in claims:
        put_again(kind=PROFILE_TASK, key=f"{PROFILE_TASK}:{claim}", payload={"claim": claim})
