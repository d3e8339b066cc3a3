"""Claims that a picture leads to, because one that looks the same was reported before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q

from sangto.documents.domain.look import Look
from sangto.intake.likeness import pictures_like
from sangto.intake.models import ReportImage
from sangto.kernel.text import folded
from sangto.matching.domain.decision import CLOSE_AT
from sangto.matching.domain.findings import Evidence
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.matching.domain.pictures import LIKE_BITS, of_picture
from sangto.matching.domain.reading import Reading
from sangto.matching.models import ReportLink

#: Nearest pictures that are looked at.
_MOST = 40


def evidence_of_pictures(
    reading: Reading, looks: Sequence[Look], *, without_report: int | None
) -> Iterator[Evidence]:
    """Four queries for any number of pictures, none without one. A report that is only linked
    loosely lets nobody join."""
    if not looks:
        return
    like = pictures_like(looks, most_bits=LIKE_BITS, without_report=without_report)[:_MOST]
    if not like:
        return
    reports = [one.report_id for one in like]
    texts = dict(
        ReportImage.objects.filter(pk__in=[one.image_id for one in like]).values_list(
            "pk", "read_text"
        )
    )
    links = ReportLink.objects.filter(report__in=reports).exclude(state=LinkState.REJECTED.value)
    claims = dict(links.values_list("report", "claim"))
    trusted = set(
        links.filter(
            Q(state=LinkState.CONFIRMED.value)
            | Q(method=LinkMethod.NEW.value)
            | Q(state=LinkState.AUTO.value, score__gte=CLOSE_AT)
        ).values_list("report", flat=True)
    )
    for one in like:
        judgement = of_picture(reading.folded, folded(texts.get(one.image_id, "")), bits=one.bits)
        if judgement is None or one.report_id not in claims:
            continue
        if one.report_id not in trusted:
            judgement = judgement.suggested()
        yield Evidence(
            claim_id=claims[one.report_id], method=LinkMethod.PICTURE, judgement=judgement
        )
