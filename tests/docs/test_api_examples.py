"""The examples of the API's documentation, run against a desk."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.factories.api import make_machine
from tests.factories.cases import make_world
from tests.factories.consultation import opened_round
from tests.factories.verdicts import published_verdict

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PROGRAMS = {
    "curl": ("sh", ["sh", "-e"], "curl"),
    "python": ("python", [sys.executable, "-"], sys.executable),
    "javascript": ("js", ["node", "--input-type=module", "-"], "node"),
}
SAID = {
    "curl": ['"outcome": "', '"receipt": "', '"rounds:answer"'],
    "python": ["unknown", "received", "intake.nothing", "api.no_such_address"],
    "javascript": ["that is all", "api.key"],
}


def script(name: str) -> str:
    text = (ROOT / "docs" / "api" / f"{name}.md").read_text(encoding="utf-8")
    parts = [code for kind, code in FENCE.findall(text) if kind == PROGRAMS[name][0]]
    assert len(parts) > 1
    return "\n".join(parts)


@pytest.mark.django_db(transaction=True)
def test_the_examples_do_what_they_say(live_server: Any, settings: Any) -> None:
    settings.SANGTO_BASE_URL = live_server.url
    world = make_world()
    published_verdict(world)
    opened_round(world)
    _machine, key = make_machine(world.health)
    for name, (_kind, command, needed) in PROGRAMS.items():
        if shutil.which(needed) is None:
            continue
        done = subprocess.run(
            command,
            input=script(name),
            capture_output=True,
            text=True,
            timeout=60,
            env={
                **os.environ,
                "DESK": live_server.url,
                "KEY": key,
                "PYTHONPATH": str(ROOT / "src"),
                "PYTHONIOENCODING": "utf-8",
            },
            check=False,
        )
        assert done.returncode == 0, (name, done.stdout, done.stderr)
        for said in SAID[name]:
            assert said in done.stdout, (name, said, done.stdout)
