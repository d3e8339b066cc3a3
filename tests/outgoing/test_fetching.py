from __future__ import annotations

import gzip
import ssl
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.outgoing import MESSAGES, AllowedHost, Answer, Limits, OutgoingError, Reason, fetch
from sangto.outgoing.addresses import insist_on_addresses, is_public
from sangto.outgoing.targets import target_of
from tests.outgoing.servers import answer, made_certificate, serving

NAME = "ban-khac.example"


def to_loopback(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def limits(port: int, **changes: object) -> Limits:
    """With this machine allowed, as a setting would."""
    values = {"allowed": (AllowedHost("127.0.0.0/8", port),), **changes}
    return Limits(**values)  # type: ignore[arg-type] # as the class checks by itself


def refused(address: str, **arguments: object) -> Reason:
    with pytest.raises(OutgoingError) as error:
        fetch(address, **arguments)  # type: ignore[arg-type] # each test names what it means
    assert str(error.value) == MESSAGES[error.value.reason]
    return error.value.reason


def test_each_reason_has_its_sentence() -> None:
    assert MESSAGES.keys() == set(Reason)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        str(ip_address(0)), "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "240.0.0.1",
        "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1",
        "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1", "2001::1", "::8.8.8.8",
    ],
)  # fmt: skip
def test_no_private_address_is_asked(address: str) -> None:
    assert not is_public(ip_address(address))
    assert refused("https://a.example/", limits=Limits(), resolver=lambda _h, _p: [address]) == (
        Reason.PRIVATE
    )


@given(st.ip_addresses())
def test_an_address_is_public_or_refused(address: object) -> None:
    """And never by an entry for somebody else."""
    entries = (AllowedHost("192.0.2.0/24", 8080), AllowedHost("noi-bo.example"))
    text = str(address)
    if is_public(ip_address(text)):
        assert insist_on_addresses("a.example", 443, [text], entries) == [ip_address(text)]
        with pytest.raises(OutgoingError):
            insist_on_addresses("a.example", 8080, [text], entries)
    elif not text.startswith("192.0.2."):
        with pytest.raises(OutgoingError):
            insist_on_addresses("a.example", 443, [text], entries)


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    both = lambda _h, _p: ["8.8.8.8", "127.0.0.1"]  # noqa: E731 - read as one word below
    assert refused("http://a.example/", limits=Limits(), resolver=both) is Reason.PRIVATE


@pytest.mark.parametrize(
    "address",
    [
        "", "ftp://a.example/", "file:///etc/passwd", "javascript:1", "https://", "//a.example/",
        "https://user:pass@a.example/", "https://a.example/\r\nX: y", "https://a.example:99999/",
        "https://[::1/", "http://a.example\\@b.example/", "https://a b.example/", "h" * 3000,
    ],
)  # fmt: skip
def test_no_other_address_is_one(address: str) -> None:
    assert refused(address, limits=Limits()) is Reason.ADDRESS


@given(st.text(max_size=60))
def test_an_address_is_taken_apart_or_refused(text: str) -> None:
    for written in (text, f"https://{text}/", f"https://a.example/{text}"):
        try:
            target = target_of(written)
        except OutgoingError:
            continue
        assert target.scheme in {"http", "https"}
        assert target.address.isascii()
        assert target_of(target.address).host == target.host


@pytest.mark.parametrize(
    "written", ["http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://[::1]/"]
)
def test_loopback_in_disguise(written: str) -> None:
    assert refused(written, limits=Limits()) in {Reason.PRIVATE, Reason.UNKNOWN_HOST}


def test_other_ports_only_by_the_setting() -> None:
    assert refused("http://a.example:8080/", limits=Limits(), resolver=to_loopback) is Reason.PORT
    other = Limits(allowed=(AllowedHost("khac.example", 8080), AllowedHost("127.0.0.0/8")))
    assert refused("http://a.example:8080/", limits=other, resolver=to_loopback) is Reason.PORT


def test_a_setting_is_read() -> None:
    assert AllowedHost.parse("10.0.0.0/8") == AllowedHost("10.0.0.0/8")
    assert AllowedHost.parse("Ban-Khac.noi-bo:8443") == AllowedHost("ban-khac.noi-bo", 8443)
    assert AllowedHost.parse("[fd00::/8]:80") == AllowedHost("fd00::/8", 80)
    for wrong in ("", "a b", "a:0", "a:b", "[fd00::", "https://a"):
        with pytest.raises(ValueError):  # noqa: PT011 - it says nothing, the table of options does
            AllowedHost.parse(wrong)


def ask(port: int, path: str = "/", **changes: object) -> Answer:
    return fetch(
        f"http://{NAME}:{port}{path}", limits=limits(port, **changes), resolver=to_loopback
    )


def test_an_answer_comes_whole() -> None:
    seen: dict[str, str] = {}

    def behave(handler: BaseHTTPRequestHandler) -> None:
        seen.update({"host": handler.headers["Host"], "path": handler.path})
        answer(handler, gzip.compress(b'{"a": 1}'), content_encoding="gzip", etag='"1"')

    with serving(behave) as port:
        got = ask(port, "/nguồn?x=1")
        assert (got.status, got.body, got.media_type) == (200, b'{"a": 1}', "application/json")
        assert got.headers["etag"] == '"1"'
        assert seen == {"host": f"{NAME}:{port}", "path": "/ngu%E1%BB%93n?x=1"}


def test_a_body_that_ends_with_the_connection() -> None:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        for _ in range(3):
            time.sleep(0.02)
            handler.wfile.write(b"[1]\n")
        handler.close_connection = True

    with serving(behave) as port:
        assert ask(port).body == b"[1]\n[1]\n[1]\n"


def test_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(answer) as port:
        assert ask(port).status == 200


def test_a_name_that_changes_its_answer_is_looked_up_once() -> None:
    """The connection goes to the address that was looked at, not to what the name says then."""
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    with serving(answer) as port:
        got = fetch(f"http://{NAME}:{port}/", limits=limits(port), resolver=rebinding)
    assert (got.status, asked) == (200, [NAME])


def test_a_name_that_turns_private_on_the_way_is_refused() -> None:
    """First public, then ours: each step is looked up and looked at again."""
    asked: list[str] = []

    def rebinding(_host: str, _port: int) -> Sequence[str]:
        asked.append("")
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with serving(lambda handler: answer(handler, status=302, location="/again")) as port:
        where = f"http://{NAME}:{port}/"
        got = refused(where, limits=limits(port, redirects=3), resolver=rebinding)
    assert (got, len(asked)) == (Reason.PRIVATE, 2)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", Reason.PRIVATE),
        ("http://[::1]/", Reason.PRIVATE),
        ("http://127.0.0.1:1/", Reason.PORT),
        ("file:///etc/passwd", Reason.ADDRESS),
        ("http://user@a.example/", Reason.ADDRESS),
    ],
)
def test_a_redirect_to_somewhere_else(location: str, reason: Reason) -> None:
    def resolver(host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"] if host == NAME else [host]

    with serving(lambda handler: answer(handler, status=302, location=location)) as port:
        entry = AllowedHost(NAME, port)
        where = f"http://{NAME}:{port}/"
        assert refused(where, limits=Limits(redirects=3, allowed=(entry,)), resolver=resolver) == (
            reason
        )


def test_redirects_have_an_end() -> None:
    with serving(lambda handler: answer(handler, status=301, location="/on")) as port:
        where = f"http://{NAME}:{port}/"
        for redirects, reason in ((0, Reason.REDIRECT), (3, Reason.TOO_MANY_REDIRECTS)):
            found = refused(where, limits=limits(port, redirects=redirects), resolver=to_loopback)
            assert found is reason


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(200):
        handler.wfile.write(b"X-A: b\r\n")
        handler.wfile.flush()
        time.sleep(0.02)


def test_a_slow_drip_ends_in_time() -> None:
    with serving(_drip) as port:
        began = time.monotonic()
        where = f"http://{NAME}:{port}/"
        times = limits(port, read_seconds=1.0, total_seconds=0.3)
        assert refused(where, limits=times, resolver=to_loopback) is Reason.TOO_SLOW
        assert time.monotonic() - began < 1.5


def test_a_silent_server_ends_in_time() -> None:
    with serving(lambda _handler: time.sleep(1)) as port:
        where = f"http://{NAME}:{port}/"
        times = limits(port, read_seconds=0.2)
        assert refused(where, limits=times, resolver=to_loopback) is Reason.TOO_SLOW


def _endless(handler: BaseHTTPRequestHandler) -> None:
    """A gigabyte, if somebody reads it."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    for _ in range(16_384):
        handler.wfile.write(piece)


def test_a_gigabyte_is_not_read() -> None:
    with serving(_endless) as port:
        assert refused(
            f"http://{NAME}:{port}/", limits=limits(port), resolver=to_loopback
        ) is Reason.TOO_LARGE  # fmt: skip

    def announced(handler: BaseHTTPRequestHandler) -> None:
        answer(handler, b"", content_length=str(10**9))

    with serving(announced) as port:
        where = f"http://{NAME}:{port}/"
        assert refused(where, limits=limits(port), resolver=to_loopback) is Reason.TOO_LARGE


def test_a_gzip_bomb_does_not_go_off() -> None:
    bomb = gzip.compress(bytes(20_000_000))
    assert len(bomb) < 30_000
    with serving(lambda handler: answer(handler, bomb, content_encoding="gzip")) as port:
        where = f"http://{NAME}:{port}/"
        assert refused(where, limits=limits(port), resolver=to_loopback) is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"content_encoding": "br"}, Reason.ENCODING),
        ({"content_encoding": "gzip"}, Reason.ENCODING),
        ({"content_type": "text/html"}, Reason.CONTENT_TYPE),
        ({"content_length": "200"}, Reason.BROKEN),
    ],
)
def test_answers_that_can_not_be_used(headers: dict[str, str], reason: Reason) -> None:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        answer(handler, b"not packed", status=200, **headers)
        handler.close_connection = True

    with serving(behave) as port:
        kinds = limits(port, content_types=("application/json",))
        assert refused(f"http://{NAME}:{port}/", limits=kinds, resolver=to_loopback) is reason


def test_what_is_no_answer_is_said_so() -> None:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"SSH-2.0-hello\r\n\r\n")

    with serving(behave) as port:
        where = f"http://{NAME}:{port}/"
        assert refused(where, limits=limits(port), resolver=to_loopback) is Reason.BROKEN
    assert refused(where, limits=limits(port), resolver=to_loopback) is Reason.NO_CONNECTION
    assert refused("http://a.example/", limits=Limits(), resolver=lambda _h, _p: []) is (
        Reason.UNKNOWN_HOST
    )


def test_a_certificate_has_to_name_the_host(tmp_path: Path) -> None:
    certificate = made_certificate(tmp_path, NAME)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with serving(answer, certificate) as port:
        arguments = {"limits": limits(port), "resolver": to_loopback}
        right = fetch(f"https://{NAME}:{port}/", context=trusting, **arguments)  # type: ignore[arg-type] # as above
        assert right.status == 200
        other = f"https://khac.example:{port}/"
        assert refused(other, context=trusting, **arguments) is Reason.TLS
        assert refused(f"https://{NAME}:{port}/", **arguments) is Reason.TLS
    with serving(
        lambda handler: answer(handler, status=302, location=f"http://{NAME}/"), certificate
    ) as port:
        arguments = {"limits": limits(port, redirects=2), "resolver": to_loopback}
        where = f"https://{NAME}:{port}/"
        assert refused(where, context=trusting, **arguments) is Reason.INSECURE_REDIRECT
