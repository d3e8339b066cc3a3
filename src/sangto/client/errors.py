"""What can go wrong, as exceptions by kind; ``code`` is stable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class ApiError(Exception):
    """A problem (RFC 9457) that the desk answered with. ``errors`` name what has to change."""

    def __init__(self, status: int, problem: Mapping[str, Any], retry_after: float = 0) -> None:
        self.status = status
        self.code = str(problem.get("code", ""))
        self.title = str(problem.get("title", ""))
        self.detail = str(problem.get("detail", ""))
        self.errors: Sequence[Mapping[str, str]] = problem.get("errors", ())
        self.retry_after = retry_after
        super().__init__(f"{status} {self.code}: {self.detail or self.title}")


class Invalid(ApiError):  # noqa: N818 - the word of the house
    """400, 413, 415, 422: the request has to change."""


class Unauthorised(ApiError):  # noqa: N818 - the word of the house
    """401: no key, or one that holds no more."""


class Forbidden(ApiError):  # noqa: N818 - the word of the house
    """403: the key lacks a scope."""


class NotFound(ApiError):  # noqa: N818 - the word of the house
    """404: it does not exist, or is not for this key."""


class Conflict(ApiError):  # noqa: N818 - the word of the house
    """409: understood, and the desk's rules say no."""


class RateLimited(ApiError):  # noqa: N818 - the word of the house
    """429: ``retry_after`` seconds from now there are calls again."""


class Unavailable(ApiError):  # noqa: N818 - the word of the house
    """5xx: nothing was kept, and trying again later helps."""


class NotReached(Exception):  # noqa: N818 - the word of the house
    """No answer came, after all attempts."""


_KINDS: Mapping[int, type[ApiError]] = {
    400: Invalid,
    401: Unauthorised,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: Invalid,
    415: Invalid,
    422: Invalid,
    429: RateLimited,
}


def error_of(status: int, problem: Mapping[str, Any], retry_after: float) -> ApiError:
    kind = Unavailable if status >= 500 else _KINDS.get(status, ApiError)
    return kind(status, problem, retry_after)
