"""Social platforms: which part of their addresses is an account, which a post (SCOPE.md 2).

Whatever is not a known form of a post counts as a profile, so that a form nobody thought of is
dropped rather than kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

#: A longer path is nobody's post.
_PATH_LENGTH = 500


@dataclass(frozen=True, slots=True)
class PostForm:
    """One way to write a post's address; ``canonical`` is itself one of the forms.

    The id is the group ``id`` of ``path``, or the query parameter ``parameter`` of a path that
    matches.
    """

    path: re.Pattern[str]
    canonical: str
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    name: str
    hosts: tuple[str, ...]
    posts: tuple[PostForm, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()

    def post(self, path: str, query: str) -> str | None:
        """The address of the post without its account, or None when it is something else."""
        path = unquote(path)
        if len(path) > _PATH_LENGTH:
            return None
        values = parse_qs(query)
        for form in self.posts:
            found = form.path.fullmatch(path)
            if found is None:
                continue
            identifier = (
                values.get(form.parameter, [""])[0] if form.parameter else found.group("id")
            )
            if re.fullmatch(r"[\w-]{1,120}", identifier, re.ASCII):
                return form.canonical.format(id=identifier)
        return None

    def target(self, path: str, query: str) -> str | None:
        """Where a redirecting address of the platform leads to."""
        for prefix, parameter in self.redirects:
            if path.rstrip("/").lower() == prefix:
                return parse_qs(query).get(parameter, [None])[0]
        return None


def _form(path: str, canonical: str, parameter: str = "") -> PostForm:
    return PostForm(re.compile(path, re.IGNORECASE | re.ASCII), canonical, parameter)


_NUMBER = r"(?P<id>\d+)"
_TOKEN = r"(?P<id>[\w-]+)"  # noqa: S105 - a pattern
_ANY = r"(?:/[^/]+)*"

PLATFORMS: tuple[Platform, ...] = (
    Platform(
        "facebook.com",
        ("facebook.com", "fb.com", "fb.me", "fb.gg", "facebook.net"),
        (
            _form(
                rf"{_ANY}/(?:posts|permalink|post){_ANY}/(?P<id>\d+|pfbid\w+)/?",
                "https://facebook.com/posts/{id}",
            ),
            _form(
                r"/(?:permalink|story)\.php",
                "https://facebook.com/posts/{id}",
                "story_fbid",
            ),
            _form(r"/groups/[^/]+/?", "https://facebook.com/posts/{id}", "multi_permalinks"),
            _form(rf"{_ANY}/(?:videos|reels?){_ANY}/{_NUMBER}/?", "https://facebook.com/reel/{id}"),
            _form(
                r"/(?:watch(?:/live)?|video\.php)/?",
                "https://facebook.com/watch?v={id}",
                "v",
            ),
            _form(r"/photo(?:\.php|s)?/?", "https://facebook.com/photo?fbid={id}", "fbid"),
            _form(rf"{_ANY}/photos{_ANY}/{_NUMBER}/?", "https://facebook.com/photo?fbid={id}"),
            _form(rf"/share/[pvr]/{_TOKEN}/?", "https://facebook.com/share/p/{id}"),
        ),
        (("/l.php", "u"), ("/flx/warn", "u")),
    ),
    Platform("fb.watch", ("fb.watch",), (_form(rf"/{_TOKEN}/?", "https://fb.watch/{id}"),)),
    Platform("messenger.com", ("messenger.com",)),
    Platform("m.me", ("m.me",)),
    Platform(
        "tiktok.com",
        ("tiktok.com",),
        (
            _form(
                rf"/(?:@[^/]*/|embed/|v/)?(?:video|photo|v2)/{_NUMBER}/?",
                "https://tiktok.com/@/video/{id}",
            ),
            _form(rf"/v/{_NUMBER}(?:\.html)?/?", "https://tiktok.com/@/video/{id}"),
            _form(rf"/t/{_TOKEN}/?", "https://tiktok.com/t/{id}"),
        ),
    ),
    Platform(
        "tiktok.com",
        ("vm.tiktok.com", "vt.tiktok.com"),
        (_form(rf"/{_TOKEN}/?", "https://vm.tiktok.com/{id}"),),
    ),
    Platform(
        "youtube.com",
        ("youtube.com", "youtube-nocookie.com"),
        (
            _form(r"/watch/?", "https://youtube.com/watch?v={id}", "v"),
            _form(
                r"/(?:shorts|live|embed|v)/(?P<id>[\w-]{11})/?",
                "https://youtube.com/watch?v={id}",
            ),
            _form(r"/post/(?P<id>Ug[\w-]{10,})/?", "https://youtube.com/post/{id}"),
        ),
        (("/redirect", "q"),),
    ),
    Platform(
        "youtu.be",
        ("youtu.be",),
        (_form(r"/(?P<id>[\w-]{11})/?", "https://youtube.com/watch?v={id}"),),
    ),
    Platform(
        "instagram.com",
        ("instagram.com", "instagr.am", "ig.me"),
        (
            _form(
                rf"(?:/[^/]+)?/(?:p|reels?|tv)/{_TOKEN}/?",
                "https://instagram.com/p/{id}",
            ),
        ),
    ),
    Platform(
        "threads.com",
        ("threads.net", "threads.com"),
        (
            _form(rf"/@[^/]*/post/{_TOKEN}/?", "https://threads.com/t/{id}"),
            _form(rf"/t/{_TOKEN}/?", "https://threads.com/t/{id}"),
        ),
    ),
    Platform(
        "x.com",
        ("x.com", "twitter.com"),
        (
            _form(
                rf"(?:/i/web|/[^/]+)/status(?:es)?/{_NUMBER}{_ANY}/?",
                "https://x.com/i/status/{id}",
            ),
        ),
    ),
    Platform("t.co", ("t.co",), (_form(rf"/{_TOKEN}/?", "https://t.co/{id}"),)),
    Platform(
        "t.me",
        ("t.me", "telegram.me", "telegram.dog"),
        (
            _form(rf"/c/\d+(?:/\d+)?/{_NUMBER}/?", "https://t.me/post/{id}"),
            _form(rf"(?:/s)?/[\w.]+(?:/\d+)?/{_NUMBER}/?", "https://t.me/post/{id}"),
        ),
    ),
    Platform("zalo.me", ("zalo.me", "zaloapp.com")),
    Platform("wa.me", ("wa.me", "whatsapp.com")),
    Platform("viber.com", ("viber.com", "viber.me")),
    Platform("line.me", ("line.me",)),
    Platform(
        "linkedin.com",
        ("linkedin.com", "lnkd.in"),
        (
            _form(
                r"/feed/update/urn:li:(?:activity|share|ugcPost):(?P<id>\d+)/?",
                "https://linkedin.com/feed/update/urn:li:activity:{id}",
            ),
            _form(
                r"/posts/.*-activity-(?P<id>\d+)(?:-\w*)?/?",
                "https://linkedin.com/feed/update/urn:li:activity:{id}",
            ),
        ),
    ),
    Platform(
        "reddit.com",
        ("reddit.com", "redd.it"),
        (
            _form(
                r"(?:/(?:r|u|user)/[^/]+)?/comments/(?P<id>\w+)(?:/[^/]*)*",
                "https://reddit.com/comments/{id}",
            ),
        ),
    ),
    Platform(
        "bsky.app",
        ("bsky.app", "bsky.social"),
        (
            _form(rf"/profile/[^/]+/post/{_TOKEN}/?", "https://bsky.app/post/{id}"),
            _form(rf"/post/{_TOKEN}/?", "https://bsky.app/post/{id}"),
        ),
    ),
    Platform("tumblr.com", ("tumblr.com",)),
    Platform("snapchat.com", ("snapchat.com",)),
    Platform("pinterest.com", ("pinterest.com", "pin.it")),
    Platform("vk.com", ("vk.com", "vk.ru", "ok.ru")),
    Platform("weibo.com", ("weibo.com", "weibo.cn")),
    Platform("wechat.com", ("wechat.com",)),
    Platform("twitch.tv", ("twitch.tv",)),
    Platform("gapo.vn", ("gapo.vn",)),
    Platform("lotus.vn", ("lotus.vn",)),
    Platform("linktr.ee", ("linktr.ee",)),
)

HOSTS: dict[str, Platform] = {host: platform for platform in PLATFORMS for host in platform.hosts}


def platform_of(host: str) -> Platform | None:
    """The platform that ``host`` (lower case) belongs to, under any subdomain."""
    labels = host.rstrip(".").split(".")
    for start in range(len(labels) - 1):
        platform = HOSTS.get(".".join(labels[start:]))
        if platform is not None:
            return platform
    return None
