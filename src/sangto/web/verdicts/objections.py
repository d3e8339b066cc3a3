"""How somebody harmed by a verdict can object to it: until when, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.models import Network
from sangto.organisations.queries import deadline_for, lead_agency
from sangto.verdicts.queries import PublishedPage


@dataclass(frozen=True, slots=True)
class Objection:
    """``until`` is the last day; afterwards nothing is offered."""

    until: date
    lead: str
    email: str


def objection_to(page: PublishedPage) -> Objection | None:
    """None for an older version, and once the time to object is over. Three queries."""
    network = Network.objects.filter(pk=page.network_id).first()
    if not page.is_current or network is None:
        return None
    window = deadline_for(network, DeadlineKind.APPEAL_WINDOW, page.line.published_at)
    until = timezone.localdate(window.at)
    if until < timezone.localdate():
        return None
    lead = lead_agency(network)
    name = "" if lead is None else (get_language() == "en" and lead.name_en) or lead.name
    return Objection(until=until, lead=name, email=settings.SANGTO_CONTACT_EMAIL)
