"""Many reports as rows at once, without an object for each of them."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db import connection
from django.utils import timezone

from sangto.intake.models import Report
from sangto.intake.services.submitting import PREFIX
from sangto.kernel.references import new_reference


def free_references(moments: Sequence[datetime]) -> list[str]:
    """One for each moment, none of them taken or given twice."""
    years = {moment: timezone.localtime(moment).year for moment in set(moments)}
    chosen: dict[str, int] = {}
    missing = list(range(len(moments)))
    while missing:
        random = io.BytesIO(os.urandom(10 * len(missing)))
        taken: list[int] = []
        for place in missing:
            reference = new_reference(PREFIX, years[moments[place]], random.read)
            if chosen.setdefault(reference, place) != place:
                taken.append(place)
        known = Report.objects.filter(reference__in=list(chosen))
        taken += [chosen.pop(one) for one in known.values_list("reference", flat=True)]
        missing = taken
    return sorted(chosen, key=chosen.__getitem__)


def insert_reports(
    like: Report, columns: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Add a row for each of ``rows``, which say the columns that differ; the others are those of
    ``like``. The same checks and constraints hold as for any other report; the time that
    ``bulk_create`` takes to make and read objects is three quarters of an import."""
    fields = [field for field in Report._meta.concrete_fields if not field.primary_key]
    place = {name: number for number, name in enumerate(columns)}
    dates = {place[name] for name in columns if name.endswith(("_at", "_until"))}
    ordered = [field for field in fields if field.name in place]
    same = [field for field in fields if field.name not in place]
    order = [place[field.name] for field in ordered]
    constant = tuple(
        field.get_db_prep_save(field.pre_save(like, add=True), connection) for field in same
    )
    adapted: dict[object, object] = {}
    for number in dates:
        for value in {row[number] for row in rows} - adapted.keys():
            adapted[value] = connection.ops.adapt_datetimefield_value(value)  # type: ignore[arg-type] # a moment or None
    taken = itemgetter(*order)
    when = [position for position, number in enumerate(order) if number in dates]

    def prepared(row: tuple[object, ...]) -> list[Any]:
        values = list(taken(row))
        for position in when:
            values[position] = adapted[values[position]]
        values += constant
        return values

    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in [*ordered, *same])
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(Report._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608 - names of columns only
            [prepared(row) for row in rows],
        )


def numbers_of(references: Sequence[str]) -> list[int]:
    """The primary keys, in the given order."""
    known = Report.objects.filter(reference__in=references).values_list("reference", "pk")
    numbers = dict(known)
    return [numbers[reference] for reference in references]
