"""`sangto serve` in a process of its own: it answers, works in the background, and ends cleanly."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import environment_for, run_process

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("SANGTO_DATABASE_URL")), reason="these servers have an SQLite of their own"
)


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared folder, to write in."""
    return Path(shutil.copytree(prepared, tmp_path / "data"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    data: Path, port: int, *options: str, by: Sequence[str] = (), **changes: str
) -> Iterator[subprocess.Popen[bytes]]:
    server = subprocess.Popen(
        [*by, sys.executable, "-m", "sangto.cli", "serve", "--port", str(port), *options],
        env=environment_for(data, **changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        for _ in range(600):
            assert server.poll() is None, server.stdout and server.stdout.read().decode()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield server
    finally:
        if server.poll() is None:
            server.kill()
            server.wait()


def ask(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers={"Host": "localhost", **sent})
    return connection.getresponse()


def ended(server: subprocess.Popen[bytes], number: int) -> str:
    server.send_signal(number)
    output, _ = server.communicate(timeout=60)
    assert server.returncode == 0, output.decode()
    return output.decode()


def test_it_answers_and_stops_when_told(data: Path) -> None:
    port = free_port()
    with serving(data, port) as server:
        response = ask(port, "/en/")
        page = response.read().decode()
        assert response.status == 200
        assert response.getheader("Server") is None
        style = page.split('rel="stylesheet" href="')[1].split('"')[0]
        sheet = ask(port, style)
        assert sheet.status == 200
        assert "immutable" in str(sheet.getheader("Cache-Control"))
        assert sheet.getheader("X-Content-Type-Options") == "nosniff"
        assert "default-src 'none'" in str(sheet.getheader("Content-Security-Policy"))
        busy = run_process(data, "serve", "--port", str(port))
        assert busy.returncode == 3
        assert f":{port} can not be used" in busy.stderr.decode()
        assert "--port" in busy.stderr.decode()
        assert "Traceback" not in busy.stderr.decode()
        output = ended(server, signal.SIGTERM)
    assert f"http://localhost:{port}" in output
    assert "Traceback" not in output


def test_background_work_runs_beside_it(data: Path) -> None:
    port = free_port()
    with serving(data, port) as server:
        for _ in range(200):
            done = run_process(data, "doctor", "--json").stdout.decode()
            if "A worker is running" in done:
                break
        else:
            raise AssertionError(done)
        output = ended(server, signal.SIGINT)
    assert "Traceback" not in output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_shell_that_ignores_signals_does_not_keep_it(data: Path, number: int) -> None:
    """As in the background of a script."""
    ignoring = ("sh", "-c", 'trap "" INT TERM; exec "$@"', "sh")
    with serving(data, free_port(), "--no-worker", by=ignoring) as server:
        ended(server, number)


def test_behind_a_proxy_it_believes_in_https(data: Path) -> None:
    """With a certificate in front, pages come; straight, they lead to https."""
    port = free_port()
    changes = {
        "SANGTO_BASE_URL": "https://localhost",
        "SANGTO_TRUSTED_PROXY": "yes",
    }
    with serving(data, port, "--no-worker", **changes) as server:
        assert ask(port, "/", X_Forwarded_Proto="https").status == 200
        straight = ask(port, "/")
        assert straight.status == 301
        assert str(straight.getheader("Location")).startswith("https://localhost")
        ended(server, signal.SIGTERM)


def test_without_a_proxy_the_header_is_not_believed(data: Path) -> None:
    port = free_port()
    with serving(data, port, "--no-worker", SANGTO_BASE_URL="https://localhost") as server:
        assert ask(port, "/", X_Forwarded_Proto="https").status == 301
        ended(server, signal.SIGTERM)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "999.1.1.1"])
def test_a_host_that_is_none(data: Path, host: str) -> None:
    done = run_process(data, "serve", "--host", host)
    assert done.returncode == 3
    message = done.stderr.decode()
    assert host in message
    assert "Traceback" not in message
