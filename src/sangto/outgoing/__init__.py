"""Every request that the desk sends to another server goes through here.

A name is resolved once, and the connection goes to that address; private addresses are refused.
Redirects are looked at one by one, proxies and the environment are not asked, and time, bytes
(also of packed answers) and kinds of content have limits.
"""

from __future__ import annotations

from sangto.outgoing.addresses import AllowedHost
from sangto.outgoing.errors import MESSAGES, OutgoingError, Reason
from sangto.outgoing.fetching import Answer, Limits, fetch

__all__ = ["MESSAGES", "AllowedHost", "Answer", "Limits", "OutgoingError", "Reason", "fetch"]
