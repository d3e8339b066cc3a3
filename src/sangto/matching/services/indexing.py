"""The index as a whole."""

from __future__ import annotations

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.intake.services import rebuild_picture_bands
from sangto.kernel.actor import Actor
from sangto.matching.index import Progress, match_index
from sangto.matching.permissions import MatchingPermission, authorise


def rebuild_index(*, actor: Actor, progress: Progress | None = None) -> bool:
    """Make the index again from wordings, reports and looks of pictures, in short transactions.

    Looking up and linking go on meanwhile. ``progress(done, total)`` may return False to stop;
    what is done stays done, and the next run begins again. Recorded only when it was finished.
    """
    authorise(actor, MatchingPermission.INDEX_REBUILD)
    rebuild_picture_bands(actor=actor)
    if not match_index().rebuild(progress):
        return False
    with change(actor) as journal:
        journal.record(AuditTag.INDEX_REBUILT, ("index", "claims"))
    return True
