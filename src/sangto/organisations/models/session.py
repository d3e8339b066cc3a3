"""Signed-in browsers: that there is one, since which day, and nothing else about it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class StaffSession(AbstractBaseSession):
    """A session that is listed and ended by ``public_id``, so that its key stands on no page.

    Days only; no address, no browser, no place. Visitors who are not signed in have a row without
    ``user`` if they have one at all.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="staff_sessions",
    )
    started_on = models.DateField()
    last_seen_on = models.DateField()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "session"
        verbose_name_plural = "sessions"

    def __str__(self) -> str:
        return f"session of {self.user_id} since {self.started_on}"
