"""From a decision to the open data, and from the open data back to the seals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangto.audit.services import seal_pending
from sangto.kernel.actor import system_actor
from sangto.transparency.domain.verification import verify_public
from sangto.transparency.models import RegisterEntry
from sangto.transparency.queries import entry_lines, proof_lines, roots
from sangto.transparency.services import close_days, enter_pending
from tests.factories.appeals import REASONS, appeals_officer, taken
from tests.factories.cases import make_world
from tests.factories.verdicts import approver, published_verdict

JOB = system_actor("register.enter")


def dump(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "register.jsonl").write_text("".join(entry_lines()), encoding="utf-8")
    (folder / "proofs.jsonl").write_text("".join(proof_lines()), encoding="utf-8")
    (folder / "roots.json").write_text(json.dumps(roots()), encoding="utf-8")
    return folder
