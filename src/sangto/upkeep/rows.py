"""Rows as plain values: read from one database, kept as JSON, written into another one."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connections, models

from sangto.upkeep.tables import Table

Row = tuple[Any, ...]

#: Rows that are read or written at once.
BATCH = 2_000


def fields_of(model: Table) -> list[models.Field[Any, Any]]:
    return list(model._meta.local_concrete_fields)


def rows_of(model: Table, using: str) -> Iterator[Row]:
    """In the order of the key, so that the same rows always make the same file."""
    key = model._meta.pk
    order = [field.name for field in getattr(key, "fields", None) or (key,) if field is not None]
    names = [field.attname for field in fields_of(model)]
    query = model._base_manager.using(using).order_by(*order).values_list(*names)
    yield from query.iterator(chunk_size=BATCH)


def count_of(model: Table, using: str) -> int:
    return model._base_manager.using(using).count()


def _kind(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """What the column holds: of a reference, what the row that it names has as its key."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _encoder(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    kind = _kind(field)
    if isinstance(kind, models.BinaryField):
        return lambda value: base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(kind, models.DateField):  # of which DateTimeField is one
        return lambda value: value.isoformat()
    if isinstance(kind, models.UUIDField):
        return str
    return lambda value: value


def _decoder(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    kind = _kind(field)
    if isinstance(kind, models.BinaryField):
        return lambda value: base64.b64decode(value, validate=True)
    if isinstance(kind, models.DateTimeField):
        return datetime.fromisoformat
    if isinstance(kind, models.DateField):
        return date.fromisoformat
    if isinstance(kind, models.UUIDField):
        return UUID
    return lambda value: value


def as_lines(model: Table, rows: Iterable[Row]) -> Iterator[bytes]:
    """One JSON array a line, in the order of :func:`fields_of`."""
    encoders = [_encoder(field) for field in fields_of(model)]
    for row in rows:
        values = [
            None if value is None else encode(value)
            for encode, value in zip(encoders, row, strict=True)
        ]
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        yield text.encode("utf-8") + b"\n"


def from_lines(model: Table, lines: Iterable[bytes], names: Sequence[str]) -> Iterator[Row]:
    """``names`` are the columns as the file has them. Raises ValueError for what is no row."""
    fields = fields_of(model)
    if list(names) != [field.attname for field in fields]:
        raise ValueError(model._meta.label)
    decoders = [_decoder(field) for field in fields]
    for line in lines:
        values = json.loads(line)
        yield tuple(
            None if value is None else decode(value)
            for decode, value in zip(decoders, values, strict=True)
        )


def insert(model: Table, rows: Iterable[Row], using: str) -> int:
    """Write them with their keys, and say how many. Wants a transaction around it: references
    inside one table may point forwards until it ends."""
    connection = connections[using]
    fields = fields_of(model)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    prepared = (
        [
            field.get_db_prep_save(value, connection)
            for field, value in zip(fields, row, strict=True)
        ]
        for row in rows
    )
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for values in prepared:
                    copy.write_row(values)
                    count += 1
            return count
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        places = ", ".join(["%s"] * len(fields))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
        while batch := list(islice(prepared, BATCH)):
            cursor.executemany(statement, batch)
            count += len(batch)
    return count


def go_on_counting(tables: Sequence[Table], using: str) -> None:
    """The next key that the database gives is one that no row has."""
    connection = connections[using]
    statements = connection.ops.sequence_reset_sql(no_style(), list(tables))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
