"""What `sangto doctor` says about making PDF documents."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sangto.config.findings import Finding, Level
from sangto.documents.rendering import pdf_available
from sangto.documents.rendering.fonts import letters_missing

PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FONT = "fonts-liberation2"


def document_maker() -> Finding:
    subject = _("Documents as PDF")
    if not pdf_available():
        return Finding(
            subject,
            Level.WARNING,
            _("Pango is not installed, so documents are made as DOCX only."),
            _("Run: %(command)s") % {"command": f"sudo apt-get install {PANGO} {FONT}"},
        )
    missing = letters_missing()
    if missing is None:
        text = _("Liberation Serif is not installed, so documents get another font and layout.")
    elif missing:
        text = _("The font of documents lacks %(count)s Vietnamese letters.") % {"count": missing}
    else:
        return Finding(subject, Level.FINE, _("They can be made, with every Vietnamese letter."))
    return Finding(
        subject,
        Level.WARNING,
        text,
        _("Run: %(command)s") % {"command": f"sudo apt-get install {FONT}"},
    )
