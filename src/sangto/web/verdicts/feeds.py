"""Verdicts for machines: Atom, JSON Feed, and a schema.org DataFeed of ClaimReviews.

They take the filters of the list, but for the last one, which holds everything.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, time
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from sangto.organisations.models import Network
from sangto.organisations.queries import current_network
from sangto.verdicts.claimreview import data_feed as pieces_of_data_feed
from sangto.verdicts.claimreview import written
from sangto.verdicts.queries import FeedEntry, feed_entries, feed_state
from sangto.web.cards.keeping import tag_of
from sangto.web.verdicts.public import filter_form, filters_of, language_of_page
from sangto.web.verdicts.reuse import absolute, card_path

#: Entries of a feed; a JSON feed leads on to the next ones.
FEED_LENGTH = 50
_LAST_PAGE = 10_000
#: For how long others may show what they have, in seconds.
FRESH_SECONDS = 300


def open_to_all(response: HttpResponseBase, *, seconds: int = FRESH_SECONDS) -> None:
    """Anybody's page may read it, with or without script, and anybody may keep it for a while."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"


def _state_tag(request: HttpRequest) -> str:
    """Changes with any verdict of the network, and with the day, on which verdicts expire."""
    network = current_network()
    state = feed_state(network)
    parts = (request.get_full_path(), timezone.localdate(), network and network.pk, state)
    return f'"{tag_of(*parts)}"'


def _fed(view: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only read, answered with 304 while nothing changed, and open to all either way."""
    conditional = require_safe(condition(etag_func=_state_tag)(view))

    @functools.wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponseBase:
        response = conditional(request)
        open_to_all(response)
        return response

    return wrapped


def _author(network: Network | None) -> str:
    return network.title if network is not None else "Sáng Tỏ"


@_fed
def atom(request: HttpRequest) -> HttpResponse:
    """An entry keeps its id over all versions and moves ``updated`` with each."""
    network = current_network()
    rest = filters_of(request)
    here = absolute(f"{reverse('feed')}{rest}")
    feed = Atom1Feed(
        title=_("Verdicts of Sáng Tỏ"),
        link=absolute(f"{reverse('verdicts')}{rest}"),
        description=None,
        language=language_of_page(),
        author_name=_author(network),
        feed_url=here,
        feed_guid=here,
    )
    for entry in _entries(request, network, page=1):
        feed.add_item(
            title=_headline(entry),
            link=entry.url,
            description=entry.summary,
            unique_id=entry.id,
            pubdate=entry.first_published,
            updateddate=entry.updated,
            categories=[entry.category.value, entry.rating.value],
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


@_fed
def json_feed(request: HttpRequest) -> HttpResponse:
    """JSON Feed 1.1, in pages."""
    network = current_network()
    rest = filters_of(request)
    number = _page_number(request)
    entries = _entries(request, network, page=number, more=1)
    feed: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _("Verdicts of Sáng Tỏ"),
        "home_page_url": absolute(f"{reverse('verdicts')}{rest}"),
        "feed_url": absolute(f"{reverse('json_feed')}{rest}"),
        "language": language_of_page(),
        "authors": [{"name": _author(network), "url": f"{settings.SANGTO_BASE_URL}/"}],
        "items": [_json_item(entry) for entry in entries[:FEED_LENGTH]],
    }
    if len(entries) > FEED_LENGTH:
        joint = "&" if rest else "?"
        query = urlencode({"page": number + 1})
        feed["next_url"] = absolute(f"{reverse('json_feed')}{rest}{joint}{query}")
    return HttpResponse(written(feed), content_type="application/feed+json")


def _entries(
    request: HttpRequest, network: Network | None, *, page: int, more: int = 0
) -> list[FeedEntry]:
    return feed_entries(
        FEED_LENGTH + more,
        language=language_of_page(),
        network=network,
        wanted=filter_form(request, network).wanted,
        offset=(page - 1) * FEED_LENGTH,
    )


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    return min(max(number, 1), _LAST_PAGE)


def _headline(entry: FeedEntry) -> str:
    return f"{entry.rating_word}: {entry.title}"


def _json_item(entry: FeedEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": _headline(entry),
        "content_text": entry.summary,
        "image": absolute(card_path(entry.reference, entry.version)),
        "date_published": timezone.localtime(entry.first_published).isoformat(timespec="seconds"),
        "date_modified": timezone.localtime(entry.updated).isoformat(timespec="seconds"),
        "language": entry.language,
        "tags": [entry.category.value, entry.rating.value],
        "_sangto": {
            "reference": entry.reference,
            "version": entry.version,
            "rating": entry.rating.value,
            "rating_word": entry.rating_word,
            "category": entry.category.value,
        },
    }


@_fed
def data_feed(request: HttpRequest) -> HttpResponseBase:
    """Every current verdict of the network as a ClaimReview, written while it is read.

    ``since`` (a day, or a moment with its zone) leaves out what has not changed since.
    """
    since: datetime | None = None
    asked = request.GET.get("since", "")
    if asked:
        since = _moment(asked)
        if since is None:
            return _no_moment()
    network = current_network()
    pieces = pieces_of_data_feed(
        network,
        name=_("Verdicts of Sáng Tỏ"),
        address=absolute(reverse("data_feed")),
        language=language_of_page(),
        since=since,
    )
    return StreamingHttpResponse(pieces, content_type="application/ld+json")


def _moment(text: str) -> datetime | None:
    readers: tuple[Callable[[str], datetime | None], ...] = (_whole_day, parse_datetime)
    for read in readers:
        try:
            found = read(text[:40])
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return found if timezone.is_aware(found) else timezone.make_aware(found)
    return None


def _whole_day(text: str) -> datetime | None:
    day = parse_date(text)
    return datetime.combine(day, time.min) if day is not None and day.year > 1 else None


def _no_moment() -> HttpResponse:
    """RFC 9457."""
    problem = {
        "type": "about:blank",
        "title": _("“since” is no day"),
        "status": 400,
        "detail": _("Write a day as 2026-11-21, or a moment as 2026-11-21T08:00:00+07:00."),
    }
    return HttpResponse(written(problem), content_type="application/problem+json", status=400)
