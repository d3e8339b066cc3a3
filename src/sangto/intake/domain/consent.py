"""Versions of the text that a sender agrees to; each stays readable under its number.

The texts stand in ``templates/intake/consent/<version>.<language>.txt``. A changed text is a new
version and a new pair of files.
"""

from __future__ import annotations

CONSENT_VERSION = "2026-2"

#: Versions that are still taken: a page that was opened before a new one may yet be sent.
ACCEPTED_VERSIONS: frozenset[str] = frozenset({"2026-1", CONSENT_VERSION})
LANGUAGES = ("vi", "en")


def consent_template(version: str, language: str) -> str:
    """The template's name; Vietnamese for a language that the text does not exist in."""
    return f"intake/consent/{version}.{language if language in LANGUAGES else 'vi'}.txt"
