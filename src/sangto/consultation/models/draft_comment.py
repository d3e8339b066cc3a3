"""Rounds on a draft, what agencies said of its provisions, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from sangto.consultation.domain.answers import AnswerVia
from sangto.consultation.domain.comments import (
    CommentKind,
    CommentState,
    DispositionKind,
    TextChange,
)
from sangto.consultation.domain.draft_workflow import MOST_NUMBER, RoundPurpose, StepKind
from sangto.consultation.models.draft import Draft, DraftVersion, Provision
from sangto.consultation.models.opinion_round import OpinionRound
from sangto.consultation.models.round_invitation import RoundInvitation


class DraftRound(models.Model):
    """What an opinion round on a version is for."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="rounds")
    round = models.OneToOneField(OpinionRound, on_delete=models.PROTECT, related_name="on_draft")
    purpose = models.CharField(max_length=8, default=RoundPurpose.COMMENTS.value)

    class Meta:
        ordering = ["id"]
        constraints = [
            CheckConstraint(
                condition=Q(purpose__in=[one.value for one in RoundPurpose]),
                name="draft_round_purpose_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.round_id}"


class DraftStep(models.Model):
    """``on`` is the date of the document; ``replaces`` the step whose document it stands for. A
    document of our own is in the register, about this step."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=MOST_NUMBER, blank=True, default="")
    on = models.DateField()
    note = models.TextField(blank=True, default="")
    version = models.ForeignKey(
        DraftVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            CheckConstraint(
                condition=Q(kind__in=[one.value for one in StepKind]), name="draft_step_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.kind} {self.on}"


class CommentGroup(models.Model):
    """Comments that say the same. A group with fewer than two comments does not stay."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="comment_groups")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.draft_id}: group {self.pk}"


class Comment(models.Model):
    """``anchor`` is the provision's eId in ``version``, or a place that is no provision.

    ``user`` is whose account gave or entered it, empty for the link; ``told_at`` when its agency
    was told what became of it.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="comments")
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="comments")
    invitation = models.ForeignKey(
        RoundInvitation, on_delete=models.PROTECT, related_name="comments"
    )
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="comments"
    )
    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    anchor = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    text = models.TextField(blank=True, default="")
    proposed_wording = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, default=CommentState.GIVEN.value)
    via = models.CharField(max_length=8)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    group = models.ForeignKey(
        CommentGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments_assigned",
    )
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["draft", "state"], name="comment_by_draft")]
        constraints = [
            CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in CommentKind]),
                name="comment_kind_known",
            ),
            CheckConstraint(
                condition=Q(state__in=[state.value for state in CommentState]),
                name="comment_state_known",
            ),
            CheckConstraint(
                condition=Q(via__in=[via.value for via in AnswerVia]), name="comment_via_known"
            ),
            CheckConstraint(
                condition=~Q(text="") | ~Q(proposed_wording="") | Q(kind=CommentKind.DELETE.value),
                name="comment_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.anchor} {self.agency_id}"


class Disposition(models.Model):
    """What was decided about a comment; a later one replaces it and it stays. ``provision`` is
    what ``change`` changes, in the version that was worked on."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="dispositions")
    number = models.PositiveIntegerField()
    latest = models.BooleanField(default=True)
    kind = models.CharField(max_length=16)
    explanation = models.TextField()
    change = models.CharField(max_length=12, blank=True, default=TextChange.NONE.value)
    wording = models.TextField(blank=True, default="")
    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, null=True, blank=True, related_name="dispositions"
    )
    adopted_in = models.ForeignKey(
        DraftVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="adopted"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["comment_id", "number"]
        constraints = [
            UniqueConstraint(fields=["comment", "number"], name="disposition_number_once"),
            UniqueConstraint(
                fields=["comment"], condition=Q(latest=True), name="disposition_one_latest"
            ),
            CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in DispositionKind]),
                name="disposition_kind_known",
            ),
            CheckConstraint(
                condition=Q(change__in=[change.value for change in TextChange]),
                name="disposition_change_known",
            ),
            CheckConstraint(condition=~Q(explanation=""), name="disposition_is_explained"),
            CheckConstraint(
                condition=Q(change=TextChange.NONE.value)
                | Q(provision__isnull=False)
                & ~Q(kind=DispositionKind.REJECTED.value)
                & (~Q(wording="") | Q(change=TextChange.DELETE.value)),
                name="disposition_change_has_a_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} v{self.number}"
