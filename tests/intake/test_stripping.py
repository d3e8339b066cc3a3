"""No handle and no profile link survives; posts keep their platform and id (SCOPE.md 2)."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.intake.domain import stripping
from sangto.intake.domain.platforms import PLATFORMS
from sangto.intake.domain.stripping import forget_posts, post_addresses, strip_identities

PROFILES = [
    "https://facebook.com/{0}",
    "http://www.facebook.com/{0}/",
    "https://m.facebook.com/{0}?mibextid=ab",
    "HTTPS://FACEBOOK.COM:443/{0}",
    "https://facebook.com./{0}",
    "https://facebook.com\\{0}",
    "https://x@facebook.com/{0}",
    "facebook.com/{0}",
    "fb.com/{0}",
    "facebook[.]com/{0}",
    "hxxps://facebook[.]com/{0}",
    "ｆａｃｅｂｏｏｋ．ｃｏｍ／{0}",
    "facebook. com/{0}",
    "fb . com / {0}",
    "https://www.facebook.com/profile.php?id={0}",
    "profile.php?id={0}",
    "https://www.facebook.com/people/Ten/{0}/",
    "https://www.facebook.com/groups/12/user/{0}/",
    "https://facebook.com/#{0}",
    "https://m.me/{0}",
    "https://www.messenger.com/t/{0}",
    "https://www.tiktok.com/@{0}",
    "tiktok.com/@{0}?lang=vi",
    "https://youtube.com/@{0}",
    "https://www.youtube.com/c/{0}/videos",
    "https://www.youtube.com/user/{0}",
    "https://www.instagram.com/{0}/",
    "https://instagram.com/stories/{0}/123456/",
    "https://x.com/{0}",
    "https://twitter.com/{0}/followers",
    "https://www.threads.net/@{0}",
    "https://t.me/{0}",
    "t.me/s/{0}",
    "t . me / {0}",
    "tg://resolve?domain={0}",
    "https://telegram.me/{0}",
    "https://zalo.me/{0}",
    "https://bsky.app/profile/{0}",
    "https://{0}.tumblr.com",
    "https://www.linkedin.com/in/{0}",
    "https://www.reddit.com/user/{0}/",
    "https://mastodon.example/@{0}",
    "https://trang.example/?next=https%3A%2F%2Ffacebook.com%2F{0}",
    "https://trang.example/r?u=https://facebook.com/{0}&x=1",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Ffacebook.com%2F{0}&h=A",
    "@{0}",
    "＠{0}",
    "@@{0}",
    "@{0}@mastodon.example",
    "Theo dõi:@{0}, nhé",
    "(@{0})",
]
POSTS = [
    ("https://www.facebook.com/{0}/posts/123456789?ref=share", "https://facebook.com/posts/123456789"),
    ("https://m.facebook.com/story.php?story_fbid=77001&id={0}", "https://facebook.com/posts/77001"),
    ("https://facebook.com/permalink.php?id={0}&story_fbid=pfbid02Ab", "https://facebook.com/posts/pfbid02Ab"),
    ("https://www.facebook.com/groups/{0}/permalink/55501/", "https://facebook.com/posts/55501"),
    ("https://www.facebook.com/{0}/videos/tieu-de/55502/", "https://facebook.com/reel/55502"),
    ("https://www.facebook.com/{0}/photos/a.1/55503", "https://facebook.com/photo?fbid=55503"),
    ("https://www.facebook.com/photo.php?fbid=55504&set=a.{0}", "https://facebook.com/photo?fbid=55504"),
    ("https://www.facebook.com/watch/?v=55505&author={0}", "https://facebook.com/watch?v=55505"),
    ("https://www.tiktok.com/@{0}/video/73450001", "https://tiktok.com/@/video/73450001"),
    ("https://youtu.be/dQw4w9WgXcQ?si={0}", "https://youtube.com/watch?v=dQw4w9WgXcQ"),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://youtube.com/watch?v=dQw4w9WgXcQ"),
    ("https://www.instagram.com/{0}/p/CxY12_-z/", "https://instagram.com/p/CxY12_-z"),
    ("https://www.threads.net/@{0}/post/CxY12z", "https://threads.com/t/CxY12z"),
    ("https://twitter.com/{0}/status/17000001?s=20", "https://x.com/i/status/17000001"),
    ("https://t.me/{0}/4711", "https://t.me/post/4711"),
    ("https://bsky.app/profile/{0}/post/3kabc", "https://bsky.app/post/3kabc"),
]  # fmt: skip
HANDLES = st.from_regex(r"[a-z][a-z0-9]{2,6}[._]?zq[a-z0-9]{2,8}", fullmatch=True)
SURROUNDINGS = st.sampled_from(
    ["{0}", "Xem {0} nhé", "({0})", "“{0}”", "{0}, {0}.", "a\n{0}\nb", "{0}!", "tại:{0};"]
)


@settings(max_examples=400, deadline=None)
@given(form=st.sampled_from(PROFILES), handle=HANDLES, around=SURROUNDINGS)
def test_no_handle_survives(form: str, handle: str, around: str) -> None:
    stripped = strip_identities(around.format(form.format(handle)))

    assert handle not in stripped
    assert handle.replace(".", "").replace("_", "") not in stripped.replace(".", "")
    assert strip_identities(stripped) == stripped


@settings(max_examples=200, deadline=None)
@given(form=st.sampled_from(POSTS), handle=HANDLES, around=SURROUNDINGS)
def test_a_post_keeps_its_platform_and_id_only(
    form: tuple[str, str], handle: str, around: str
) -> None:
    address, canonical = form
    stripped = strip_identities(around.format(address.format(handle)))

    assert canonical in stripped
    assert handle not in stripped
    assert post_addresses(stripped) == post_addresses(address.format(handle)) == (canonical,)
    assert strip_identities(stripped) == stripped


PIECES = [*"ab@./:?=&#%2F ()…\u200b\ud800A-_\n", "facebook.com/", "https://", "t.me/", "posts/1"]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_can_be_stripped_and_twice_is_once(text: str) -> None:
    once = strip_identities(text)
    assert strip_identities(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_arbitrary_unicode_never_raises(text: str) -> None:
    strip_identities(text)
    post_addresses(text)
    forget_posts(text, lambda _: "d", every_link=True)


@pytest.mark.parametrize(
    "text",
    [
        "Chuyển khoản cho 0912 345 678 hoặc viết tới ho.tro+vn@ngan-hang.example",
        "http://ngan-hang.example/dang-nhap?ma=1&u=2",
        "https://facebook.com.kiem-tra.example/login",
        "https://facebook.com@kiem-tra.example/login",
        "www.facebook.com là trang thật",
        "netflix.com/abc và fox.com/x, paint.me/a",
        "Giá 20.000đ/kg. Gặp nhau lúc 5h.",
        "support@facebook.com",
    ],
)
def test_what_belongs_to_the_scam_stays(text: str) -> None:
    assert strip_identities(text) == text


def test_a_redirect_of_a_platform_leads_to_its_target() -> None:
    link = (
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fbuu-kien.example%2Fnop%3Fm%3D1&h=AT0&fbclid=x"
    )
    assert strip_identities(link) == "https://buu-kien.example/nop?m=1"


def test_a_mentioned_name_of_several_words_goes_whole() -> None:
    assert strip_identities("@Nguyễn Văn An nói là thật") == "@… nói là thật"
    assert strip_identities("@MINH CHUYỂN NGAY") == "@… CHUYỂN NGAY"


def test_hidden_characters_do_not_hide_a_handle() -> None:
    assert strip_identities("@nguyen\u200bvan\u202ea") == "@…"


@pytest.mark.parametrize(
    "text",
    ["@" * 20_000, "@A " * 6_600, "a.b-" * 5_000, "facebook.com/" * 1_600, "https://" * 2_500,
     "facebook.com/" + "/posts" * 3_300, "a@" * 10_000,
     "https://e.example/?u=https://fb.com/" * 600, "https://e.example/" + "%2540a" * 3_300,
     "a" * 20_000 + "@"],
)  # fmt: skip
def test_hostile_lengths_end_soon(text: str) -> None:
    """The time limit of the test run is the bound; a quadratic scan took 20 s."""
    assert len(strip_identities(text)) <= len(text) + 20


def test_canonical_posts_are_posts() -> None:
    sample = {"v": "dQw4w9WgXcQ"}
    for platform in PLATFORMS:
        for form in platform.posts:
            for identifier in ("123456", sample["v"], "Ugkx123456789ab", "pfbid02Ab1"):
                canonical = form.canonical.format(id=identifier)
                found = post_addresses(canonical)
                if found:
                    assert found == post_addresses(found[0])
                    break
            else:
                pytest.fail(f"{form.canonical} is not recognised")


def test_forgetting_turns_posts_into_digests_and_leaves_the_rest() -> None:
    text = "Xem https://x.com/abc/status/123, http://lua.example/a và facebook.com/abc"
    forgotten = forget_posts(strip_identities(text), lambda address: f"d{len(address)}")

    assert forgotten == "Xem [#d26], http://lua.example/a và https://facebook.com/…"
    assert forget_posts(forgotten, lambda _: "other") == forgotten


def test_forgetting_every_link_takes_the_others_too() -> None:
    forgotten = forget_posts(
        "Xem http://bao.example/a?b=c.", lambda address: address.upper(), every_link=True
    )
    assert forgotten == "Xem [#HTTP://BAO.EXAMPLE/A?B=C]."


def test_percent_encoded_handles_go_too() -> None:
    for address in (f"https://facebook.com/{quote('nguyễn.văn.an')}", "https://fb.com/%6egu%79en"):
        assert strip_identities(address) == "https://facebook.com/…"


_PIECES = st.sampled_from(
    [
        *("@", ".", ":", "/", "\\", " ", "[.]", "(.)", "[dot]", "#", "?", "\n"),
        *(
            "facebook",
            "fb",
            "com",
            "me",
            "zalo",
            "t",
            "m",
            "profile.php?id=7",
            "https",
            "HXXP",
            "an",
        ),
    ]
)


@given(st.lists(_PIECES, max_size=10).map("".join))
def test_nothing_is_passed_over_by_the_look_before(text: str) -> None:
    if stripping._TOKEN.search(text):
        assert stripping._TELLING.search(text)
