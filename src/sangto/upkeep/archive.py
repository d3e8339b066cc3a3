"""What is in a backup, and in which order.

A tar file: ``about.json`` first, then the tables as JSON lines, cut into members of a few
megabytes, the stored files, the keys, and ``manifest.json`` last, with the digest of every member
before it. A file without the last one was not finished.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from sangto.upkeep.sealed_file import MAGIC, SealedReader, SealedWriter, UnreadableError

FORMAT = 1
ABOUT, MANIFEST, KEYS = "about.json", "manifest.json", "keys"
TABLES, FILES = "tables/", "files/"
#: A member is read whole; the largest one is a stored file.
LARGEST_MEMBER = 200_000_000


@dataclass(frozen=True, slots=True)
class About:
    """What a restore has to know before it writes anything."""

    version: str
    made_at: str
    database: str
    migrations: list[str]
    columns: dict[str, list[str]]
    format: int = FORMAT


@dataclass(slots=True)
class Manifest:
    """``gone`` are files that were deleted, as retention does, after the rows were read."""

    rows: dict[str, int] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    files: int = 0
    events: int = 0
    seals: int = 0
    head: str = ""


class BackupError(Exception):
    """``code`` says which sentence explains it; ``detail`` goes into it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


class Writing:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.manifest = Manifest()

    def add(self, name: str, content: bytes) -> None:
        self._put(name, content)
        self.manifest.members[name] = sha256(content).hexdigest()

    def end(self) -> None:
        self._put(MANIFEST, _json(asdict(self.manifest)))

    def _put(self, name: str, content: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content), 0o600
        self._tar.addfile(entry, io.BytesIO(content))


@contextmanager
def writing(target: IO[bytes], passphrase: str) -> Iterator[Writing]:
    """Without a passphrase the file is a plain ``.tar.gz``."""
    sealed = SealedWriter(target, passphrase) if passphrase else None
    with (
        gzip.GzipFile(fileobj=sealed or target, mode="wb", compresslevel=4, mtime=0) as packed,  # type: ignore[arg-type] # it only writes
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        out = Writing(tar)
        yield out
        out.end()
    if sealed is not None:
        sealed.finish()


def members(path: Path, passphrase: str) -> Iterator[tuple[str, bytes]]:
    """Each member with its bytes, the manifest last, all held against it.

    Raises :class:`BackupError` for a wrong passphrase and for whatever is not as it was written.
    """
    seen: dict[str, str] = {}
    finished = False
    with path.open("rb") as source:
        stream = _opened(source, passphrase)
        try:
            with tarfile.open(fileobj=stream, mode="r|gz") as tar:
                for entry in tar:
                    if finished or not entry.isreg() or not 0 <= entry.size <= LARGEST_MEMBER:
                        raise BackupError("broken", entry.name)
                    held = tar.extractfile(entry)
                    content = held.read() if held is not None else b""
                    if entry.name == MANIFEST:
                        finished = True
                        _compare(seen, manifest_from(content))
                    else:
                        seen[entry.name] = sha256(content).hexdigest()
                    yield entry.name, content
        except UnreadableError as error:
            raise BackupError("unreadable") from error
        except (tarfile.TarError, EOFError, OSError, ValueError, TypeError) as error:
            raise BackupError("broken", str(error)) from error
    if not finished:
        raise BackupError("unfinished")


def _opened(source: IO[bytes], passphrase: str) -> Any:
    sealed = source.read(len(MAGIC)) == MAGIC
    source.seek(0)
    if not sealed:
        return source
    if not passphrase:
        raise BackupError("passphrase")
    try:
        return SealedReader(source, passphrase)
    except UnreadableError as error:
        raise BackupError("unreadable") from error


def _compare(seen: dict[str, str], manifest: Manifest) -> None:
    for name, digest in manifest.members.items():
        if seen.get(name) != digest:
            raise BackupError("changed", name)
    if surplus := seen.keys() - manifest.members.keys():
        raise BackupError("changed", sorted(surplus)[0])


def about_from(content: bytes) -> About:
    return About(**json.loads(content))


def manifest_from(content: bytes) -> Manifest:
    return Manifest(**json.loads(content))


def about_member(about: About) -> bytes:
    return _json(asdict(about))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8")
