"""What ends by itself, and after how long."""

from __future__ import annotations

from datetime import timedelta

from docs.generated.markdown import table
from sangto.cases.domain.bulk import UNDO_FOR
from sangto.cases.domain.holding import HOLD_FOR
from sangto.intake.domain.drafts import LIFETIME
from sangto.intake.domain.picture_checks import LIFETIME as PICTURE_LIFETIME
from sangto.matching.queries.evidence import NUMBER_DAYS
from sangto.organisations.domain.invitations import LASTS
from sangto.web.intake.holding import SENT_SECONDS
from sangto.web.intake.receipts import VISIT_SECONDS


def spans() -> str:
    """Minutes, hours and days of the clock, never working time."""
    return table(
        ("what", "ends after"),
        (
            ("a hold on a claim, after its page was open last", _said(HOLD_FOR)),
            ("taking back a step for many claims", _said(UNDO_FOR)),
            ("the draft of a report, after its last step", _said(LIFETIME)),
            ("a picture that is checked, and what was read in it", _said(PICTURE_LIFETIME)),
            (
                "showing the receipt again in the browser that sent the report",
                _said(timedelta(seconds=SENT_SECONDS)),
            ),
            (
                "a visit with a receipt code that was typed once",
                _said(timedelta(seconds=VISIT_SECONDS)),
            ),
            ("an invitation", _said(LASTS)),
            ("finding a phone, account or wallet", _said(timedelta(days=NUMBER_DAYS))),
        ),
    )


def _said(span: timedelta) -> str:
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        number, rest = divmod(int(span.total_seconds()), length)
        if number and not rest:
            return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return f"{int(span.total_seconds())} seconds"
