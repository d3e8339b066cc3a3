"""Tasks of a case: what may be written down, and by when."""

from __future__ import annotations

from datetime import date

from sangto.kernel.errors import Refusal, gettext_noop

MAX_TITLE = 200


def task_refusal(
    *, title: str, due_on: date, was_due_on: date | None, today: date
) -> Refusal | None:
    """``was_due_on`` is the date until now; a task that is late already may keep its date."""
    if not title.strip():
        return Refusal(
            "cases.task_title_missing",
            gettext_noop("Write what has to be done."),
            {},
            "title",
        )
    if len(title) > MAX_TITLE:
        return Refusal(
            "cases.task_title_long",
            gettext_noop("The task may have at most %(limit)s characters."),
            {"limit": MAX_TITLE},
            "title",
        )
    if due_on < today and due_on != was_due_on:
        return Refusal(
            "cases.task_date_past",
            gettext_noop("Choose today or a later day."),
            {},
            "due_on",
        )
    return None


def task_owner_refusal(*, sees_the_case: bool) -> Refusal | None:
    if sees_the_case:
        return None
    return Refusal(
        "cases.task_owner",
        gettext_noop("Only somebody who may see the case and works on it can be given a task."),
        {},
        "owner",
    )


def task_open_refusal(*, done: bool) -> Refusal | None:
    if done:
        return Refusal("cases.task_done", gettext_noop("This task is done already."))
    return None


def task_done_refusal(*, done: bool) -> Refusal | None:
    if not done:
        return Refusal("cases.task_open", gettext_noop("This task is open already."))
    return None


def task_changed() -> Refusal:
    return Refusal(
        "cases.task_changed",
        gettext_noop("Somebody else changed this task just now. Look at it again first."),
    )
