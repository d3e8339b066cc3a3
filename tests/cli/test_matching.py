"""`sangto matching train` and `undo` say what they did."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

from pytest_django import Settings

from sangto.matching.claimstage import UNTRAINED
from sangto.matching.claimstage.training import Learned, Quality
from sangto.matching.services import training
from tests.cli.conftest import Sangto
from tests.factories.cases import World


def found(precision: float) -> Learned:
    return Learned(UNTRAINED, Quality(12, 0.8, 0.75), Quality(12, precision, 0.9), 48)


def test_it_shows_before_and_after_and_says_that_it_is_kept(
    world: World, sangto: Sangto, tmp_path: Path, settings: Settings
) -> None:
    settings.SANGTO_DATA = tmp_path
    with mock.patch.object(training, "learn", return_value=found(0.85)):
        looked = sangto("matching", "train", "--dry-run")
        result = sangto("matching", "train")

    assert looked.exit_code == 0
    assert "Nothing was kept." in looked.stdout
    assert result.exit_code == 0
    for part in ("75.0%", "90.0%", "0.800", "0.850", "Learned from 48 messages", "words", "Kept."):
        assert part in result.stdout
    assert list(tmp_path.glob("*.yaml"))

    assert sangto("matching", "undo").stdout == "Nothing learned counts any more.\n"
    again = sangto("matching", "undo")
    assert (again.exit_code, again.stderr) == (1, "sangto: Nothing has been learned yet.\n")


def test_what_ranks_worse_is_not_kept(
    world: World, sangto: Sangto, tmp_path: Path, settings: Settings
) -> None:
    settings.SANGTO_DATA = tmp_path
    with mock.patch.object(training, "learn", return_value=found(0.75)):
        assert "it was not kept" in sangto("matching", "train").stdout
    assert not list(tmp_path.glob("*.yaml"))


def test_too_few_links(world: World, sangto: Sangto) -> None:
    result = sangto("matching", "train")

    assert result.exit_code == 1
    assert "at least 60 confirmed links; there are 0" in result.stderr
