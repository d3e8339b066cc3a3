"""What a handler is, and how one lease is worked on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType

from django.db import DatabaseError, connection, transaction

from sangto.audit.locks import write_lock
from sangto.kernel.errors import Refused
from sangto.queue.services import Lease, LeaseLost, fail, finish, renew

logger = logging.getLogger("sangto.jobs")

Settle = Callable[[], None]
#: A handler does what is slow or outside (mail, files) without a transaction, and returns what
#: is to be written. That runs in one transaction with the end of its task, so it happens once;
#: the part before it may happen again after a crash, and has to bear that.
Handler = Callable[[Mapping[str, object]], Settle]


class UnknownKind(LookupError):  # noqa: N818 - the word of the house
    """No handler knows this kind of task: an older program met a newer one's work."""


def nothing_to_settle() -> None:
    """For handlers whose whole work is outside the database."""


def work_on(lease: Lease, handlers: Mapping[str, Handler]) -> bool:
    """Do one task to its end; False when it failed or went to somebody else. Never raises
    what a handler raises: that is kept with the task, as its kind and place.
    """
    try:
        handler = handlers.get(lease.kind)
        if handler is None:
            raise UnknownKind(lease.kind)
        with _renewed(lease):
            settle = handler(lease.payload)
        with write_lock(), transaction.atomic():
            finish(lease)
            settle()
    except LeaseLost:
        logger.warning("%s: the lease was lost, somebody else has the task", lease.key)
        return False
    except Exception as error:  # noqa: BLE001 - whatever a handler does, its worker goes on
        _give_back(lease, error)
        return False
    return True


def described(error: BaseException) -> str:
    """The kind of an error and the innermost place in this package, without its message.

    Messages quote addresses and texts, and what failed is shown to the desk.
    """
    if isinstance(error, Refused):
        return f"refused: {error.refusal.code}"
    kind = type(error)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    place = _innermost(error.__traceback__)
    return f"{name} at {place}" if place else name


def _innermost(traceback: TracebackType | None) -> str:
    place = ""
    while traceback is not None:
        module = str(traceback.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("sangto.") and module != __name__:
            place = f"{module}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place


def _give_back(lease: Lease, error: Exception) -> None:
    what = described(error)
    try:
        state = fail(lease, what)
    except LeaseLost:
        logger.warning("%s: failed (%s) after its lease was lost", lease.key, what)
        return
    logger.warning("%s: attempt %d failed, now %s: %s", lease.key, lease.attempts, state, what)


@contextmanager
def _renewed(lease: Lease) -> Iterator[None]:
    """Keep the lease alive from another thread while the block works."""
    done = threading.Event()
    thread = threading.Thread(
        target=_keep_renewing, args=(lease, done), name=f"lease-{lease.task_id}", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _keep_renewing(lease: Lease, done: threading.Event) -> None:
    try:
        while not done.wait(lease.seconds / 3):
            try:
                renew(lease)
            except LeaseLost:
                return
            except DatabaseError as error:
                logger.warning("%s: could not renew: %s", lease.key, described(error))
                connection.close()
    finally:
        connection.close()


def number_in(payload: Mapping[str, object], name: str) -> int:
    """Raises TypeError where the payload has none."""
    value = payload.get(name)
    if not isinstance(value, int):
        raise TypeError(f"the task has no number called {name}")
    return value
