"""Where a case came from, and where it can go."""

from __future__ import annotations

from sangto.cases.domain.states import TransferKind
from sangto.cases.models import Case, Transfer
from sangto.organisations.models import Agency

_GIVEN = (TransferKind.ROUTED.value, TransferKind.PASSED_ON.value)


def came_from(case: Case) -> Agency | None:
    """Who passed the case on to the agency that has it now; None when nobody did, or when it came
    here because somebody gave it back. One query."""
    last = (
        Transfer.objects.filter(case=case)
        .select_related("from_agency")
        .order_by("-at", "-pk")
        .first()
    )
    if last is None or last.kind not in _GIVEN or last.to_agency_id != case.owner_id:
        return None
    return last.from_agency
