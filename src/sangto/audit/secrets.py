"""The installation's sealer and digester, made from its configured keys."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from sangto.kernel.sealing import Digester, Sealer


def sealer() -> Sealer:
    """Encrypts contact data. Cached for each list of keys, so that a changed one takes effect."""
    return _sealer(tuple(settings.SANGTO_SECRET_KEYS))


def digester() -> Digester:
    """Makes keyed digests. Cached for each list of keys, so that a changed one takes effect."""
    return _digester(tuple(settings.SANGTO_SECRET_KEYS))


@lru_cache(maxsize=4)
def _sealer(keys: tuple[str, ...]) -> Sealer:
    return Sealer(keys)


@lru_cache(maxsize=4)
def _digester(keys: tuple[str, ...]) -> Digester:
    return Digester(keys)
