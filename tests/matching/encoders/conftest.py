from __future__ import annotations

from collections.abc import Iterator

import pytest

from sangto.matching.encoders.choice import forget


@pytest.fixture(autouse=True)
def _nothing_is_loaded() -> Iterator[None]:
    forget()
    yield
    forget()
