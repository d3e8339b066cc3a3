"""The drafting agency's work on comments: put together, given to somebody, decided about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.answers import AnswerVia
from sangto.consultation.domain.comments import (
    CommentKind,
    CommentState,
    Decision,
    Given,
    TextChange,
    assigning_refusal,
    decision_refusal,
    group_refusal,
    identical,
)
from sangto.consultation.domain.draft_workflow import (
    DRAFT_WORKFLOW,
    DraftAction,
    deciding_refusal,
    round_refusal,
)
from sangto.consultation.domain.drafts import DraftState
from sangto.consultation.models import Comment, CommentGroup, Disposition, Draft, Provision
from sangto.consultation.permissions import Permission
from sangto.consultation.queries.drafts import current_places, latest_version, unfinished_rounds
from sangto.consultation.services.draft_rows import authorised, held, make_move
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.text import clean
from sangto.organisations.models import User
from sangto.organisations.models.membership import Membership
from sangto.organisations.models.validity import valid_on
from sangto.organisations.queries import today


def begin_deciding(*, draft: Draft, actor: Actor, now: datetime | None = None) -> Draft:
    """Say that all answers are in; done by itself with the first decision. Refused while a round
    on the draft is not closed."""
    with change(actor) as journal:
        draft = held(draft)
        authorised(draft, Permission.DRAFT_DISPOSE, actor)
        _deciding(journal, draft)
        journal.nothing_changed()
    return draft


def group_identical(*, draft: Draft, actor: Actor, now: datetime | None = None) -> int:
    """Put comments together that say the same of the same provision; how many groups there are
    more. What stands in a group already joins with its group."""
    now = now or timezone.now()
    with change(actor) as journal:
        draft = held(draft)
        authorised(draft, Permission.DRAFT_ASSIGN, actor)
        comments = {row.pk: row for row in _given(draft)}
        made = 0
        for keys in identical(_compared(draft, comments.values())):
            rows = [comments[key] for key in keys]
            groups = {row.group_id for row in rows if row.group_id is not None}
            if len(groups) > 1 or all(row.group_id is not None for row in rows):
                continue
            made += not groups
            _join(journal, draft, rows, now)
        if not made:
            journal.nothing_changed()
    return made


def group_comments(
    *, draft: Draft, comments: Sequence[Comment], actor: Actor, now: datetime | None = None
) -> CommentGroup:
    """Put chosen comments on one place together, though their words differ."""
    now = now or timezone.now()
    with change(actor) as journal:
        draft = held(draft)
        authorised(draft, Permission.DRAFT_ASSIGN, actor)
        rows = _of(draft, comments)
        places = {one.place for one in _compared(draft, rows)}
        insist(
            group_refusal(
                number=len(rows),
                places=len(places),
                grouped=len({row.group_id for row in rows if row.group_id is not None}),
            )
        )
        return _join(journal, draft, rows, now)


def part_comment(*, comment: Comment, actor: Actor, now: datetime | None = None) -> Comment:
    """Take a comment out of its group; of two, the other one goes out too."""
    with change(actor) as journal:
        draft = held(comment.draft)
        authorised(draft, Permission.DRAFT_ASSIGN, actor)
        row = _of(draft, [comment])[0]
        group = row.group
        if group is None:
            journal.nothing_changed()
            return row
        Comment.objects.filter(pk=row.pk).update(group=None)
        if Comment.objects.filter(group=group).count() < 2:
            group.delete()
        row.group = None
        journal.record(AuditTag.COMMENT_PARTED, row, {"draft": draft.pk})
    return row


def assign_comments(
    *,
    draft: Draft,
    comments: Sequence[Comment],
    assignee: User | None,
    actor: Actor,
    now: datetime | None = None,
) -> list[Comment]:
    """Give comments, with those that say the same, to somebody of the drafting agency; None takes
    them back."""
    now = now or timezone.now()
    with change(actor) as journal:
        draft = held(draft)
        authorised(draft, Permission.DRAFT_ASSIGN, actor)
        insist(
            assigning_refusal(
                works_there=assignee is None
                or Membership.objects.filter(
                    valid_on(today(now)), user=assignee, agency_id=draft.drafting_agency_id
                ).exists()
            )
        )
        rows = _with_groups(draft, comments)
        key = assignee.pk if assignee is not None else None
        Comment.objects.filter(pk__in=[row.pk for row in rows]).update(assignee_id=key)
        for row in rows:
            row.assignee = assignee
        journal.record_all(
            AuditTag.COMMENT_ASSIGNED,
            [(row, {"draft": draft.pk, "assignee": key}) for row in rows],
        )
        if not rows:
            journal.nothing_changed()
    return rows


def dispose(
    *,
    comment: Comment,
    decision: Decision,
    actor: Actor,
    provision: Provision | None = None,
    whole_group: bool = True,
    now: datetime | None = None,
) -> list[Disposition]:
    """Decide about a comment, and with it about those that say the same. A later decision replaces
    an earlier one, which stays.

    ``provision`` is what the wording changes, of the newest version; by default the one that the
    comment is about.
    """
    now = now or timezone.now()
    decision = Decision(
        kind=decision.kind,
        explanation=clean(decision.explanation).strip(),
        change=decision.change,
        wording=clean(decision.wording).strip()
        if decision.change in (TextChange.REPLACE, TextChange.INSERT_AFTER)
        else "",
    )
    with change(actor) as journal:
        draft = held(comment.draft)
        authorised(draft, Permission.DRAFT_DISPOSE, actor)
        _deciding(journal, draft)
        insist(deciding_refusal(state=DraftState(draft.state)))
        fresh = Comment.objects.filter(pk=comment.pk, draft=draft).first()
        if fresh is None:
            raise NotVisible
        rows = _with_groups(draft, [fresh]) if whole_group else [fresh]
        target = _target(draft, fresh, provision)
        for row in rows or [fresh]:
            insist(
                decision_refusal(
                    decision,
                    withdrawn=row.state == CommentState.WITHDRAWN.value,
                    own_comment=row.via == AnswerVia.OFFICER.value and row.user_id == actor.user_id,
                    on_provision=target is not None,
                )
            )
        return [
            _decided(journal, row, decision, target, actor, now, first=row.pk == fresh.pk)
            for row in rows
        ]


def _decided(
    journal: Journal,
    comment: Comment,
    decision: Decision,
    target: Provision | None,
    actor: Actor,
    now: datetime,
    *,
    first: bool,
) -> Disposition:
    """The text changes once for a whole group: with the comment that was decided about."""
    earlier = Disposition.objects.filter(comment=comment)
    number = earlier.order_by("-number").values_list("number", flat=True).first() or 0
    earlier.filter(latest=True).update(latest=False)
    changes = first and decision.change is not TextChange.NONE
    made = Disposition.objects.create(
        comment=comment,
        number=number + 1,
        kind=decision.kind.value,
        explanation=decision.explanation,
        change=decision.change.value if changes else TextChange.NONE.value,
        wording=decision.wording if changes else "",
        provision=target if changes else None,
        decided_at=now,
        decided_by_id=actor.user_id,
    )
    Comment.objects.filter(pk=comment.pk).update(told_at=None)
    journal.record(
        AuditTag.COMMENT_DISPOSED,
        comment,
        {
            "draft": comment.draft_id,
            "kind": decision.kind.value,
            "number": made.number,
            "change": made.change,
        },
    )
    return made


def _deciding(journal: Journal, draft: Draft) -> None:
    """From consulting to deciding, once no round takes answers."""
    if draft.state != DraftState.CONSULTING:
        return
    insist(round_refusal(unfinished=unfinished_rounds(draft).count()))
    make_move(journal, draft, DRAFT_WORKFLOW.step(draft.state, DraftAction.DECIDE))


def _target(draft: Draft, comment: Comment, provision: Provision | None) -> Provision | None:
    if provision is None:
        return current_places(draft).get(comment.provision_id or 0)
    if provision.version_id != latest_version(draft).pk:
        raise NotVisible
    return provision


def _given(draft: Draft) -> list[Comment]:
    return list(Comment.objects.filter(draft=draft, state=CommentState.GIVEN.value).order_by("pk"))


def _of(draft: Draft, comments: Iterable[Comment]) -> list[Comment]:
    """As they are now; those of another draft, or taken back, are not visible."""
    keys = {comment.pk for comment in comments}
    rows = [row for row in _given(draft) if row.pk in keys]
    if len(rows) != len(keys):
        raise NotVisible
    return rows


def _with_groups(draft: Draft, comments: Sequence[Comment]) -> list[Comment]:
    keys = {comment.pk for comment in comments}
    rows = _given(draft)
    groups = {row.group_id for row in rows if row.pk in keys and row.group_id is not None}
    return [row for row in rows if row.pk in keys or row.group_id in groups]


def _compared(draft: Draft, comments: Iterable[Comment]) -> list[Given]:
    places = current_places(draft)
    return [
        Given(
            key=row.pk,
            place=places[row.provision_id].eid
            if row.provision_id in places
            else f"{row.anchor} {row.version_id}",
            kind=CommentKind(row.kind),
            text=row.text,
            proposed_wording=row.proposed_wording,
        )
        for row in comments
    ]


def _join(journal: Journal, draft: Draft, rows: Sequence[Comment], now: datetime) -> CommentGroup:
    group = next((row.group for row in rows if row.group is not None), None)
    if group is None:
        group = CommentGroup.objects.create(draft=draft, made_at=now)
    Comment.objects.filter(pk__in=[row.pk for row in rows]).update(group=group)
    for row in rows:
        row.group = group
    journal.record(
        AuditTag.COMMENTS_GROUPED, group, {"draft": draft.pk, "comments": [row.pk for row in rows]}
    )
    return group
