"""Drafts of cases whose content was deleted go too."""

from __future__ import annotations

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.kernel.actor import Actor, ActorKind
from sangto.kernel.errors import NotVisible
from sangto.verdicts.domain.version import OPEN_STATUSES
from sangto.verdicts.models import Verdict, VerdictVersion
from sangto.verdicts.services.writing import drop_unused

_FORGOTTEN = [CaseOutcome.OUT_OF_SCOPE.value, CaseOutcome.WITHDRAWN.value]
_OPEN = [status.value for status in OPEN_STATUSES]


def delete_drafts_of_forgotten(*, actor: Actor) -> int:
    """Delete versions that nobody signed, with their sources and evidence, of cases that were out
    of scope or whose every sender took the report back; how many. One transaction each; a verdict
    without versions goes with the last one."""
    if actor.kind is not ActorKind.SYSTEM:
        raise NotVisible
    stray = VerdictVersion.objects.filter(
        status__in=_OPEN,
        verdict__case__status=CaseStatus.CLOSED.value,
        verdict__case__outcome__in=_FORGOTTEN,
    )
    deleted = 0
    for key in list(stray.order_by("pk").values_list("pk", flat=True)):
        with change(actor) as journal:
            version = stray.select_for_update(of=("self",)).filter(pk=key).first()
            if version is None:
                journal.nothing_changed()
                continue
            files = [row.file for row in version.sources.select_related("file")]
            verdict = version.verdict_id
            details = {"verdict": verdict, "case": version.verdict.case_id}
            journal.record(AuditTag.VERDICT_DRAFT_DELETED, version, details)
            version.reviews.all().delete()
            version.delete()
            for file in files:
                if file is not None:
                    drop_unused(file, journal=journal)
            Verdict.objects.filter(pk=verdict, versions__isnull=True).delete()
            deleted += 1
    return deleted
