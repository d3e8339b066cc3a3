"""Two people load at the same moment (PostgreSQL; on SQLite writes follow each other anyway)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from sangto.audit.models import AuditEvent
from sangto.kernel.actor import operator_actor
from sangto.organisations.models import Charter
from sangto.organisations.services import load_charter
from tests.organisations.charter_texts import SMALL, replaced


def load_together(texts: list[str]) -> list[int]:
    barrier = Barrier(len(texts))

    def load(text: str) -> int:
        try:
            barrier.wait()
            return load_charter(
                text=text, file_name="mau.yaml", actor=operator_actor("tests")
            ).version
        finally:
            connection.close()

    with ThreadPoolExecutor(len(texts)) as pool:
        return sorted(pool.map(load, texts))


@pytest.mark.django_db(transaction=True)
def test_one_text_becomes_one_version_and_two_texts_two() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs connections that write at the same time")
    assert load_together([SMALL, SMALL]) == [1, 1]
    assert AuditEvent.objects.filter(tag="charter:loaded").count() == 1
    others = [replaced("Small charter", f"Charter {number}") for number in range(3)]
    assert load_together(others) == [2, 3, 4]
    assert Charter.objects.count() == 4
