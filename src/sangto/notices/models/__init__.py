from __future__ import annotations

from sangto.notices.models.outbox_attachment import OutboxAttachment
from sangto.notices.models.outbox_message import OutboxMessage
from sangto.notices.models.webhook import Webhook
from sangto.notices.models.webhook_delivery import WebhookDelivery

__all__ = ["OutboxAttachment", "OutboxMessage", "Webhook", "WebhookDelivery"]
