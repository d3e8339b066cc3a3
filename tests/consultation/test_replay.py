"""A real consultation of 2021, done again."""

from __future__ import annotations

from pathlib import Path

import pytest

from sangto.cli.replay_file import ReplayFile, read_replay
from sangto.cli.replaying import Replayed, differences, replay

DATA = Path(__file__).parents[1] / "data" / "consultation-408.yaml"


@pytest.fixture
def file() -> ReplayFile:
    return read_replay(DATA.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_the_numbers_are_those_of_the_file(file: ReplayFile) -> None:
    done = replay(file)
    assert differences(file, done.figures) == []
