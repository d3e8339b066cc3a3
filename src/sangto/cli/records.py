"""Reading an archive line by line: JSON Lines or CSV, each fault with its number and reason."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from sangto.kernel.categories import Category

FIELDS = (
    "id",
    "text",
    "link",
    "reason",
    "territory",
    "language",
    "received_at",
    "category",
    "topic",
    "title",
    "title_en",
    "verdict_title",
    "verdict_summary",
    "verdict_from",
    "verdict_address",
)
LONGEST_LINE = 2_000_000


class UnreadableArchive(Exception):  # noqa: N818 - the word of the house
    """The file as a whole can not be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that was not taken, counted from 1 as an editor shows it."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """One archived report. ``key`` is stable, so that the same line is never taken twice."""

    line: int
    key: str
    text: str = field(repr=False)
    link: str = field(repr=False)
    reason: str = field(repr=False)
    territory: str | None
    language: str
    received_at: datetime
    category: Category | None
    topic: str
    title: str
    title_en: str
    verdict_title: str
    verdict_summary: str
    verdict_from: str
    verdict_address: str


def read_records(path: Path, *, encoding: str = "utf-8") -> Iterator[Record | Fault]:
    """Every line of a ``.jsonl`` or ``.csv`` file as a record or a fault, in order.

    Raises :class:`UnreadableArchive` for a wrong kind of file, unknown columns or encoding.
    """
    data = _decoded(path, encoding)
    match path.suffix.lower():
        case ".jsonl" | ".ndjson":
            yield from _json_lines(data)
        case ".csv":
            yield from _csv_rows(data)
        case _:
            raise UnreadableArchive(
                _("%(name)s is neither .jsonl nor .csv. Rename it, or save it as one of them.")
                % {"name": path.name}
            )


def _decoded(path: Path, encoding: str) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except LookupError as error:
        raise UnreadableArchive(
            _("The encoding %(name)s is not known. Try cp1258 or utf-8.") % {"name": encoding}
        ) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableArchive(
            _(
                "Line %(line)d is not in the encoding %(encoding)s. If the file comes from an "
                "older Vietnamese program, try --encoding cp1258; nothing was imported."
            )
            % {"line": line, "encoding": encoding}
        ) from error


def _json_lines(data: str) -> Iterator[Record | Fault]:
    for number, line in enumerate(data.split("\n"), start=1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            yield Fault(number, _("the line is longer than two million characters"))
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            yield Fault(number, _("this is no JSON object on one line"))
            continue
        if not isinstance(entry, dict):
            yield Fault(number, _("this is no JSON object on one line"))
            continue
        yield _record(number, entry)


def _csv_rows(data: str) -> Iterator[Record | Fault]:
    csv.field_size_limit(LONGEST_LINE)
    delimiter = ";" if data[:2000].split("\n", 1)[0].count(";") > 1 else ","
    reader = csv.DictReader(io.StringIO(data, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = [str(name or "").strip() for name in reader.fieldnames or []]
    except csv.Error as error:
        raise UnreadableArchive(_("The first line can not be read as CSV.")) from error
    if "text" not in columns:
        raise UnreadableArchive(
            _("The first line must name the columns, at least “text”. Known columns: %(known)s.")
            % {"known": ", ".join(FIELDS)}
        )
    unknown = [name for name in columns if name not in FIELDS]
    if unknown:
        raise UnreadableArchive(
            _("The column “%(name)s” is not known. Known columns: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(FIELDS)}
        )
    reader.fieldnames = columns
    while True:
        start = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Fault(start, _("this line is broken CSV: %(error)s") % {"error": error})
            continue
        if None in row or None in row.values():
            yield Fault(start, _("this line has another number of columns than the first one"))
            continue
        yield _record(start, row)


def _record(line: int, entry: dict[Any, Any]) -> Record | Fault:
    unknown = [str(name) for name in entry if name not in FIELDS]
    if unknown:
        return Fault(line, _("the field “%(name)s” is not known") % {"name": unknown[0][:60]})
    texts: dict[str, str] = {}
    for name in FIELDS:
        value = entry.get(name)
        if value is not None and not isinstance(value, str | int):
            return Fault(line, _("the field “%(name)s” is no text") % {"name": name})
        texts[name] = "" if value is None else str(value)
    if not texts["text"].strip():
        return Fault(line, _("the field “text” is empty"))
    received = _moment(texts["received_at"])
    if received is None:
        return Fault(line, _("“received_at” is no past date such as 2025-03-31"))
    category = None
    if texts["category"]:
        if texts["category"] not in set(Category):
            return Fault(
                line,
                _("“%(value)s” is no category; write one of: %(known)s")
                % {"value": texts["category"][:60], "known": ", ".join(Category)},
            )
        category = Category(texts["category"])
    if texts["language"] not in {"", "vi", "en"}:
        return Fault(line, _("“language” must be vi or en"))
    return Record(
        line=line,
        key=_key(texts),
        text=texts["text"],
        link=texts["link"],
        reason=texts["reason"],
        territory=texts["territory"] or None,
        language=texts["language"] or "vi",
        received_at=received,
        category=category,
        topic=texts["topic"],
        title=texts["title"],
        title_en=texts["title_en"],
        verdict_title=texts["verdict_title"],
        verdict_summary=texts["verdict_summary"],
        verdict_from=texts["verdict_from"],
        verdict_address=texts["verdict_address"],
    )


def _moment(value: str) -> datetime | None:
    """Past, with a zone (Vietnam's where none is given); today's for an empty value."""
    now = timezone.now()
    if not value.strip():
        return now
    try:
        moment = parse_datetime(value.strip())
        if moment is None:
            day = parse_date(value.strip())
            moment = datetime(day.year, day.month, day.day, 12) if day else None  # noqa: DTZ001 - made aware below
        if moment is None:
            return None
        moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    except (ValueError, OverflowError):
        return None
    return moment if moment <= now else None


def _key(texts: dict[str, str]) -> str:
    """From the archive's own id where it gives one, else from everything the line says."""
    own = f"id:{texts['id']}" if texts["id"] else json.dumps(texts, sort_keys=True)
    return f"archive-{sha256(own.encode('utf-8', 'surrogatepass')).hexdigest()}"
