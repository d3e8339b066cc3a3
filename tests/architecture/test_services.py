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
    "queue": {
        "put",
        "put_again",
        "claim",
        "renew",
        "finish",
        "fail",
        "beat",
        "prune",
        "take",
        "forget_buckets",
    },
    # Counters of a machine's calls; the calls themselves name their actor.
    "organisations": {"count_call", "count_report"},
    # Called inside a change that has its actor; a letter goes out in the name of the system.
    "notices": {"queue_mail", "deliver", "deliver_webhook", "tell_webhooks"},
    # The rows of files belong to the change around them; bytes without a row to nobody.
    "documents": {
        "add_file",
        "keeping",
        "store_file",
        "delete_file",
        "discard_file",
        "sweep_orphans",
        "files_task",
        "paper_task",
        "stamp_task",
    },
    # The frame of every change and the sealing of what they left.
    "audit": {"change", "seal_pending", "before_the_end", "gathered"},
    # A lock, an entry that goes with its report's content, and what a job does for the system.
    "matching": {
        "hold_links",
        "match_report_task",
        "renew_report",
        "remove_report",
        "keep_verdict_words",
        "profile_task",
        "sweep_profiles",
    },
    # Rows that say nothing but what other rows say.
    "cases": {
        "refresh_entries",
        "refresh_at_the_end",
        "refresh_due_entries",
        "suggest_task",
    },
    "verdicts": {
        "announce",
        "announce_key",
        "queue_due_feeds",
        "queue_waiting_announcements",
        "retract",
    },
}


def functions(room: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    services = import_module(f"sangto.{room}.services")
    for name in getattr(services, "__all__", ()):
        value = getattr(services, name)
        if inspect.isfunction(value):
            yield name, value


def is_a_write(function: Callable[..., Any]) -> bool:
    parameters = inspect.signature(function).parameters
    return "actor" in parameters and all(
        parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in parameters.values()
    )


@pytest.mark.parametrize("room", ROOMS)
def test_services_are_exported(room: str) -> None:
    assert list(functions(room)), f"sangto.{room}.services exports no function"


@pytest.mark.parametrize("room", WITHOUT_ACTOR)
def test_each_exception_is_still_one(room: str) -> None:
    found = dict(functions(room))
    for name in WITHOUT_ACTOR[room]:
        assert name in found, f"{room}.services exports no {name}"
        assert not is_a_write(found[name]), f"{room}.{name} needs no exception"


@pytest.mark.parametrize("room", ROOMS)
def test_a_write_names_its_actor(room: str) -> None:
    for name, function in functions(room):
        if name in WITHOUT_ACTOR.get(room, set()):
            continue
        assert is_a_write(function), f"{room}.{name} is not keyword-only with an actor"
