"""The one way by which the text of a version leaves the desk."""

from __future__ import annotations

from sangto.kernel.personal import masked
from sangto.verdicts.models import VerdictVersion


def public_text(version: VerdictVersion, text: str) -> str:
    """``text`` of this version as anybody may read it: what looks personal is masked, unless a
    person said that it stays, and so is what an officer marked."""
    return masked(text, stays=version.personal_stays, names=version.hidden_passages)
