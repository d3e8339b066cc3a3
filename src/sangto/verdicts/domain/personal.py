"""What of a version a person has to look at before it is published, and when it may be masked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.personal import Finding, findings
from sangto.verdicts.domain.content import TEXT_FIELDS, VerdictContent

REASON_LENGTH = 5_000
REASON_WORDS = 5
PASSAGES = 20
PASSAGE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding and the text it stands in; ``field`` is a name of :data:`TEXT_FIELDS`, of a list
    of steps, or ``sources``."""

    field: str
    text: str
    finding: Finding

    @property
    def around(self) -> tuple[str, str, str]:
        """What stands before it, itself, and what stands after, for whoever looks at it."""
        start, end = self.finding.start, self.finding.end
        return self.text[max(0, start - 60) : start], self.finding.text, self.text[end : end + 60]


def texts_of(content: VerdictContent) -> Iterator[tuple[str, str]]:
    """Every text of a version that anybody may read, with the name of its field."""
    for name in TEXT_FIELDS:
        yield name, getattr(content, name)
    for name in ("what_to_do", "what_to_do_en"):
        for step in getattr(content, name):
            yield name, step
    for source in content.sources:
        yield "sources", source.title
        yield "sources", source.publisher


def spots(content: VerdictContent, *, names: Collection[str] = ()) -> list[Spot]:
    return [
        Spot(field, text, finding)
        for field, text in texts_of(content)
        for finding in findings(text, names=names)
    ]


def unlooked(content: VerdictContent, *, stays: Collection[str]) -> list[Spot]:
    """Findings of which nobody has said yet that they stay."""
    return [spot for spot in spots(content) if spot.finding.key not in stays]


def personal_refusal(content: VerdictContent, *, stays: Collection[str]) -> Refusal | None:
    open_spots = unlooked(content, stays=stays)
    if not open_spots:
        return None
    return Refusal(
        "verdict.personal_data",
        gettext_noop(
            "This text may hold personal data in %(count)d places. Change the text, or say of each"
            " of them that it stays."
        ),
        {"count": len({spot.finding.key for spot in open_spots})},
        "personal",
    )


def passages_refusal(passages: Sequence[str]) -> Refusal | None:
    if len(passages) > PASSAGES:
        return Refusal(
            "verdict.passages_too_many",
            gettext_noop("There may be at most %(count)d entries here."),
            {"count": PASSAGES},
            "passages",
        )
    if any(len(one) > PASSAGE_LENGTH for one in passages):
        return Refusal(
            "verdict.passage_too_long",
            gettext_noop("This text may have at most %(length)d characters."),
            {"length": PASSAGE_LENGTH},
            "passages",
        )
    return None


def masking_refusal(content: VerdictContent, passages: Sequence[str]) -> Refusal | None:
    """Masking means something that stands there."""
    found = [spot for spot in spots(content, names=passages) if spot.finding.kind == "name"]
    if passages and found:
        return None
    return Refusal(
        "verdict.passage_not_there",
        gettext_noop("These words do not stand in the published text."),
        {},
        "passages",
    )


def removal_reason_refusal(reason: str) -> Refusal | None:
    if len(reason.split()) >= REASON_WORDS and len(reason) <= REASON_LENGTH:
        return None
    return Refusal(
        "verdict.removal_reason",
        gettext_noop(
            "Say why, in at least five words and at most %(length)d characters. It stands in the"
            " public register."
        ),
        {"length": REASON_LENGTH},
        "reason",
    )


def withdrawal_refusal(*, person: int, contributors: Collection[int]) -> Refusal | None:
    if person not in contributors:
        return None
    return Refusal(
        "verdict.withdraw_own_work",
        gettext_noop(
            "You worked on this verdict or signed it. Somebody else decides whether it is taken"
            " back."
        ),
    )
