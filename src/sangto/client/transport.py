"""One request over HTTP, and when it is sent once more."""

from __future__ import annotations

import http.client
import json
import random
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sangto.client.errors import ApiError, NotReached, error_of

_AGAIN = frozenset({429, 502, 503, 504})
_NEXT = re.compile(r'<([^>]*)>\s*;\s*rel="next"')
#: The desk's answers are small; more than this is something else.
_MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` is what the JSON said; None for an answer without any."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def next_page(self) -> str | None:
        """RFC 8288."""
        found = _NEXT.search(self.headers.get("link", ""))
        return found.group(1) if found else None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A key goes to nobody else than who was named."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Transport:
    """``base`` is the address of the desk without a path. ``longest_wait``: a longer wait that the
    desk asks for is the caller's."""

    base: str
    key: str = ""
    language: str = "vi"
    timeout: float = 20.0
    attempts: int = 4
    longest_wait: float = 30.0
    sleep: Callable[[float], None] = time.sleep

    def __repr__(self) -> str:
        return f"Transport({self.base!r})"

    def send(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, object] | None = None,
    ) -> Answer:
        """Raises an :class:`ApiError` for a problem, :class:`NotReached` when nobody answers.

        Every request of this client may be sent twice: reads, checks, answers that replace
        themselves, and reports with their idempotency key.
        """
        request = self._request(method, self._address(path, query), body, headers or {})
        for attempt in range(1, self.attempts + 1):
            last = attempt == self.attempts
            try:
                return self._once(request)
            except ApiError as error:
                wait = error.retry_after or _back_off(attempt)
                if last or error.status not in _AGAIN or wait > self.longest_wait:
                    raise
            except (OSError, http.client.HTTPException) as error:
                if last:
                    raise NotReached(f"{self.base} does not answer") from error
                wait = _back_off(attempt)
            self.sleep(wait)
        raise AssertionError("unreachable")

    def _address(self, path: str, query: Mapping[str, object] | None) -> str:
        """Of this desk only: a link that leads elsewhere is not followed with the key."""
        address = urllib.parse.urljoin(f"{self.base.rstrip('/')}/api/v1/", path)
        if _origin(address) != _origin(self.base):
            address = urllib.parse.urlunsplit(
                (*urllib.parse.urlsplit(self.base)[:2], *urllib.parse.urlsplit(address)[2:])
            )
        kept = {name: value for name, value in (query or {}).items() if value not in (None, "")}
        return f"{address}?{urllib.parse.urlencode(kept)}" if kept else address

    def _request(
        self,
        method: str,
        address: str,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str],
    ) -> urllib.request.Request:
        if urllib.parse.urlsplit(address).scheme not in {"http", "https"}:
            raise ValueError("a desk has an address that begins with https://")
        sent = {"Accept": "application/json", "Accept-Language": self.language, **headers}
        if self.key:
            sent["Authorization"] = f"Bearer {self.key}"
        data = None
        if body is not None:
            sent["Content-Type"] = "application/json"
            data = json.dumps(body).encode("utf-8")
        return urllib.request.Request(address, data=data, headers=sent, method=method)  # noqa: S310 - checked above

    def _once(self, request: urllib.request.Request) -> Answer:
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            with opener.open(request, timeout=self.timeout) as response:
                return Answer(response.status, _headers(response.headers), _body(response))
        except urllib.error.HTTPError as error:
            with error:
                headers = _headers(error.headers)
                if error.code == 304:
                    return Answer(304, headers, None)
                problem = _body(error)
            shown = problem if isinstance(problem, dict) else {}
            raise error_of(error.code, shown, _seconds(headers.get("retry-after", ""))) from None


def _origin(address: str) -> tuple[str, str]:
    parts = urllib.parse.urlsplit(address)
    return parts.scheme, parts.netloc


def _headers(found: Any) -> dict[str, str]:
    return {str(name).lower(): str(text) for name, text in found.items()}


def _body(response: Any) -> Any:
    content = response.read(_MOST_BYTES)
    try:
        return json.loads(content) if content else None
    except ValueError:
        return None


def _seconds(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0


def _back_off(attempt: int) -> float:
    """Half a second, one, two …, each a little different, so that not all come back together."""
    return 0.5 * 2.0 ** (attempt - 1) * (0.75 + random.random() / 2)  # noqa: S311 - no secret
