"""Running deadlines follow the table of working days."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.inbox import InboxStatus, Part
from sangto.cases.domain.states import OPEN_STATUSES, EntryKind
from sangto.cases.models import Case, InboxEntry
from sangto.cases.queries.cases import category_of
from sangto.cases.queries.deadlines import deadline_start
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.refreshing import refresh_entries
from sangto.kernel.actor import Actor
from sangto.kernel.worktime import due
from sangto.organisations.domain.deadlines import kind_for_category
from sangto.organisations.models import Network
from sangto.organisations.permissions import OrganisationPermission, authorise_unattended
from sangto.organisations.queries import calendar_for, current_charter

_OPEN = [status.value for status in OPEN_STATUSES]


def recompute_deadlines(*, network: Network, actor: Actor, now: datetime | None = None) -> int:
    """Compute the deadline of every open case anew and note each that changed; how many did.

    The days are those of the charter in force, counted in the table of today. A date that was
    promised to a sender stays. One transaction a case; a second run changes nothing.
    """
    authorise_unattended(actor, OrganisationPermission.HOLIDAY_OVERRIDE)
    now = now or timezone.now()
    calendar = calendar_for(network)
    rules = current_charter(network).deadlines
    moved = 0
    keys = Case.objects.filter(network=network, status__in=_OPEN).order_by("pk")
    for key in list(keys.values_list("pk", flat=True)):
        with change(actor) as journal:
            case = (
                Case.objects.select_for_update(of=("self",))
                .select_related("origin_report", "claim")
                .get(pk=key)
            )
            rule = rules.of(kind_for_category(category_of(case)))
            at = due(deadline_start(case), rule.days, rule.mode, calendar).at
            if at == case.due_at or case.status not in _OPEN:
                journal.nothing_changed()
                continue
            moved_by = {"before": _text(case.due_at), "after": _text(at)}
            write(case, due_at=at)
            record_entry(
                case=case,
                kind=EntryKind.DEADLINE,
                actor=actor,
                data=moved_by,
                now=now,
            )
            journal.record(AuditTag.CASE_DEADLINE_RECOMPUTED, case, moved_by)
            moved += 1
    _refresh_new(network)
    return moved


def _refresh_new(network: Network) -> None:
    """Rows of the inbox without a case count the same days."""
    new = InboxEntry.objects.filter(
        network=network, part=Part.TRIAGE.value, status=InboxStatus.NEW.value
    )
    refresh_entries(claims=list(new.values_list("pk", flat=True)))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
