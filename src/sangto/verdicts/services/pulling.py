"""One reading of a feed: asked through the guard for outgoing requests, then taken over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import TypedDict

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sangto.audit.secrets import sealer
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor, Role
from sangto.kernel.errors import NotVisible
from sangto.matching.domain.kinds import Decision
from sangto.matching.models import Claim
from sangto.matching.queries import find_claims
from sangto.matching.services import open_claim
from sangto.notices.services import queue_mail
from sangto.organisations.models import Network
from sangto.organisations.queries import lead_agency
from sangto.organisations.queries.people import people_of
from sangto.outgoing import Limits, OutgoingError, fetch
from sangto.outgoing.targets import target_of
from sangto.verdicts.domain.content import PUBLISHER_LENGTH
from sangto.verdicts.domain.feed_reading import (
    FeedProblem,
    ImportedReview,
    ReadFeed,
    UnreadableFeed,
    read_feed,
)
from sangto.verdicts.domain.feeds import (
    AT_ONCE,
    FEED_BYTES,
    MEDIA_TYPES,
    PROBLEMS,
    FeedState,
    is_to_be_told,
    pause_after,
)
from sangto.verdicts.domain.version import VerdictOrigin
from sangto.verdicts.models import Feed, FeedItem, Verdict
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.services.feeds import end_items
from sangto.verdicts.services.imported import hold_imported, renew_imported

#: When there was more than could be taken at one go.
_SOON = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Pulled:
    """What one reading of a feed came to; ``problem`` is empty when it could be read."""

    taken: int = 0
    changed: int = 0
    withdrawn: int = 0
    waiting: int = 0
    problem: str = ""


class _Content(TypedDict):
    title: str
    title_en: str
    summary: str
    summary_en: str
    imported_from: str
    imported_address: str
    valid_until: date | None


def pull_feed(*, feed: Feed, actor: Actor, now: datetime | None = None) -> Pulled:
    """Ask the feed's server, and take over what changed. For the queue and the command line.

    Nothing is written while the other server is waited for. Each verdict is taken in a small
    change of its own; what was done stays done when it is stopped, and a repeat does the rest.
    Whatever is wrong with the feed ends in its row and, once, in a mail to the lead agency.
    """
    at = now or timezone.now()
    if not may(actor, Permission.IMPORT, owner_agency=None):
        raise NotVisible
    feed = Feed.objects.get(pk=feed.pk)
    if feed.removed_at is not None or _is_nobodys(feed.address):
        return Pulled()
    try:
        answer = fetch(feed.address, limits=_limits(), headers=_asked_for(feed))
    except OutgoingError as error:
        return note_failure(feed=feed, problem=error.reason.value, actor=actor, now=at)
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return note_reading(feed=feed, done=Pulled(), actor=actor, now=at)
    if answer.status == HTTPStatus.GONE:
        with change(actor) as journal:
            journal.nothing_changed()
            end_items(FeedItem.objects.filter(feed=feed), actor=actor, at=at)
        return note_failure(feed=feed, problem=FeedProblem.GONE.value, actor=actor, now=at)
    if answer.status != HTTPStatus.OK:
        return note_failure(feed=feed, problem=FeedProblem.STATUS.value, actor=actor, now=at)
    try:
        found = read_feed(answer.body, answer.media_type)
    except UnreadableFeed as unreadable:
        return note_failure(feed=feed, problem=unreadable.problem.value, actor=actor, now=at)
    done = _taken_over(feed, found, actor, at)
    said = answer.headers if not done.waiting else {}
    return note_reading(
        feed=feed,
        done=done,
        actor=actor,
        now=at,
        etag=said.get("etag", "")[:300],
        last_modified=said.get("last-modified", "")[:100],
        listed=len(found.reviews),
        left_out=found.left_out,
    )


def _is_nobodys(address: str) -> bool:
    """Names under .example belong to nobody (RFC 2606): of samples, and never asked."""
    return target_of(address).host.endswith(".example")


def _limits() -> Limits:
    return Limits(
        body_bytes=FEED_BYTES,
        total_seconds=60,
        redirects=3,
        content_types=MEDIA_TYPES,
        allowed=settings.SANGTO_OUTGOING_ALLOWED,
    )


def _asked_for(feed: Feed) -> dict[str, str]:
    headers = {"Accept": "application/ld+json, application/json, text/html;q=0.5"}
    if feed.etag and feed.etag.isascii() and feed.etag.isprintable():
        headers["If-None-Match"] = feed.etag
    if feed.last_modified.isascii() and feed.last_modified.isprintable() and feed.last_modified:
        headers["If-Modified-Since"] = feed.last_modified
    return headers


def _taken_over(feed: Feed, found: ReadFeed, actor: Actor, at: datetime) -> Pulled:
    known = {item.key: item for item in feed.items.select_related("verdict")}
    today = timezone.localdate(at)
    standing = {one.key: one for one in found.reviews if _stands(one, today)}
    fresh = [one for key, one in standing.items() if key not in known]
    changed = [
        one
        for key, one in standing.items()
        if key in known and (known[key].digest != one.digest or known[key].gone_at is not None)
    ]
    listed = {one.key for one in found.reviews}
    gone = [
        item
        for key, item in known.items()
        if item.gone_at is None
        and (key in listed - standing.keys() or (feed.lists_all and key not in listed))
    ]
    for review in fresh[:AT_ONCE]:
        take_review(feed=feed, review=review, actor=actor, now=at)
    for review in changed:
        _change(feed, known[review.key], review, actor, at)
    withdrawn = 0
    if gone:
        with change(actor) as journal:
            journal.nothing_changed()
            rows = FeedItem.objects.filter(pk__in=[item.pk for item in gone])
            withdrawn = end_items(rows, actor=actor, at=at)
    return Pulled(
        taken=len(fresh[:AT_ONCE]),
        changed=len(changed),
        withdrawn=withdrawn,
        waiting=max(0, len(fresh) - AT_ONCE),
    )


def _stands(review: ImportedReview, today: date) -> bool:
    return not review.deleted and (review.expires_on is None or review.expires_on >= today)


def take_review(*, feed: Feed, review: ImportedReview, actor: Actor, now: datetime) -> None:
    """Held about the claim here that says the same, or about one of its own."""
    at = now
    claim = _known_claim(feed.network, review)
    with change(actor) as journal:
        if FeedItem.objects.filter(feed=feed, key=review.key).exists():
            journal.nothing_changed()
            return
        claim = claim or open_claim(network=feed.network, actor=actor, now=at)
        version = hold_imported(claim=claim, actor=actor, now=at, **_content(feed, review))
        FeedItem.objects.create(
            feed=feed, verdict=version.verdict, key=review.key, **_item(review, at)
        )


def _known_claim(network: Network, review: ImportedReview) -> Claim | None:
    for text in (*review.wordings, review.title):
        for match in find_claims(text, limit=3).matches:
            if match.decision is Decision.ANSWER and match.claim.network_id == network.pk:
                taken = Verdict.objects.filter(
                    claim=match.claim, origin=VerdictOrigin.IMPORTED.value
                )
                return None if taken.exists() else match.claim
    return None


def _change(feed: Feed, item: FeedItem, review: ImportedReview, actor: Actor, at: datetime) -> None:
    with change(actor) as journal:
        held = FeedItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if held.digest == review.digest and held.gone_at is None:
            journal.nothing_changed()
            return
        renew_imported(verdict=item.verdict, actor=actor, now=at, **_content(feed, review))
        FeedItem.objects.filter(pk=item.pk).update(gone_at=None, **_item(review, at))


def _content(feed: Feed, review: ImportedReview) -> _Content:
    origin = feed.name
    if review.publisher and review.publisher != feed.name:
        origin = f"{review.publisher} · {feed.name}"[:PUBLISHER_LENGTH]
    english = review.language == "en"
    return {
        "title": review.title,
        "title_en": review.title if english else "",
        "summary": review.summary,
        "summary_en": review.summary if english else "",
        "imported_from": origin,
        "imported_address": review.address,
        "valid_until": review.expires_on,
    }


def _item(review: ImportedReview, at: datetime) -> dict[str, object]:
    return {
        "digest": review.digest,
        "rated": review.rated,
        "language": review.language,
        "wordings": list(review.wordings),
        "modified_at": review.modified_at,
        "taken_at": at,
    }


def note_reading(
    *, feed: Feed, done: Pulled, actor: Actor, now: datetime, **said: object
) -> Pulled:
    """The row says that it went well; the record only when something came of it."""
    at = now
    with change(actor) as journal:
        held = Feed.objects.select_for_update().get(pk=feed.pk)
        recovered = held.state == FeedState.FAILING.value
        if held.removed_at is None:
            held.state = FeedState.READ.value
        for name, value in said.items():
            setattr(held, name, value)
        held.failures, held.problem = 0, ""
        held.pulled_at = held.succeeded_at = at
        held.next_at = at + (_SOON if done.waiting else pause_after(0))
        held.save()
        if recovered or done.taken or done.changed or done.withdrawn:
            journal.record(
                AuditTag.FEED_READ,
                held,
                details={
                    "taken": done.taken,
                    "changed": done.changed,
                    "withdrawn": done.withdrawn,
                },
            )
        else:
            journal.nothing_changed()
    return done


def note_failure(*, feed: Feed, problem: str, actor: Actor, now: datetime) -> Pulled:
    """Asked again later and later. The record and the lead agency hear of it once."""
    at = now
    with change(actor) as journal:
        held = Feed.objects.select_for_update().get(pk=feed.pk)
        if held.removed_at is not None:
            journal.nothing_changed()
            return Pulled(problem=problem)
        held.failures = held.failures + 1 if held.problem == problem else 1
        held.state, held.problem = FeedState.FAILING.value, problem
        held.pulled_at = at
        held.next_at = at + pause_after(held.failures)
        held.save()
        if held.failures == 1:
            journal.record(AuditTag.FEED_FAILED, held, details={"problem": problem})
        else:
            journal.nothing_changed()
        if is_to_be_told(problem, held.failures):
            _tell_lead(held, at)
    return Pulled(problem=problem)


def _tell_lead(feed: Feed, at: datetime) -> None:
    lead = lead_agency(feed.network)
    if lead is None:
        return
    for person in people_of(lead):
        if not any(row.role == Role.DESK_OFFICER.value for row in person.memberships):
            continue
        language = person.user.language
        with override(language):
            subject = _("A feed can not be read: %(name)s") % {"name": feed.name}
            body = "\n\n".join(
                (
                    _("The verdicts of %(name)s could not be read at %(address)s.")
                    % {"name": feed.name, "address": feed.address},
                    _(PROBLEMS[feed.problem]),
                    _("It is tried again by itself. You are not written to about this again."),
                    f"{settings.SANGTO_BASE_URL}{_PAGES[language]}",
                )
            )
        queue_mail(
            key=f"feed:{feed.pk}:{feed.problem}:{at:%Y-%m-%dT%H:%M:%S}:{person.user.pk}",
            to_sealed=sealer().seal(person.user.email),
            language=language,
            subject=subject,
            body=f"{body}\n",
            now=at,
        )


#: Of the desk's page of feeds; the pages are the web's, the letter only leads there.
_PAGES = {"vi": "/desk/nguon-chia-se/", "en": "/en/desk/nguon-chia-se/"}
