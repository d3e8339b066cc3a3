"""Where no picture is ever kept, none stays: private matters, and where a child is in danger."""

from __future__ import annotations

from datetime import datetime

from sangto.audit.services import change
from sangto.cases.models import Case
from sangto.cases.queries import reports_of
from sangto.intake.services import discard_pictures
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.matching.index import match_index
from sangto.matching.index.sources import entry_of_report
from sangto.matching.models import Claim

NO_MEDIA = frozenset({Category.PRIVACY, Category.CHILD_SAFETY})


def withhold_media(
    *, claim: Claim, category: Category | None, actor: Actor, now: datetime | None = None
) -> int:
    """Delete the pictures of every report of the claim, those that joined later too, and take no
    more; how many reports had some. What was read in them is forgotten too."""
    if category not in NO_MEDIA:
        return 0
    count = 0
    with change(actor) as journal:
        journal.nothing_changed()
        for report in reports_of(claim):
            if discard_pictures(report=report, actor=actor, now=now):
                match_index().add(entry_of_report(report, claim.pk))
                count += 1
    return count


def withhold_late_media(*, claim: int, actor: Actor, now: datetime | None = None) -> int:
    """For reports that joined the claim after somebody chose its category."""
    case = Case.objects.select_related("claim").filter(claim=claim).first()
    if case is None or not case.category:
        return 0
    category = Category(case.category)
    return withhold_media(claim=case.claim, category=category, actor=actor, now=now)
