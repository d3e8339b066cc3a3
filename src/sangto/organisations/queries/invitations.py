from __future__ import annotations

from hashlib import sha256

from sangto.audit.secrets import digester
from sangto.organisations.models import Agency, Invitation

_PURPOSE = "organisations.invitation"


def token_of(salt: str) -> str:
    """The link's secret: only who has the keys of the installation can derive it from the row."""
    return digester().digest(_PURPOSE, salt)[:40]


def token_digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def token_to_send(invitation: Invitation) -> str | None:
    """Under whichever key it was made; None when that key is gone."""
    for candidate in digester().candidates(_PURPOSE, invitation.salt):
        if token_digest(candidate[:40]) == invitation.token_digest:
            return candidate[:40]
    return None


def invitation_of(token: str) -> Invitation | None:
    """Also one that is over or has expired; the caller says so."""
    return (
        Invitation.objects.filter(token_digest=token_digest(token))
        .select_related("agency", "invited_by")
        .first()
    )


def open_invitations(agency: Agency) -> list[Invitation]:
    """Not accepted and not taken back, newest first; expired ones too."""
    return list(
        Invitation.objects.filter(agency=agency, accepted_at__isnull=True, revoked_at__isnull=True)
        .select_related("invited_by")
        .order_by("-created_at", "-pk")
    )
