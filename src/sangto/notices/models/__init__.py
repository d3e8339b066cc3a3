from __future__ import annotations

from sangto.notices.models.outbox_message import OutboxMessage

__all__ = ["OutboxMessage"]
