"""The whole product: a network, pages in English, and the command line."""

from __future__ import annotations

import pytest

from tests.cli.conftest import sangto
from tests.factories.cases import World, make_world
from tests.web.conftest import (
    _addresses_without_a_language,
    _plain_static_files_and_quick_passwords,
    world,
)

__all__ = [
    "_addresses_without_a_language",
    "_plain_static_files_and_quick_passwords",
    "sangto",
    "world",
]


@pytest.fixture
def world_of_its_own(transactional_db: None) -> World:
    """For workers, which have connections and transactions of their own."""
    return make_world()
