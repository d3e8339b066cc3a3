"""Texts under which a claim is known."""

from __future__ import annotations

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.intake.domain.stripping import strip_identities
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.kernel.text import folded
from sangto.matching.domain.claims import wording_refusal
from sangto.matching.domain.kinds import SourceKind
from sangto.matching.index import match_index
from sangto.matching.index.sources import entry_of_wording
from sangto.matching.models import Claim, ClaimWording
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.services.asking import ask_profile, ask_suggestions


def add_wording(*, claim: Claim, language: str, text: str, actor: Actor) -> ClaimWording:
    """A text that may be shown to anybody; handles and profile links are taken out first. The same
    text twice is one wording."""
    text = strip_identities(text).strip()
    key = folded(text)
    with change(actor) as journal:
        authorise(actor, MatchingPermission.CLAIM_DESCRIBE)
        insist(wording_refusal(key, len(text)))
        existing = ClaimWording.objects.filter(claim=claim, text=text).first()
        if existing is not None:
            journal.nothing_changed()
            return existing
        wording = ClaimWording.objects.create(
            claim=claim, language="en" if language == "en" else "vi", text=text, folded=key
        )
        match_index().add(entry_of_wording(wording))
        journal.record(
            AuditTag.CLAIM_WORDING_ADDED, claim, {"wording": wording.pk, "language": language}
        )
        ask_suggestions(claim.pk)
        ask_profile(claim.pk)
        return wording


def remove_wording(*, wording: ClaimWording, actor: Actor) -> None:
    with change(actor) as journal:
        authorise(actor, MatchingPermission.CLAIM_DESCRIBE)
        match_index().remove(SourceKind.WORDING, wording.pk)
        journal.record(AuditTag.CLAIM_WORDING_REMOVED, wording.claim, {"wording": wording.pk})
        ask_suggestions(wording.claim_id)
        ask_profile(wording.claim_id)
        wording.delete()
