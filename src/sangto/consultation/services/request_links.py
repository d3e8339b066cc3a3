"""New secrets for links of requests."""

from __future__ import annotations

import secrets

from sangto.consultation.queries.links import token_digest, token_of


def new_link() -> dict[str, str]:
    """Columns of a request whose link was never given out."""
    salt = secrets.token_hex(32)
    return {"salt": salt, "token_digest": token_digest(token_of(salt))}
