"""What `sangto doctor` says about the program that reads pictures."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sangto.config.findings import Finding, Level
from sangto.documents.reader import LANGUAGES, reader


def picture_reader() -> Finding:
    subject = _("Reading of pictures")
    found = reader()
    advice = _("Run: sudo apt-get install tesseract-ocr tesseract-ocr-vie")
    if not found.version:
        return Finding(
            subject,
            Level.WARNING,
            _("tesseract is not installed, so words in screenshots are not recognised."),
            advice,
        )
    if not found.complete:
        missing = ", ".join(one for one in LANGUAGES if one not in found.languages)
        return Finding(
            subject,
            Level.WARNING,
            _("tesseract lacks the language %(missing)s, so words in screenshots are misread.")
            % {"missing": missing},
            advice,
        )
    return Finding(
        subject, Level.FINE, _("tesseract %(version)s reads them.") % {"version": found.version}
    )
