"""How somebody harmed by a verdict can object to it: until when, and by when it is decided."""

from __future__ import annotations

from sangto.appeals.queries import Window
from sangto.appeals.queries.windows import window_of
from sangto.organisations.models import Network
from sangto.verdicts.queries import PublishedPage


def objection_to(page: PublishedPage) -> Window | None:
    """None for an older version, and once the time to object is over. Three queries."""
    network = Network.objects.filter(pk=page.network_id).first()
    if not page.is_current or network is None:
        return None
    window = window_of(network, page.line.published_at)
    return window if window.open else None
