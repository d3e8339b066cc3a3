"""What is refused of a submission, and what it looks like once it is cleaned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.intake.domain.contact import email_refusal, normalised_email
from sangto.intake.domain.limits import IMAGES, LINK_LENGTH, REASON_LENGTH, TEXT_LENGTH
from sangto.intake.domain.submission import (
    Submission,
    cleaned,
    fingerprint_text,
    key_refusal,
    submission_refusals,
)
from tests.factories.intake import make_submission


def _codes(**values: object) -> list[tuple[str, str | None]]:
    return [(r.code, r.field) for r in submission_refusals(make_submission(**values))]


def test_a_plain_message_is_taken() -> None:
    assert _codes() == []


@pytest.mark.parametrize("text", ["", "   \n\t ", "\0\0", "\u200b\u202e", "\ud800"])
def test_nothing_is_refused_as_nothing(text: str) -> None:
    assert _codes(text=text) == [("intake.nothing", "text")]


@pytest.mark.parametrize(
    "values", [{"link": "http://lua.example"}, {"images": (b"x",)}, {"text": "a"}]
)
def test_one_of_text_link_and_picture_is_enough(values: dict[str, object]) -> None:
    assert _codes(**{"text": "", **values}) == []


def test_a_megabyte_of_text_is_refused_unread() -> None:
    assert _codes(text="ư" * 600_000) == [("intake.too_much", "text")]
    assert _codes(text="a" * 400_000, reason="b" * 400_000, link="c" * 400_000) == [
        ("intake.too_much", "text")
    ]
    assert _codes(text="a" * 999_000) == [("intake.text_too_long", "text")]


def test_limits_are_exact() -> None:
    assert _codes(text="ư" * TEXT_LENGTH, reason="b" * REASON_LENGTH) == []
    assert _codes(text="ư" * (TEXT_LENGTH + 1), reason="b" * (REASON_LENGTH + 1)) == [
        ("intake.text_too_long", "text"),
        ("intake.reason_too_long", "reason"),
    ]
    start = "https://lua.example/"
    assert _codes(link=start + "a" * (LINK_LENGTH - len(start))) == []
    assert _codes(link=start + "a" * 10_000) == [("intake.link_too_long", "link")]


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "hai tu", "xinchao",
     "https://a.example\nhttps://b.example", "@nguyenvana"],
)  # fmt: skip
def test_what_is_no_link_is_refused(link: str) -> None:
    assert _codes(link=link) == [("intake.link", "link")]


@pytest.mark.parametrize(
    "link",
    ["http://lua.example", "lua.example/a?b=c#d", "hxxps://lua[.]example", "lua.example:8080/x",
     "https://xn--ngn-hng-rta.example", "https://ngân-hàng.example/đăng-nhập", "http://1.2.3.4/a"],
)  # fmt: skip
def test_links_as_people_paste_them_are_taken(link: str) -> None:
    assert _codes(link=f"  {link} ") == []


def test_pictures_are_counted_and_weighed() -> None:
    assert _codes(images=(b"x",) * IMAGES) == []
    assert _codes(images=(b"x",) * (IMAGES + 1)) == [("intake.too_many_images", "images")]
    refusals = submission_refusals(
        make_submission(images=(b"x", b"x" * 11, b"x" * 12)), upload_bytes=10
    )
    assert [(r.code, r.params["number"]) for r in refusals] == [
        ("documents.too_many_bytes", 2),
        ("documents.too_many_bytes", 3),
    ]


def test_consent_and_language_are_needed() -> None:
    assert _codes(consent_version="") == [("intake.consent", "consent")]
    assert _codes(consent_version="1999-1") == [("intake.consent", "consent")]
    assert _codes(language="fr") == [("intake.language", "language")]
    assert submission_refusals(make_submission(consent_version=""), archive=True) == []


def test_everything_wrong_is_said_at_once_in_the_order_of_the_form() -> None:
    fields = [
        field
        for _, field in _codes(
            text="", link="", reason="x" * 2_001, email="nope", consent_version=""
        )
    ]
    assert fields == ["text", "reason", "email", "consent"]


@pytest.mark.parametrize(
    "email",
    ["nobody", "nobody@b", "@b.vn", "nobody@", "a@@b.vn", "a b@c.vn", "a@b c.vn", "a@-b.vn",
     "a@b.vn\nBcc: x@y.vn", "a@1.2.3.4",
     ".a@b.vn", "a..b@c.vn", "ạ@b.vn", "a@b..vn", f"{'a' * 65}@b.vn",
     f"a@{'b' * 64}.vn", f"a@{'b.' * 130}vn", '"a b"@c.vn', "a@[127.0.0.1]", "Tên <a@b.vn>"],
)  # fmt: skip
def test_addresses_that_can_not_be_used(email: str) -> None:
    refusal = email_refusal(normalised_email(email))
    assert refusal is not None
    assert refusal.field == "email"
    assert email not in str(refusal) + repr(refusal)


@pytest.mark.parametrize(
    ("email", "normal"),
    [
        (" Ban.Doc+1@Example.VN ", "Ban.Doc+1@example.vn"),
        ("o'neil@example.vn", "o'neil@example.vn"),
        ("a@thư.example", "a@xn--th-yqb.example"),
    ],
)
def test_addresses_that_can(email: str, normal: str) -> None:
    assert normalised_email(email).split("@")[0] == normal.split("@")[0]
    assert normalised_email(email).isascii()
    assert email_refusal(normalised_email(email)) is None


def test_hostile_characters_are_cleaned_and_html_stays_text() -> None:
    ready = cleaned(
        make_submission(
            text="A\0B\ud800C \u202egnp.exe\u202c <script>alert(1)</script> Nguye\u0302\u0303n\r\n",
            reason="theo @nguyenvana",
            link=" https://facebook.com/nguyenvana ",
            territory=" ",
            email="  ",
        )
    )
    assert ready.text == "ABC gnp.exe <script>alert(1)</script> Nguyễn"
    assert (ready.reason, ready.link) == ("theo @…", "https://facebook.com/…")
    assert (ready.territory, ready.email) == (None, None)


@given(
    text=st.text(alphabet=st.characters(), max_size=60),
    link=st.text(max_size=60),
    reason=st.text(max_size=60),
    email=st.none() | st.text(max_size=30),
)
def test_anything_is_cleaned_once_for_all(
    text: str, link: str, reason: str, email: str | None
) -> None:
    submission = Submission(text=text, link=link, reason=reason, email=email)
    submission_refusals(submission)
    ready = cleaned(submission)
    assert cleaned(ready).text == ready.text
    assert "\0" not in ready.text + ready.link + ready.reason
    (ready.text + ready.link + ready.reason + (ready.email or "")).encode("utf-8")
    assert fingerprint_text(ready) == fingerprint_text(cleaned(submission))


def test_the_fingerprint_tells_each_part() -> None:
    base = make_submission(text="a", link="b.vn", reason="c", email="d@e.vn", images=(b"x", b"y"))
    variants = [
        make_submission(**{"text": "a", "link": "b.vn", "reason": "c", "email": "d@e.vn",
                           "images": (b"x", b"y"), **change})
        for change in (
            {"text": "a2"}, {"link": "b2.vn"}, {"reason": "c2"}, {"email": "d2@e.vn"},
            {"email": None}, {"images": (b"y", b"x")}, {"images": (b"x",)},
            {"territory": "song-xanh"}, {"share_consent": True},
        )
    ]  # fmt: skip
    prints = {fingerprint_text(one) for one in [base, *variants]}
    assert len(prints) == len(variants) + 1


def test_a_repr_shows_nothing_that_was_written() -> None:
    shown = repr(make_submission(text="BÍ-MẬT", email="ban.doc@example.vn", images=(b"BYTES",)))
    assert "BÍ-MẬT" not in shown
    assert "ban.doc" not in shown
    assert "BYTES" not in shown


@pytest.mark.parametrize(("key", "fine"), [("", False), ("a" * 7, False), ("a" * 8, True),
                                           ("a" * 200, True), ("a" * 201, False)])  # fmt: skip
def test_keys_have_a_length(key: str, fine: bool) -> None:
    assert (key_refusal(key) is None) is fine
