"""A visitor who reads a page, fills in its form and sends it, as far as measuring needs one."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from benchmarks.measure import Request

_TYPED = frozenset({"text", "email", "url", "tel", "number", "search"})


@dataclass(slots=True)
class Form:
    """``buttons`` are those that carry a name: what is pressed is sent."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Form] = []
        self._form: Form | None = None
        self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(at.get("method", "get").lower(), at.get("action", ""))
            self.found.append(self._form)
        if self._form is None:
            return
        name, kind = at.get("name", ""), at.get("type", "text" if tag == "input" else "submit")
        if tag == "button" and name and kind == "submit":
            self._form.buttons.append((name, at.get("value", "")))
        elif tag == "textarea":
            self._area = name
            self._form.fields.setdefault(name, "")
        elif tag == "select" or (tag == "input" and name and kind in _TYPED | {"hidden"}):
            self._form.fields.setdefault(name, at.get("value", ""))
        elif tag == "input" and name and kind in {"checkbox", "radio"} and "checked" in at:
            self._form.fields[name] = at.get("value", "on")

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "textarea":
            self._area = ""


@dataclass(frozen=True, slots=True)
class Answer:
    path: str
    status: int
    text: str

    def form(self) -> Form:
        """The form of the page: the one that posts the most fields."""
        posting = [form for form in _Forms(self.text).found if form.method == "post"]
        if not posting:
            raise RuntimeError(f"{self.path} ({self.status}) has no form that posts")
        return max(posting, key=lambda form: len(form.fields))


class Visitor:
    """One browser with its cookies; follows redirects and runs no scripts."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self._port = port
        self.cookies = dict(cookies or {})

    def get(self, path: str) -> Answer:
        return self._answer(self.request("GET", path))

    def submit(self, page: Answer, values: Mapping[str, str]) -> Answer:
        return self._answer(self.submission(page, values))

    def submission(self, page: Answer, values: Mapping[str, str]) -> Request:
        """What pressing the way on sends, with ``values`` typed into the fields."""
        form = page.form()
        fields = {**form.fields, **values, **dict(form.buttons[-1:])}
        return self.request("POST", urljoin(page.path, form.action or page.path), urlencode(fields))

    def request(self, method: str, path: str, body: str = "") -> Request:
        headers = {"Accept-Encoding": "gzip", "Host": f"localhost:{self._port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return Request(method, path, body, tuple(headers.items()))

    def _answer(self, request: Request) -> Answer:
        for _ in range(5):
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            headers = dict(request.headers) | {"Accept-Encoding": "identity"}
            connection.request(request.method, request.path, request.body or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _equals, rest = line.partition("=")
                self.cookies[name] = rest.split(";", 1)[0]
            connection.close()
            place = answer.headers.get("Location")
            if place is None:
                return Answer(request.path, answer.status, text)
            parts = urlsplit(urljoin(request.path, place))
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            request = self.request("GET", path)
        raise RuntimeError(f"{request.path} leads in circles")
