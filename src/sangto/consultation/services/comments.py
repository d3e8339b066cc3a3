"""What agencies say of a draft: by account, by the personal link, or from a letter."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.answers import Answer, AnswerKind, AnswerVia
from sangto.consultation.domain.comments import (
    CommentState,
    CommentText,
    agreeing_refusal,
    comment_refusal,
    letter_refusal,
    taking_back_refusal,
)
from sangto.consultation.domain.draft_workflow import RoundPurpose
from sangto.consultation.domain.rounds import over_refusal
from sangto.consultation.models import (
    Comment,
    Disposition,
    Draft,
    DraftRound,
    Opinion,
    OpinionRound,
    Provision,
    RoundInvitation,
)
from sangto.consultation.permissions import Permission, authorise_round
from sangto.consultation.queries.links import invitation_by_token, takes_answers, token_digest
from sangto.consultation.queries.rounds import round_standing
from sangto.consultation.services.answering import give_opinion, give_opinion_by_link
from sangto.consultation.services.draft_rows import held as held_draft
from sangto.consultation.services.round_rows import held, held_invitation
from sangto.kernel.actor import Actor, public_actor
from sangto.kernel.errors import NotVisible, Refused, insist
from sangto.kernel.text import clean

#: What stands as the text of an answer whose comments are in the table.
IN_THE_TABLE = "Góp ý theo từng điều, khoản của dự thảo."
_COMMENTED = (AnswerKind.AGREE_WITH_COMMENTS.value, AnswerKind.OBJECT.value)


def give_comment(
    *,
    invitation: RoundInvitation,
    comment: CommentText,
    actor: Actor,
    now: datetime | None = None,
) -> Comment:
    """Comment for the own agency, which has answered with that: it agrees with comments, unless it
    objected. Refused once the round is closed."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(invitation.round)
        _authorise_own(actor, invitation, opinion_round)
        row = held_invitation(opinion_round, invitation.pk)
        made = _given(journal, row, comment, AnswerVia.OFFICER, actor, now)
        if not _has_commented(row):
            answer = Answer(AnswerKind.AGREE_WITH_COMMENTS, text=IN_THE_TABLE)
            give_opinion(invitation=row, answer=answer, actor=actor, now=now)
    return made


def give_comment_by_link(
    *, token: str, comment: CommentText, actor: Actor, now: datetime | None = None
) -> Comment:
    """As :func:`give_comment`, for whoever holds the agency's link; nobody's account is named."""
    now = now or timezone.now()
    del actor
    with change(public_actor()) as journal:
        row = _linked(token, now)
        made = _given(journal, row, comment, AnswerVia.LINK, public_actor(), now)
        if not _has_commented(row):
            answer = Answer(AnswerKind.AGREE_WITH_COMMENTS, text=IN_THE_TABLE)
            give_opinion_by_link(token=token, answer=answer, actor=public_actor(), now=now)
    return made


def enter_comment(
    *,
    invitation: RoundInvitation,
    comment: CommentText,
    actor: Actor,
    now: datetime | None = None,
) -> Comment:
    """Enter a comment from a letter that the desk registered as an answer before; also after the
    round was closed, since the letter came in time."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(invitation.round)
        authorise_round(actor, Permission.ROUND_REGISTER, round_standing(actor, opinion_round))
        row = held_invitation(opinion_round, invitation.pk)
        letter = Opinion.objects.filter(invitation=row, latest=True).first()
        insist(
            letter_refusal(
                on_paper=letter is not None and letter.via == AnswerVia.PAPER.value,
                with_comments=letter is not None and letter.kind in _COMMENTED,
            )
        )
        return _given(journal, row, comment, AnswerVia.PAPER, actor, now, late=True)


def withdraw_comment(*, comment: Comment, actor: Actor, now: datetime | None = None) -> Comment:
    """Take a comment of the own agency back while the round is open; what was entered from a letter
    is taken back by who enters letters."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(comment.invitation.round)
        if comment.via == AnswerVia.PAPER.value:
            authorise_round(actor, Permission.ROUND_REGISTER, round_standing(actor, opinion_round))
        else:
            _authorise_own(actor, comment.invitation, opinion_round)
            insist(None if takes_answers(opinion_round, now) else over_refusal())
        return _withdrawn(journal, comment)


def withdraw_comment_by_link(
    *, token: str, comment_id: int, actor: Actor, now: datetime | None = None
) -> Comment:
    now = now or timezone.now()
    del actor
    with change(public_actor()) as journal:
        row = _linked(token, now)
        insist(None if takes_answers(row.round, now) else over_refusal())
        comment = Comment.objects.filter(
            pk=comment_id, invitation=row, state=CommentState.GIVEN.value
        ).first()
        if comment is None or comment.via == AnswerVia.PAPER.value:
            raise NotVisible
        return _withdrawn(journal, comment)


def agree_with_whole(
    *, invitation: RoundInvitation, actor: Actor, now: datetime | None = None
) -> Opinion:
    """Agree with the whole draft in one step. Refused while own comments stand."""
    now = now or timezone.now()
    with change(actor):
        row = held_invitation(held(invitation.round), invitation.pk)
        _authorise_own(actor, row, row.round)
        insist(agreeing_refusal(comments=_standing_comments(row)))
        return give_opinion(invitation=row, answer=Answer(AnswerKind.AGREE), actor=actor, now=now)


def agree_with_whole_by_link(*, token: str, actor: Actor, now: datetime | None = None) -> Opinion:
    """As :func:`agree_with_whole`, by the agency's link."""
    now = now or timezone.now()
    del actor
    with change(public_actor()):
        row = _linked(token, now)
        insist(agreeing_refusal(comments=_standing_comments(row)))
        return give_opinion_by_link(
            token=token, answer=Answer(AnswerKind.AGREE), actor=public_actor(), now=now
        )


def _authorise_own(actor: Actor, invitation: RoundInvitation, opinion_round: OpinionRound) -> None:
    if invitation.agency_id != actor.agency_id:
        raise NotVisible
    authorise_round(actor, Permission.OPINION_GIVE, round_standing(actor, opinion_round))


def _linked(token: str, now: datetime) -> RoundInvitation:
    known = invitation_by_token(token, now).invitation
    row = held_invitation(held(known.round), known.pk)
    if row.revoked_at is not None or row.token_digest != token_digest(token):
        raise NotVisible
    return row


def _given(
    journal: Journal,
    invitation: RoundInvitation,
    comment: CommentText,
    via: AnswerVia,
    actor: Actor,
    now: datetime,
    *,
    late: bool = False,
) -> Comment:
    draft = _draft_of(invitation)
    insist(None if late or takes_answers(invitation.round, now) else over_refusal())
    text = CommentText(
        anchor=comment.anchor.strip(),
        kind=comment.kind,
        text=clean(comment.text).strip(),
        proposed_wording=clean(comment.proposed_wording).strip(),
    )
    version = invitation.round.draft_version
    if version is None:
        raise NotVisible
    provisions = dict(Provision.objects.filter(version=version).values_list("eid", "pk"))
    insist(comment_refusal(text, anchors=provisions, already=_standing_comments(invitation)))
    made = Comment.objects.create(
        draft=draft,
        version=version,
        invitation=invitation,
        agency_id=invitation.agency_id,
        provision_id=provisions.get(text.anchor),
        anchor=text.anchor,
        kind=text.kind.value,
        text=text.text,
        proposed_wording=text.proposed_wording,
        via=via.value,
        user_id=actor.user_id,
        given_at=now,
    )
    journal.record(
        AuditTag.COMMENT_GIVEN,
        made,
        {"draft": draft.pk, "agency": invitation.agency_id, "anchor": text.anchor},
    )
    return made


def _draft_of(invitation: RoundInvitation) -> Draft:
    """Of a round for comments; a vote has none."""
    on_draft = (
        DraftRound.objects.filter(round=invitation.round_id, purpose=RoundPurpose.COMMENTS.value)
        .select_related("draft")
        .first()
    )
    if on_draft is None:
        raise NotVisible
    return held_draft(on_draft.draft)


def _withdrawn(journal: Journal, comment: Comment) -> Comment:
    decided = Disposition.objects.filter(comment=comment).exists()
    insist(taking_back_refusal(decided=decided))
    changed = Comment.objects.filter(pk=comment.pk, state=CommentState.GIVEN.value).update(
        state=CommentState.WITHDRAWN.value, group=None
    )
    if not changed:
        raise Refused(over_refusal())
    comment.state, comment.group = CommentState.WITHDRAWN.value, None
    journal.record(AuditTag.COMMENT_WITHDRAWN, comment, {"draft": comment.draft_id})
    return comment


def _has_commented(invitation: RoundInvitation) -> bool:
    return Opinion.objects.filter(invitation=invitation, latest=True, kind__in=_COMMENTED).exists()


def _standing_comments(invitation: RoundInvitation) -> int:
    return Comment.objects.filter(invitation=invitation, state=CommentState.GIVEN.value).count()
