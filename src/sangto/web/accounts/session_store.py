"""Django's sessions in rows of our own, so that people see theirs and can end them."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from sangto.organisations.models import StaffSession


class SessionStore(DatabaseStore):
    """Notes whose session it is and the days of its first and last use; the last one at most
    once a day, when the session is read."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._row: StaffSession | None = None

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def load(self) -> dict[str, Any]:
        self._row = self._get_session_from_db()  # type: ignore[attr-defined] # Django has it
        if self._row is None:
            return {}
        if self._row.user_id is not None and self._row.last_seen_on < timezone.localdate():
            self.modified = True
        return dict(self.decode(self._row.session_data))

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        key = self._get_or_create_session_key()  # type: ignore[attr-defined] # Django has it
        day = timezone.localdate()
        row = StaffSession(
            session_key=key,
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=_number(data.get("_auth_user_id")),
            started_on=day,
            last_seen_on=day,
        )
        if self._row is not None and self._row.session_key == key:
            row.public_id = self._row.public_id
            if row.user_id == self._row.user_id:
                row.started_on = self._row.started_on
        self._row = row
        return row


def _number(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() else None
