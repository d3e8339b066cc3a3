"""What a public version says otherwise than the one before it, by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sangto.consultation.domain.wording_diff import Change, Piece, difference
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import Source, VerdictVersion
from sangto.verdicts.queries.personal import public_text
from sangto.verdicts.queries.published import (
    PublishedLine,
    in_language,
    line_of,
    public_versions,
    steps_of,
)

#: In the order of the page.
_TEXTS = ("title", "summary", "what_to_do", "explanation", "missing", "factual_ground")


@dataclass(frozen=True, slots=True)
class TextDifference:
    """``name`` is the field's; every text stands here, also one that nobody changed."""

    name: str
    language: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.change is not Change.SAME for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class VersionDifferences:
    """``sources`` and ``grounds`` are titles and citations that came or went."""

    before: PublishedLine
    after: PublishedLine
    current: bool
    change_note: str
    note_language: str
    texts: tuple[TextDifference, ...]
    sources: tuple[tuple[Change, str], ...]
    grounds: tuple[tuple[Change, str], ...]

    @property
    def rating_changed(self) -> bool:
        return self.before.rating is not self.after.rating

    @property
    def holds_until(self) -> tuple[date | None, date | None] | None:
        """Before and after, where that day was moved."""
        days = self.before.valid_until, self.after.valid_until
        return days if days[0] != days[1] else None


def version_differences(
    reference: str, number: int, *, language: str = "vi"
) -> VersionDifferences | None:
    """Against the public version before; None where there is none, or no such version."""
    versions = list(
        public_versions()
        .filter(verdict__reference=reference, number__lte=number)
        .prefetch_related("sources", "cited_grounds__ground")
        .order_by("-number")[:2]
    )
    if len(versions) < 2 or versions[0].number != number:
        return None
    after, before = versions
    return VersionDifferences(
        before=line_of(before, language=language),
        after=line_of(after, language=language),
        current=after.status == VersionStatus.PUBLISHED.value,
        change_note=in_language(after, "change_note", language),
        note_language="en" if language == "en" and after.change_note_en else "vi",
        texts=tuple(
            TextDifference(name, own, difference(_text(before, name, own), _text(after, name, own)))
            for name, own in (
                (name, _shared_language(before, after, name, language)) for name in _TEXTS
            )
        ),
        sources=_lists(_sources(before), _sources(after)),
        grounds=_lists(_grounds(before, language), _grounds(after, language)),
    )


def _shared_language(
    before: VerdictVersion, after: VerdictVersion, name: str, language: str
) -> str:
    """A text that only one of the two has in English is compared in Vietnamese."""
    english = getattr(before, f"{name}_en") and getattr(after, f"{name}_en")
    return "en" if language == "en" and english else "vi"


def _text(version: VerdictVersion, name: str, language: str) -> str:
    if name == "what_to_do":
        return "\n".join(steps_of(version, language))
    return in_language(version, name, language)


def _sources(version: VerdictVersion) -> list[str]:
    return [_source_line(source) for source in version.sources.all()]


def _source_line(source: Source) -> str:
    cited = f"{source.title} ({source.publisher})"
    return public_text(source.version, cited)


def _grounds(version: VerdictVersion, language: str) -> list[str]:
    return [
        cited.ground.citation_en if language == "en" else cited.ground.citation
        for cited in version.cited_grounds.all()
    ]


def _lists(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[Change, str], ...]:
    return (
        *((Change.REMOVED, one) for one in before if one not in after),
        *((Change.ADDED, one) for one in after if one not in before),
    )
