from __future__ import annotations

from sangto.notices.services.account_mails import send_invitation, send_password_link
from sangto.notices.services.delivery import DeliveryDelayed, deliver
from sangto.notices.services.outbox import (
    forget_failed_addresses,
    queue_mail,
    reseal_waiting,
    send_again,
)
from sangto.notices.services.webhook_delivery import deliver_webhook
from sangto.notices.services.webhooks import (
    WEBHOOK_TASK,
    add_webhook,
    replay,
    reseal_secrets,
    rotate_secret,
    switch_webhook,
    tell_webhooks,
    try_webhook,
)

__all__ = [
    "WEBHOOK_TASK",
    "DeliveryDelayed",
    "add_webhook",
    "deliver",
    "deliver_webhook",
    "forget_failed_addresses",
    "queue_mail",
    "replay",
    "reseal_secrets",
    "reseal_waiting",
    "rotate_secret",
    "send_again",
    "send_invitation",
    "send_password_link",
    "switch_webhook",
    "tell_webhooks",
    "try_webhook",
]
