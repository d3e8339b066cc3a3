"""Where it is measured: a data folder and a database for each side, and their servers."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

THREADS = 8
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Place:
    """``environment`` is what every process of this side gets."""

    data: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """A module of Python inside this place; what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    @contextmanager
    def serving(self, *arguments: str) -> Iterator[int]:
        """The port of a running server."""
        port = free_port()
        environment = {**self.environment, "SANGTO_BASE_URL": f"http://localhost:{port}"}
        log = (self.data / "server.log").open("a")
        server = subprocess.Popen(
            [sys.executable, "-m", *arguments, "--port", str(port), "--threads", str(THREADS)],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(port, server, self.data / "server.log")
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
            log.close()


@contextmanager
def place(name: str, postgres: str = "") -> Iterator[Place]:
    """An empty one; gone afterwards, its database too. SQLite where no PostgreSQL is named."""
    data = Path(tempfile.mkdtemp(prefix=f"sangto-bench-{name}-"))
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("SANGTO_")},
        "SANGTO_DATA": str(data),
        "SANGTO_MAIL": "off",
        "SANGTO_STAFF_SECOND_FACTOR": "no",
        "SANGTO_SECRET_KEYS": "key-for-benchmarks-only",
        "SANGTO_LANGUAGE": "vi",
        "DJANGO_SETTINGS_MODULE": "sangto.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PYTHONUNBUFFERED": "1",
    }
    try:
        if not postgres:
            yield Place(data, environment)
            return
        database = f"{urlsplit(postgres).path.lstrip('/')}_{name}_{os.getpid()}"
        address = urlunsplit(urlsplit(postgres)._replace(path=f"/{database}"))
        administer(postgres, f'CREATE DATABASE "{database}"')
        try:
            yield Place(data, {**environment, "SANGTO_DATABASE_URL": address})
        finally:
            administer(postgres, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    finally:
        shutil.rmtree(data, ignore_errors=True)


def administer(postgres: str, statement: str) -> None:
    import psycopg

    server = urlunsplit(urlsplit(postgres)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended:\n{log.read_text()}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not come up within a minute")
