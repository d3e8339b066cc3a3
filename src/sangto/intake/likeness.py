"""Reports whose pictures look alike, found by parts of their looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from sangto.documents.domain.look import Look, band_codes, distance
from sangto.intake.models import PictureBand, ReportImage

#: Pictures that are looked at for one band: the newest ones, where a band is common.
_A_BAND = 48
#: Pictures whose whole looks are compared: those that share the most bands.
_COMPARED = 200


@dataclass(frozen=True, slots=True)
class LikePicture:
    """``bits`` of 256 in which it differs."""

    report_id: int
    image_id: int
    bits: int


def pictures_like(
    looks: Sequence[Look], *, most_bits: int, without_report: int | None = None
) -> list[LikePicture]:
    """Pictures of living reports that differ in at most ``most_bits``, nearest first. Two queries
    for any number of pictures kept; a picture turned dark is found by its inverted form."""
    asked = [value for look in looks for value in (look.plain, look.inverted)]
    shared = _sharing(sorted({code for value in asked for code in band_codes(value)}))
    nearest = [image for image, _count in shared.most_common(_COMPARED)]
    if not nearest:
        return []
    images = ReportImage.objects.filter(
        pk__in=nearest, addition__isnull=True, report__content_deleted_at__isnull=True
    )
    if without_report is not None:
        images = images.exclude(report=without_report)
    found = []
    for number, report, kept in images.order_by("pk").values_list("pk", "report_id", "looks"):
        bits = min(
            (distance(value, plain) for value in asked for plain, _inverted in kept), default=256
        )
        if bits <= most_bits:
            found.append(LikePicture(report, number, bits))
    return sorted(found, key=lambda one: (one.bits, one.image_id))


def unbanded_pictures() -> QuerySet[ReportImage]:
    """Those whose look is known and can not be looked up."""
    return ReportImage.objects.filter(addition__isnull=True, bands__isnull=True).exclude(looks=[])


def _sharing(codes: Sequence[int]) -> Counter[int]:
    """How many of the bands each picture has."""
    if not codes:
        return Counter()
    table = connection.ops.quote_name(PictureBand._meta.db_table)
    one = (
        f"SELECT image_id FROM (SELECT image_id FROM {table} WHERE code = %s"  # noqa: S608 - the name of our own table
        " ORDER BY id DESC LIMIT %s) AS band"
    )
    parameters = [value for code in codes for value in (code, _A_BAND)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(codes)), parameters)
        return Counter(image for (image,) in cursor.fetchall())
