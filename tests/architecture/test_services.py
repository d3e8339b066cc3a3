"""A write is one keyword-only function with an explicit actor."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from tests.architecture.test_layout import ROOMS

WITHOUT_ACTOR = {
    # The queue's own bookkeeping: no content changes, so there is nobody to name.
    "queue": {"put", "claim", "renew", "finish", "fail", "beat", "prune"},
    # Called inside a change that has its actor.
    "notices": {"queue_mail", "deliver", "deliver_task"},
    "documents": {"store_file", "delete_file", "sweep_orphans"},
    # The frame of every change and the sealing of what they left.
    "audit": {"change", "seal_pending"},
    # Done by a job in the name of the system.
    "matching": {"match_report_task", "rebuild_index", "remove_report"},
    "verdicts": {"announce", "announce_key", "queue_waiting_announcements"},
}


def functions(room: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    services = import_module(f"sangto.{room}.services")
    for name in getattr(services, "__all__", ()):
        value = getattr(services, name)
        if inspect.isfunction(value):
            yield name, value


@pytest.mark.parametrize("room", ROOMS)
def test_services_are_exported(room: str) -> None:
    assert list(functions(room)), f"sangto.{room}.services exports no function"


@pytest.mark.parametrize("room", ROOMS)
def test_a_write_names_its_actor(room: str) -> None:
    for name, function in functions(room):
        if name in WITHOUT_ACTOR.get(room, set()):
            continue
        parameters = inspect.signature(function).parameters
        assert "actor" in parameters, f"{room}.{name} has no actor"
        for parameter in parameters.values():
            assert parameter.kind is inspect.Parameter.KEYWORD_ONLY, (
                f"{room}.{name}: {parameter.name} is not keyword-only"
            )
