"""All that a report says, as one text: what was typed, and what a machine read in its pictures.

For matching and its index alone: what stands in a picture is found by no search of the desk or of
the public (SCOPE.md 3).
"""

from __future__ import annotations

from sangto.documents.domain.look import Look
from sangto.intake.models import Report, ReportImage
from sangto.kernel.text import folded

#: A picture of which so much stands in the text already says nothing new.
_SAME_SHARE = 0.8


def text_of_report(report: Report) -> str:
    """The text, then the words and codes of each picture that came with it. One query, unless the
    pictures were fetched before (``images``)."""
    parts = [report.text] if report.text else []
    known = set(folded(report.text).split())
    for image in _pictures(report):
        words = set(folded(image.read_text).split())
        if words and len(words & known) < _SAME_SHARE * len(words):
            parts.append(image.read_text)
            known |= words
        parts += [str(code) for code in image.read_codes if str(code) not in report.text]
    return "\n".join(parts)


def looks_of_report(report: Report) -> tuple[Look, ...]:
    """What its pictures look like."""
    return tuple(
        Look(plain, inverted) for image in _pictures(report) for plain, inverted in image.looks
    )


def _pictures(report: Report) -> list[ReportImage]:
    """Those of the report itself; what was added later is read for people only."""
    return [image for image in report.images.all() if image.addition_id is None]
