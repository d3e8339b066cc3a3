"""Whether a number that somebody has in hand belongs to a published scam."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router
from pydantic import StringConstraints

from sangto.api.access import Access, caller_of
from sangto.api.shapes import Given, Taken
from sangto.api.verdicts import Verdict, verdict_shown
from sangto.handling.queries.indicators import known_number
from sangto.kernel.actor import Scope
from sangto.kernel.categories import IndicatorKind
from sangto.kernel.errors import Refused
from sangto.queue.domain.buckets import Rate, too_often
from sangto.queue.services import take
from sangto.verdicts.queries.published import line_of

router = Router()
#: Enough for who asks before a payment, far too little for who would make a list (SCOPE.md 7).
LOOK_UPS = Rate("api.number", limit=500, period=timedelta(days=1))


class NumberBody(Taken):
    kind: Literal["phone", "account", "wallet"]
    number: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class NumberKnown(Given):
    known: bool
    until: date | None
    verdict: Verdict | None


@router.post(
    "/numbers",
    response=NumberKnown,
    auth=Access(Scope.INDICATORS),
    summary="Look up one phone, account or wallet",
    operation_id="lookUpNumber",
)
def look_up_number(request: HttpRequest, body: NumberBody) -> dict[str, Any]:
    """Exactly this number, of a published scam that at least two people reported, for at most 90
    days. Everything else is not known. It travels in the body so that no log keeps it."""
    integration = caller_of(request).integration
    refusal = too_often(take(rate=LOOK_UPS, key=f"integration:{integration.pk}"))
    if refusal is not None:
        raise Refused(refusal)
    found = known_number(IndicatorKind(body.kind), body.number)
    if found is None:
        return {"known": False, "until": None, "verdict": None}
    line = line_of(found.verdict, language=get_language() or "vi")
    return {"known": True, "until": found.until, "verdict": verdict_shown(line)}
