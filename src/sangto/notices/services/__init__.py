from __future__ import annotations

from sangto.notices.services.account_mails import send_invitation, send_password_link
from sangto.notices.services.delivery import DeliveryDelayed, deliver
from sangto.notices.services.outbox import (
    forget_failed_addresses,
    queue_mail,
    reseal_waiting,
    send_again,
)

__all__ = [
    "DeliveryDelayed",
    "deliver",
    "forget_failed_addresses",
    "queue_mail",
    "reseal_waiting",
    "send_again",
    "send_invitation",
    "send_password_link",
]
