"""What opens behind the personal link of somebody who is invited to a meeting."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sangto.consultation.domain.meetings import MeetingState, MinutesAnswer, Reply
from sangto.consultation.models import AgendaItem, MeetingInvitee, MinutesAgreement
from sangto.consultation.queries.meeting_links import invitee_of
from sangto.consultation.queries.meetings import timed_agenda
from sangto.consultation.services.agreeing import answer_minutes_by_link
from sangto.consultation.services.meeting_replies import reply_by_link
from sangto.kernel.actor import public_actor
from sangto.kernel.errors import NotVisible
from sangto.web.consultation.meeting_forms import AgreeForm, ReplyForm, invitee_name
from sangto.web.consultation.meeting_papers import calendar_answer
from sangto.web.consultation.meeting_wording import MINUTES_ANSWERS, REPLIES
from sangto.web.desk import accepted, agency_name, form_page, sent

_TRIES = {"meeting": "60/m/ip"}
_WRITTEN = (MeetingState.MINUTES_OUT, MeetingState.CLOSED)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """Reading it changes nothing, so that a mail scanner answers for nobody. Unknown, taken back
    and long over look the same."""
    limited: HttpResponse | None = ratelimit.consume_or_429(
        request, app="consultation", action="meeting", config=_TRIES, limit_get=True
    )
    if limited is not None:
        return limited
    invitee = invitee_of(token)
    if invitee is None:
        raise NotVisible
    state = MeetingState(invitee.meeting.state)
    answer = _answered(request, token, invitee, state)
    if isinstance(answer, HttpResponse):
        return _quiet(answer)
    return _quiet(_shown(request, token, invitee, state, answer))


@never_cache
@require_safe
def link_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """For a calendar that did not take the mail's own."""
    invitee = invitee_of(token)
    if invitee is None:
        raise NotVisible
    return _quiet(calendar_answer(invitee.meeting, None))


Form = ReplyForm | AgreeForm


def _answered(
    request: HttpRequest, token: str, invitee: MeetingInvitee, state: MeetingState
) -> HttpResponse | Form | None:
    """The form that this state asks for, or the way on when it was accepted."""
    if state is MeetingState.CALLED:
        form = ReplyForm(sent(request), initial=ReplyForm.shown(invitee))
        if form.is_valid() and accepted(
            form, lambda: reply_by_link(token=token, actor=public_actor(), **form.given())
        ):
            return redirect(f"{request.path}?done=reply")
        return form
    if state is MeetingState.MINUTES_OUT and _agreement(invitee) is not None:
        agree = AgreeForm(sent(request), initial=_said(invitee))
        if agree.is_valid() and accepted(
            agree,
            lambda: answer_minutes_by_link(token=token, actor=public_actor(), **agree.given()),
        ):
            return redirect(f"{request.path}?done=minutes")
        return agree
    return None


def _shown(
    request: HttpRequest,
    token: str,
    invitee: MeetingInvitee,
    state: MeetingState,
    form: Form | None,
) -> HttpResponse:
    meeting = invitee.meeting
    agreement = _agreement(invitee)
    attended = bool(invitee.attended) and invitee.agency_id is not None
    context = {
        "token": token,
        "meeting": meeting,
        "host": agency_name(meeting.agency),
        "invitee": invitee,
        "name": invitee_name(invitee),
        "state": state.value,
        "agenda": timed_agenda(meeting),
        "reply": REPLIES[Reply(invitee.reply)] if invitee.reply else None,
        "agreement": agreement,
        "agreed": MINUTES_ANSWERS[agreement.answer] if agreement is not None else None,
        "silent": agreement is not None and agreement.answer == MinutesAnswer.SILENT,
        "minutes": _minutes(meeting.pk) if state in _WRITTEN and attended else [],
        "done": request.GET.get("done", "") if request.method != "POST" else "",
        "over": meeting.minutes_due_at is not None and meeting.minutes_due_at <= timezone.now(),
        "title": _("Meeting: %(title)s") % {"title": meeting.title},
    }
    if form is None:
        return render(request, "web/meetings/link.html", context)
    return form_page(request, "web/meetings/link.html", form, **context)


def _agreement(invitee: MeetingInvitee) -> MinutesAgreement | None:
    return MinutesAgreement.objects.filter(
        invitee=invitee, round=invitee.meeting.minutes_round
    ).first()


def _said(invitee: MeetingInvitee) -> dict[str, str]:
    agreement = _agreement(invitee)
    if agreement is None:
        return {}
    return {"answer": agreement.answer, "text": agreement.text}


def _minutes(meeting: int) -> list[AgendaItem]:
    return list(
        AgendaItem.objects.filter(meeting=meeting)
        .prefetch_related("actions__agency")
        .order_by("position", "pk")
    )


def _quiet(answer: HttpResponse) -> HttpResponse:
    """The address is a secret: it is told to no other site and kept nowhere. (Told to nobody at
    all, a browser would send forms without an origin, and they would be refused.)"""
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store, private"
    return answer
