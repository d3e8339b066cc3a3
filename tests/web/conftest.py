from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tests.factories.cases import World, make_world


@pytest.fixture(autouse=True)
def _plain_static_files_and_quick_passwords(settings: Any) -> None:
    """Nothing is collected in tests, and no test needs passwords that are slow to guess."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def prefix(language: str) -> str:
    return "" if language == "vi" else "/en"


@pytest.fixture(autouse=True)
def _addresses_without_a_language() -> Iterator[None]:
    """A request leaves its language behind; ``reverse`` of the next test would follow it."""
    with translation.override("vi"):
        yield
