"""Other engines, each searched as its documentation recommends; all get the same keys as we do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.matching.engines import LIMIT, Answered, Engine, timed
from benchmarks.places import administer

_BATCH = 10_000


def _files(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Tantivy:
    """Its default tokenizer and BM25 over any of the words; the parser is given plain words."""

    name = "tantivy BM25"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._folder = folder
        folder.mkdir()
        schema = tantivy.SchemaBuilder()
        schema.add_unsigned_field("number", stored=True)
        schema.add_text_field("body", stored=False)
        self._tantivy: Any = tantivy
        self._index = tantivy.Index(schema.build(), path=str(folder))
        self._searcher: Any = None

    def build(self, keys: Iterable[str]) -> None:
        writer = self._index.writer(heap_size=256_000_000, num_threads=2)
        for number, key in enumerate(keys, start=1):
            document = self._tantivy.Document()
            document.add_unsigned("number", number)
            document.add_text("body", key)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def size(self) -> int:
        return _files(self._folder)

    def ask(self, keys: Sequence[str], budget: float) -> list[Answered]:
        return timed(self._find, keys, budget)

    def _find(self, key: str) -> list[int]:
        # Quoted, so that "not" and "or" are words: one phrase of one word each.
        query = self._index.parse_query(" ".join(f'"{word}"' for word in key.split()), ["body"])
        found = self._searcher.search(query, LIMIT, count=False)
        return [self._searcher.doc(address)["number"][0] for _score, address in found.hits]

    def close(self) -> None:
        self._searcher = None


class _FullText:
    """FTS5 without a copy of the texts, merged into one segment after all are in (``optimize``)."""

    name = ""
    tokenizer = ""
    least = 1

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._database = sqlite3.connect(folder / "words.sqlite3")
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA cache_size=-16384")
        self._database.execute(
            "CREATE VIRTUAL TABLE message USING fts5("
            f"body, content='', tokenize='{self.tokenizer}')"
        )

    def build(self, keys: Iterable[str]) -> None:
        rows = enumerate(keys, start=1)
        with self._database:
            while batch := list(islice(rows, _BATCH)):
                self._database.executemany("INSERT INTO message(rowid, body) VALUES (?, ?)", batch)
        with self._database:
            self._database.execute("INSERT INTO message(message) VALUES ('optimize')")
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def size(self) -> int:
        """Pages in use: those that merging left empty would be used again."""
        (pages,) = self._database.execute("PRAGMA page_count").fetchone()
        (free,) = self._database.execute("PRAGMA freelist_count").fetchone()
        (bytes_,) = self._database.execute("PRAGMA page_size").fetchone()
        return int((pages - free) * bytes_)

    def ask(self, keys: Sequence[str], budget: float) -> list[Answered]:
        return timed(self._find, keys, budget)

    def _find(self, key: str) -> list[int]:
        words = [word for word in dict.fromkeys(key.split()) if len(word) >= self.least]
        if not words:
            return []
        rows = self._database.execute(
            "SELECT rowid FROM message WHERE message MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(f'"{word}"' for word in words), LIMIT),
        )
        return [number for (number,) in rows]

    def close(self) -> None:
        self._database.close()


class AllWords(_FullText):
    """All words of the question, any of which may match, by BM25 (``ORDER BY rank``)."""

    name = "FTS5 BM25, all words"
    tokenizer = "unicode61"


class Trigrams(_FullText):
    """The trigram tokenizer finds each word as a piece of text; it knows none below 3 letters."""

    name = "FTS5 trigram"
    tokenizer = "trigram"
    least = 3


class Similarity:
    """pg_trgm: ``%`` over a GIN index, the most similar first. A database of its own."""

    name = "pg_trgm GIN"

    def __init__(self, postgres: str) -> None:
        import psycopg

        self._postgres = postgres
        self._name = f"{urlsplit(postgres).path.lstrip('/')}_trigrams_{os.getpid()}"
        administer(postgres, f'CREATE DATABASE "{self._name}"')
        address = urlunsplit(urlsplit(postgres)._replace(path=f"/{self._name}"))
        self._connection = psycopg.connect(address, autocommit=True)
        self._connection.execute("CREATE EXTENSION pg_trgm")
        self._connection.execute("CREATE TABLE message (number integer PRIMARY KEY, body text)")

    def build(self, keys: Iterable[str]) -> None:
        with (
            self._connection.cursor() as cursor,
            cursor.copy("COPY message (number, body) FROM STDIN") as copy,
        ):
            for row in enumerate(keys, start=1):
                copy.write_row(row)
        self._connection.execute("CREATE INDEX words ON message USING gin (body gin_trgm_ops)")
        self._connection.execute("VACUUM ANALYZE message")

    def size(self) -> int:
        """The index alone."""
        row = self._connection.execute("SELECT pg_total_relation_size('words')").fetchone()
        return int(row[0]) if row else 0

    def ask(self, keys: Sequence[str], budget: float) -> list[Answered]:
        return timed(self._find, keys, budget)

    def _find(self, key: str) -> list[int]:
        rows = self._connection.execute(
            "SELECT number FROM message WHERE body %% %s"
            " ORDER BY similarity(body, %s) DESC LIMIT %s",
            (key, key, LIMIT),
        )
        return [number for (number,) in rows]

    def close(self) -> None:
        self._connection.close()
        administer(self._postgres, f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)')


@contextmanager
def peers(postgres: str) -> Iterator[dict[str, Callable[[], Engine]]]:
    """What can take part, by name; each is made when it is called. Gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="sangto-bench-peers-"))
    made: list[Engine] = []

    def making(new: Callable[[], Engine]) -> Callable[[], Engine]:
        def make() -> Engine:
            made.append(new())
            return made[-1]

        return make

    def in_folder(kind: Callable[[Path], Engine]) -> Callable[[], Engine]:
        return making(lambda: kind(folder / f"{len(made)}"))

    found = {
        Tantivy.name: in_folder(Tantivy),
        AllWords.name: in_folder(AllWords),
        Trigrams.name: in_folder(Trigrams),
    }
    if postgres:
        found[Similarity.name] = making(lambda: Similarity(postgres))
    try:
        yield found
    finally:
        for engine in made:
            engine.close()
        shutil.rmtree(folder, ignore_errors=True)
