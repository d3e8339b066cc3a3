"""Mails to the focal officers of an agency."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from sangto.audit.secrets import sealer
from sangto.handling.domain.measures import STAYS_WITH_THE_OWNER
from sangto.kernel.categories import Category
from sangto.notices.services import queue_mail
from sangto.organisations.models import Agency
from sangto.organisations.queries import focal_officers_on


def tell_agency(
    agency: Agency,
    key: str,
    letter: Callable[[], tuple[str, str]],
    category: Category,
    now: datetime,
) -> list[str]:
    """One mail to each focal officer on duty; their keys. Belongs inside a ``change``.

    About private data, the safety of a child and matters that are no other agency's nobody is
    told (SCOPE.md 8); feedback goes on to the service that it is about.
    """
    if category in STAYS_WITH_THE_OWNER:
        return []
    keys: list[str] = []
    subject, body = letter()
    for duty in focal_officers_on(agency, timezone.localdate(now)):
        mail = f"{key}:{agency.pk}:{duty.officer.pk}"
        queue_mail(
            key=mail,
            to_sealed=sealer().seal(duty.officer.email),
            language="vi",
            subject=subject,
            body=body,
            now=now,
        )
        keys.append(mail)
    return keys
