"""The comment page of a draft: behind an agency's personal link, and for its officers."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sangto.consultation.domain.comments import CommentText
from sangto.consultation.domain.rounds import RoundState
from sangto.consultation.models import Comment, Draft, RoundInvitation
from sangto.consultation.permissions import Permission, may_in_round
from sangto.consultation.queries import (
    draft_for,
    invitation_by_token,
    round_standing,
    version_document,
)
from sangto.consultation.services import (
    agree_with_whole,
    agree_with_whole_by_link,
    give_comment,
    give_comment_by_link,
    withdraw_comment,
    withdraw_comment_by_link,
)
from sangto.consultation.services.comment_replacing import (
    replace_comment,
    replace_comment_by_link,
)
from sangto.documents.domain.office_files import DOCX
from sangto.documents.rendering import render_docx
from sangto.kernel.actor import Actor, public_actor
from sangto.kernel.errors import NotVisible
from sangto.web.consultation.drafts_access import as_file, draft_url
from sangto.web.consultation.drafts_own import Way, answer_page, draft_asked_about
from sangto.web.consultation.drafts_wording import DRAFT_STATES
from sangto.web.consultation.rounds_link import quiet
from sangto.web.desk import desk_page

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_TRIES = {"opinion": "60/m/ip"}


@never_cache
@_PAGE
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """Who holds the link comments for the agency. Reading it changes nothing."""
    limited: HttpResponse | None = ratelimit.consume_or_429(
        request, app="consultation", action="opinion", config=_TRIES, limit_get=True
    )
    if limited is not None:
        return limited
    invitation = invitation_by_token(token).invitation
    draft = draft_asked_about(invitation.round)
    if draft is None:
        raise NotVisible

    def replace(row: Comment, comment: CommentText) -> object:
        return replace_comment_by_link(
            token=token, comment_id=row.pk, comment=comment, actor=public_actor()
        )

    way = Way(
        agree=lambda: agree_with_whole_by_link(token=token, actor=public_actor()),
        give=lambda comment: give_comment_by_link(
            token=token, comment=comment, actor=public_actor()
        ),
        withdraw=lambda row: withdraw_comment_by_link(
            token=token, comment_id=row.pk, actor=public_actor()
        ),
        replace=replace,
    )
    return quiet(
        answer_page(
            request,
            invitation=invitation,
            draft=draft,
            way=way,
            template="web/consultation/draft_link.html",
            address=reverse("draft_link", args=[token]),
            token=token,
            general_url=f"{reverse('opinion', args=[token])}?whole=1",
            file_url=reverse("draft_link_file", args=[token]),
        )
    )


@never_cache
@require_safe
def link_file(request: HttpRequest, token: str) -> HttpResponse:
    """The draft to read on paper."""
    invitation = invitation_by_token(token).invitation
    version = invitation.round.draft_version
    if version is None or draft_asked_about(invitation.round) is None:
        raise NotVisible
    name = f"{version.draft.reference}-v{version.number}"
    return quiet(as_file(render_docx(version_document(version)), DOCX, f"{name}.docx"))


@desk_page
@_PAGE
def own_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The same for an officer of the agency that was asked."""
    draft = draft_for(actor, reference)
    invitation = _own_invitation(actor, draft)
    if draft_asked_about(invitation.round) is None:
        return redirect(reverse("desk_round_answer", args=[invitation.round.reference]))
    standing = round_standing(actor, invitation.round)

    def replace(row: Comment, comment: CommentText) -> object:
        row.invitation = invitation
        return replace_comment(replaced=row, comment=comment, actor=actor)

    def withdraw(row: Comment) -> object:
        row.invitation = invitation
        return withdraw_comment(comment=row, actor=actor)

    way = Way(
        agree=lambda: agree_with_whole(invitation=invitation, actor=actor),
        give=lambda comment: give_comment(invitation=invitation, comment=comment, actor=actor),
        withdraw=withdraw,
        replace=replace,
        takes=may_in_round(actor, Permission.OPINION_GIVE, standing),
    )
    answer = reverse("desk_round_answer", args=[invitation.round.reference])
    return answer_page(
        request,
        invitation=invitation,
        draft=draft,
        way=way,
        template="web/consultation/draft_answer.html",
        address=draft_url(draft, "desk_draft_answer"),
        general_url=f"{answer}?whole=1",
        file_url=draft_url(draft, "desk_draft_file", _number(invitation), "docx"),
        look=DRAFT_STATES[draft.state],
    )


def _number(invitation: RoundInvitation) -> int:
    version = invitation.round.draft_version
    return version.number if version is not None else 0


def _own_invitation(actor: Actor, draft: Draft) -> RoundInvitation:
    """The newest request on this draft to the own agency."""
    found = (
        RoundInvitation.objects.filter(
            agency_id=actor.agency_id or 0,
            round__on_draft__draft=draft,
            round__opened_at__isnull=False,
        )
        .exclude(round__state=RoundState.CANCELLED.value)
        .select_related("agency", "round__agency", "round__network", "round__draft_version__draft")
        .order_by("-pk")
        .first()
    )
    if found is None:
        raise NotVisible
    return found
