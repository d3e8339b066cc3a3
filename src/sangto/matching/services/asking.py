"""What a later room computes from links is computed again soon."""

from __future__ import annotations

from sangto.queue.services import put_again

REFRESH_TASK = "claim.refresh"


def ask_refresh(*claims: int) -> None:
    """One task for each claim, in the transaction that changed a link or a report of it. However
    many reports come while the task waits, it is done once."""
    for claim in claims:
        put_again(kind=REFRESH_TASK, key=f"{REFRESH_TASK}:{claim}", payload={"claim": claim})
