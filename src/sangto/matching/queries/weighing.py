"""By which weights the claim stage ranks: the untrained ones, or those that this desk learned."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.conf import settings

from sangto.matching.claimstage import UNTRAINED, Weights
from sangto.matching.claimstage.training import weights_from

logger = logging.getLogger(__name__)


def weights_file() -> Path:
    return Path(settings.SANGTO_DATA) / "matching-weights.yaml"


def former_weights_file() -> Path:
    """What the last learning took the place of."""
    return weights_file().with_suffix(".former.yaml")


@dataclass(frozen=True, slots=True)
class _Read:
    path: Path
    changed: int
    weights: Weights


_LAST: list[_Read] = []


def current_weights() -> Weights:
    """Read again when the file changes. A file that can not be read is as good as none, and said
    in the log."""
    path = weights_file()
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return UNTRAINED
    if _LAST and _LAST[0].path == path and _LAST[0].changed == changed:
        return _LAST[0].weights
    weights = UNTRAINED
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        weights = weights_from(raw if isinstance(raw, dict) else {})
    except (OSError, ValueError, yaml.YAMLError) as error:
        logger.warning("%s can not be used, so nothing learned is: %s", path, error)
    _LAST[:] = [_Read(path, changed, weights)]
    return weights
