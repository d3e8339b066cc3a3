from __future__ import annotations

from sangto.notices.models.outbox_attachment import OutboxAttachment
from sangto.notices.models.outbox_message import OutboxMessage

__all__ = ["OutboxAttachment", "OutboxMessage"]
