"""The letters of opinion rounds. None of them holds what a sender wrote: the title, the question
and what is known are the desk's own words (SCOPE.md 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from sangto.consultation.models import OpinionRound, RoundInvitation
from sangto.notices.services.outbox import SECRET_MARK
from sangto.organisations.models import Agency

#: Under the site's own address; the pages are the web's, the letters only lead there.
REQUEST_PATHS = {"vi": "/y-kien/", "en": "/en/y-kien/"}


@dataclass(frozen=True, slots=True)
class Letter:
    """``body`` has a place for what is sealed: the secret of one link, or all of the links."""

    subject: str
    body: str


def link_start(language: str) -> str:
    return f"{settings.SANGTO_BASE_URL}{REQUEST_PATHS[language]}"


def request_link(token: str, language: str) -> str:
    return f"{link_start(language)}{token}/"


def request_letter(invitation: RoundInvitation, language: str) -> Letter:
    """The question itself, until when, and the link."""
    opinion_round = invitation.round
    with override(language):
        paragraphs = [
            _("Hello,"),
            _("%(asking)s asks %(agency)s for its opinion: %(title)s")
            % {
                "asking": _name(opinion_round.agency),
                "agency": _name(invitation.agency),
                "title": opinion_round.title,
            },
            opinion_round.question,
            _("Please answer by %(when)s.") % {"when": _when(_due(invitation))},
            _silence(opinion_round),
            _("Read everything and answer here, without an account:"),
            f"{link_start(language)}{SECRET_MARK}/",
            _(
                "The link is for your agency. Opening it changes nothing; you can change the "
                "answer until the round closes."
            ),
        ]
        subject = _("Opinion asked by %(day)s: %(title)s") % {
            "day": _day(_due(invitation)),
            "title": opinion_round.title,
        }
    return _letter(subject, paragraphs)


def new_link_letter(invitation: RoundInvitation, language: str) -> Letter:
    opinion_round = invitation.round
    with override(language):
        paragraphs = [
            _("Hello,"),
            _("This is a new link to the request of %(asking)s: %(title)s")
            % {"asking": _name(opinion_round.agency), "title": opinion_round.title},
            f"{link_start(language)}{SECRET_MARK}/",
            _("The link that you had before opens nothing any more."),
            _("Please answer by %(when)s.") % {"when": _when(_due(invitation))},
        ]
        subject = _("New link: %(title)s") % {"title": opinion_round.title}
    return _letter(subject, paragraphs)


@dataclass(frozen=True, slots=True)
class Reminded:
    """One request in a reminder, with its secret."""

    invitation: RoundInvitation
    token: str
    hard: bool
    to_leader: bool


def reminder_letter(items: Sequence[Reminded], language: str, now: datetime) -> tuple[Letter, str]:
    """One letter about all that is due for a person, and the sealed part of it."""
    with override(language):
        number = len(items)
        leader = any(item.to_leader for item in items)
        paragraphs = [
            _("Hello,"),
            ngettext(
                "%(number)s request for an opinion waits for your agency's answer.",
                "%(number)s requests for opinions wait for your agency's answer.",
                number,
            )
            % {"number": number},
        ]
        if leader:
            paragraphs.append(
                _(
                    "You get this letter because you approve for your agency, and the deadline has "
                    "passed or is near."
                )
            )
        paragraphs += [SECRET_MARK, _silence(items[0].invitation.round) if number == 1 else ""]
        lines = [_reminder_line(item, language, now) for item in items]
        first = items[0].invitation.round
        subject = (
            _("Reminder: %(title)s") % {"title": first.title}
            if number == 1
            else ngettext(
                "Reminder: %(number)s request for an opinion",
                "Reminder: %(number)s requests for opinions",
                number,
            )
            % {"number": number}
        )
        if any(item.hard for item in items):
            subject = _("Urgent. %(subject)s") % {"subject": subject}
    return _letter(subject, paragraphs), "\n\n".join(lines)


def time_letter(invitation: RoundInvitation, language: str, *, granted: bool) -> Letter:
    """What became of the wish for more time."""
    opinion_round = invitation.round
    with override(language):
        paragraphs = [
            _("Hello,"),
            _("You asked for more time for: %(title)s") % {"title": opinion_round.title},
            (
                _("You have it: please answer by %(when)s.")
                if granted
                else _("That is not possible. The deadline stays: %(when)s.")
            )
            % {"when": _when(_due(invitation))},
        ]
        if invitation.time_note:
            paragraphs.append(_("Reason: %(reason)s") % {"reason": invitation.time_note})
        paragraphs.append(f"{link_start(language)}{SECRET_MARK}/")
        subject = _("More time: %(title)s") % {"title": opinion_round.title}
    return _letter(subject, paragraphs)


def closed_letter(invitation: RoundInvitation, language: str, *, answered: bool) -> Letter:
    opinion_round = invitation.round
    with override(language):
        said = (
            _("Your answer was taken. Thank you.")
            if answered
            else _("No answer of your agency came. It is recorded as silence.")
        )
        if not answered and opinion_round.silence_agrees:
            said = _(
                "No answer of your agency came. It is recorded as silence, and counts as "
                "agreement, as the request said."
            )
        paragraphs = [
            _("Hello,"),
            _("The round is closed: %(title)s") % {"title": opinion_round.title},
            said,
            _("The request and your answer can be read here for 30 days:"),
            f"{link_start(language)}{SECRET_MARK}/",
        ]
        subject = _("Closed: %(title)s") % {"title": opinion_round.title}
    return _letter(subject, paragraphs)


def concluded_letter(invitation: RoundInvitation, language: str) -> Letter:
    opinion_round = invitation.round
    with override(language):
        paragraphs = [
            _("Hello,"),
            _("%(asking)s has drawn its conclusion from the answers: %(title)s")
            % {"asking": _name(opinion_round.agency), "title": opinion_round.title},
            _("Thank you for your opinion."),
        ]
        subject = _("Concluded: %(title)s") % {"title": opinion_round.title}
    return _letter(subject, paragraphs)


def cancelled_letter(invitation: RoundInvitation, language: str) -> Letter:
    opinion_round = invitation.round
    with override(language):
        paragraphs = [
            _("Hello,"),
            _("The request of %(asking)s was taken back, so you need not answer: %(title)s")
            % {"asking": _name(opinion_round.agency), "title": opinion_round.title},
        ]
        subject = _("Taken back: %(title)s") % {"title": opinion_round.title}
    return _letter(subject, paragraphs)


def _reminder_line(item: Reminded, language: str, now: datetime) -> str:
    due_at = _due(item.invitation)
    sentence = (
        _("The deadline has passed: %(when)s")
        if due_at is not None and due_at < now
        else _("Please answer by %(when)s.")
    ) % {"when": _when(due_at)}
    return "\n".join((item.invitation.round.title, sentence, request_link(item.token, language)))


def _silence(opinion_round: OpinionRound) -> str:
    if opinion_round.silence_agrees:
        return _("No answer by then counts as agreement, and is recorded as silence.")
    return _("No answer by then is recorded as silence. It does not count as agreement.")


def _due(invitation: RoundInvitation) -> datetime | None:
    return invitation.due_at or invitation.round.due_at


def _when(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), _("H:i, j F Y")) if at is not None else ""


def _day(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "d/m/Y") if at is not None else ""


def _name(agency: Agency) -> str:
    return (get_language() == "en" and agency.name_en) or agency.name


def _letter(subject: str, paragraphs: Sequence[str]) -> Letter:
    return Letter(subject, "\n\n".join(part for part in paragraphs if part) + "\n")
