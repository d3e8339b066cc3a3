"""Reading an archive line by line: JSON Lines or CSV, each fault with its number and reason."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from sangto.intake.domain.archive import ArchiveRow
from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.domain.submission import Submission
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
_CHUNK = 1 << 20
_KNOWN = frozenset(FIELDS)
_CATEGORIES = frozenset(category.value for category in Category)
_SAID = (
    "category",
    "topic",
    "title",
    "title_en",
    "verdict_title",
    "verdict_summary",
    "verdict_from",
    "verdict_address",
)


class UnreadableArchive(Exception):  # noqa: N818 - the word of the house
    """The file as a whole can not be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that was not taken, counted from 1 as an editor shows it."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """One archived report; its key is stable, so that the same line is never taken twice."""

    line: int
    row: ArchiveRow = field(repr=False)


def read_records(path: Path, *, encoding: str = "utf-8") -> Iterator[Record | Fault]:
    """Every line of a ``.jsonl`` or ``.csv`` file as a record or a fault, in order, read as it is
    asked for.

    Raises :class:`UnreadableArchive` for a wrong kind of file, unknown columns or encoding.
    """
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    match path.suffix.lower():
        case ".jsonl" | ".ndjson":
            with path.open(encoding=codec, newline="\n") as file:
                yield from _json_lines(file)
        case ".csv":
            with path.open(encoding=codec, newline="") as file:
                yield from _csv_rows(file)
        case _:
            raise UnreadableArchive(
                _("%(name)s is neither .jsonl nor .csv. Rename it, or save it as one of them.")
                % {"name": path.name}
            )


def count_lines(path: Path, *, encoding: str = "utf-8") -> int:
    """Lines of the file, once it is known that all of it can be decoded.

    Raises :class:`UnreadableArchive`, before anything is imported.
    """
    try:
        with path.open(encoding=encoding):
            decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError as error:
        raise UnreadableArchive(
            _("The encoding %(name)s is not known. Try cp1258 or utf-8.") % {"name": encoding}
        ) from error
    lines = 0
    last = ""
    with path.open("rb") as file:
        while True:
            data = file.read(_CHUNK)
            try:
                text = decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                raise UnreadableArchive(
                    _(
                        "Line %(line)d is not in the encoding %(encoding)s. If the file comes from "
                        "an older Vietnamese program, try --encoding cp1258; nothing was imported."
                    )
                    % {
                        "line": lines + error.object.count(b"\n", 0, error.start) + 1,
                        "encoding": encoding,
                    }
                ) from error
            lines += text.count("\n")
            if not data:
                break
            last = text[-1:] or last
    return lines + (last not in {"", "\n"})


def _lines(file: TextIO) -> Iterator[str | None]:
    """Each line; None for one that is too long to be kept in memory."""
    while line := file.readline(LONGEST_LINE + 1):
        if len(line.rstrip("\n")) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith("\n"):
            line = file.readline(LONGEST_LINE)
        yield None


def _json_lines(file: TextIO) -> Iterator[Record | Fault]:
    for number, line in enumerate(_lines(file), start=1):
        if line is None:
            yield Fault(number, _("the line is longer than two million characters"))
            continue
        if line.isspace():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            entry = None
        if not isinstance(entry, dict):
            yield Fault(number, _("this is no JSON object on one line"))
            continue
        yield _record(number, entry)


def _csv_rows(file: TextIO) -> Iterator[Record | Fault]:
    csv.field_size_limit(LONGEST_LINE)
    delimiter = ";" if file.readline(2000).count(";") > 1 else ","
    file.seek(0)
    reader = csv.DictReader(file, delimiter=delimiter, strict=True)
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
    if not _KNOWN.issuperset(entry):
        unknown = [str(name) for name in entry if name not in _KNOWN]
        return Fault(line, _("the field “%(name)s” is not known") % {"name": unknown[0][:60]})
    texts: dict[str, str] = {}
    for name in FIELDS:
        value = entry.get(name)
        if value.__class__ is str:
            texts[name] = value
            continue
        if value is not None and not isinstance(value, str | int):
            return Fault(line, _("the field “%(name)s” is no text") % {"name": name})
        texts[name] = "" if value is None else str(value)
    if not texts["text"].strip():
        return Fault(line, _("the field “text” is empty"))
    received = _moment(texts["received_at"])
    if received is None:
        return Fault(line, _("“received_at” is no past date such as 2025-03-31"))
    if texts["category"] and texts["category"] not in _CATEGORIES:
        return Fault(
            line,
            _("“%(value)s” is no category; write one of: %(known)s")
            % {"value": texts["category"][:60], "known": ", ".join(Category)},
        )
    if texts["language"] not in {"", "vi", "en"}:
        return Fault(line, _("“language” must be vi or en"))
    return Record(
        line,
        ArchiveRow(
            key=_key(texts),
            submission=Submission(
                text=texts["text"],
                link=texts["link"],
                reason=texts["reason"],
                territory=texts["territory"] or None,
                language=texts["language"] or "vi",
                consent_version=CONSENT_VERSION,
            ),
            received_at=received,
            said={name: texts[name] for name in _SAID if texts[name]},
        ),
    )


def _moment(value: str) -> datetime | None:
    """Past, with a zone (Vietnam's where none is given); today's for an empty value."""
    now = timezone.now()
    if not value.strip():
        return now
    moment = _read_moment(value)
    return moment if moment is not None and moment <= now else None


@lru_cache(maxsize=4096)
def _read_moment(value: str) -> datetime | None:
    try:
        moment = parse_datetime(value.strip())
        if moment is None:
            day = parse_date(value.strip())
            moment = datetime(day.year, day.month, day.day, 12) if day else None  # noqa: DTZ001 - made aware below
        if moment is None:
            return None
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    except (ValueError, OverflowError):
        return None


def _key(texts: dict[str, str]) -> str:
    """From the archive's own id where it gives one, else from everything the line says."""
    own = f"id:{texts['id']}" if texts["id"] else json.dumps(texts, sort_keys=True)
    return f"archive-{sha256(own.encode('utf-8', 'surrogatepass')).hexdigest()}"
