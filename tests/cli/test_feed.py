"""Two desks: one publishes under its own address, the other follows it by command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from sangto.kernel.categories import Rating
from tests.factories.cases import make_world
from tests.factories.matching import SCAM
from tests.factories.web import known


def desk(folder: Path, *command: str, **options: str) -> subprocess.CompletedProcess[str]:
    """A command of the other desk: a process and a database of its own."""
    environment = {
        **os.environ,
        "SANGTO_DATA": str(folder),
        "SANGTO_LANGUAGE": "en",
        "SANGTO_BASE_URL": "http://other-desk.example",
        **options,
    }
    environment.pop("SANGTO_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "sangto.cli", *command],
        capture_output=True,
        text=True,
        env=environment,
        timeout=240,
        check=False,
    )


@pytest.fixture
def other(tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    folder.mkdir()
    assert desk(folder, "prepare").returncode == 0
    charter = Path(__file__).parents[2] / "src/sangto/organisations/charters/tinh-mau.yaml"
    loaded = desk(folder, "charter", "load", str(charter))
    assert loaded.returncode == 0, loaded.stderr
    return folder


@pytest.mark.django_db(transaction=True)
def test_two_desks_exchange(live_server: LiveServer, other: Path) -> None:
    """What one publishes is held at the other, follows its changes, and goes when it goes."""
    version = known(make_world(), SCAM, rating=Rating.SCAM)
    port = live_server.url.rpartition(":")[2]
    feed = f"{live_server.url}/ket-luan/claimreview.json"
    allowed = {"SANGTO_OUTGOING_ALLOWED": f"127.0.0.0/8:{port}, localhost:{port}"}
    added = desk(other, "feed", "add", feed, "--name", "Bàn tỉnh Mẫu", **allowed)
    assert added.returncode == 0, added.stderr
    refused = desk(other, "feed", "pull")
    assert refused.returncode == 1
    assert "ports" in refused.stdout
    pulled = desk(other, "feed", "pull", **allowed)
    assert pulled.returncode == 0, pulled.stdout + pulled.stderr
    assert "1 new, 0 changed, 0 withdrawn" in pulled.stdout
    again = desk(other, "feed", "pull", "1", **allowed)
    assert "0 new, 0 changed, 0 withdrawn" in again.stdout
    listed = json.loads(desk(other, "feed", "list", "--json").stdout)
    assert [(one["name"], one["state"], one["listed"]) for one in listed] == [
        ("Bàn tỉnh Mẫu", "read", 1)
    ]
    checked = json.loads(desk(other, "check", "--json", SCAM).stdout)
    assert checked["matches"] == [], "it is held"
    version.verdict.versions.update(summary="Chưa rõ có phải lừa đảo không.")
    version.verdict.versions.update(published_at=version.drafted_at)
    changed = desk(other, "feed", "pull", **allowed)
    assert "0 new, 1 changed, 0 withdrawn" in changed.stdout
    version.verdict.versions.update(status="draft")
    gone = desk(other, "feed", "pull", **allowed)
    assert "0 new, 0 changed, 1 withdrawn" in gone.stdout
    assert desk(other, "feed", "remove", "1").returncode == 0
    assert desk(other, "feed", "pull", "1").returncode == 2
