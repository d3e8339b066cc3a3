"""The request to one agency in a round, its reminders, and its answers with every version."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from sangto.consultation.domain.answers import (
    MOST_LETTER,
    MOST_SIGNATORY,
    MOST_WHO,
    NEEDS_TEXT,
    WITHOUT_ACCOUNT,
    AnswerKind,
    AnswerVia,
)
from sangto.consultation.domain.invitations import InvitationState, TimeDecision
from sangto.consultation.models.opinion_round import OpinionRound
from sangto.kernel.categories import Category, Measure, Rating

_ANSWERED = InvitationState.ANSWERED.value
_WITHOUT_ACCOUNT = sorted(via.value for via in WITHOUT_ACCOUNT)


class RoundInvitation(models.Model):
    """``concerned``: the claim is about this agency, or one above or below it.

    The secret of the link follows from ``salt`` and the installation's keys; the row holds its
    digest only. ``letters`` are the keys of the mails that took the link along; without any there
    is nobody to write to. ``due_at`` is the agency's own deadline once it has more time, which
    ``granted_days`` is in all. ``instead_of`` was asked first and ended.
    ``answered_at`` is when its first answer came that was more than a wish for time.
    """

    round = models.ForeignKey(OpinionRound, on_delete=models.CASCADE, related_name="invitations")
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="opinion_requests"
    )
    state = models.CharField(max_length=24, default=InvitationState.QUEUED.value)
    concerned = models.BooleanField(default=False)
    salt = models.CharField(max_length=64)
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    letters: models.JSONField[Any, Any] = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True, blank=True)
    times_sent = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    moved: models.JSONField[Any, Any] = models.JSONField(default=list)
    time_reason = models.TextField(blank=True, default="")
    time_days = models.PositiveSmallIntegerField(null=True, blank=True)
    time_asked_at = models.DateTimeField(null=True, blank=True)
    time_decision = models.CharField(max_length=8, blank=True, default=TimeDecision.NONE.value)
    time_note = models.TextField(blank=True, default="")
    time_decided_at = models.DateTimeField(null=True, blank=True)
    time_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_days = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    instead_of = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["agency", "state"], name="request_by_agency")]
        constraints = [
            UniqueConstraint(fields=["round", "agency"], name="request_once_an_agency"),
            CheckConstraint(
                condition=Q(state__in=[state.value for state in InvitationState]),
                name="request_state_known",
            ),
            CheckConstraint(
                condition=Q(time_decision__in=[one.value for one in TimeDecision]),
                name="request_time_decision_known",
            ),
            CheckConstraint(
                condition=Q(state=_ANSWERED, answered_at__isnull=False)
                | ~Q(state=_ANSWERED) & Q(answered_at__isnull=True),
                name="request_answered_has_a_time",
            ),
            CheckConstraint(
                condition=~Q(time_decision=TimeDecision.GRANTED.value)
                | Q(granted_days__gte=1, due_at__isnull=False),
                name="request_granted_time_has_a_day",
            ),
            CheckConstraint(
                condition=~Q(state=InvitationState.EXTENSION_ASKED.value)
                | Q(time_decision=TimeDecision.WAITING.value, time_days__gte=1),
                name="request_asked_time_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} -> {self.agency_id}"


class ReminderSent(models.Model):
    """That a step of the plan went out for this request. ``people`` names who got it by kind and
    number (``officer:12``, ``user:3``); empty where there was nobody to write to."""

    invitation = models.ForeignKey(
        RoundInvitation, on_delete=models.CASCADE, related_name="reminders"
    )
    step = models.CharField(max_length=80)
    people: models.JSONField[Any, Any] = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="reminder_by_time")]
        constraints = [
            UniqueConstraint(fields=["invitation", "step"], name="reminder_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.step}"


class Opinion(models.Model):
    """One version of an agency's answer. A new one replaces the one before, which stays.

    ``via`` says how it came; ``user`` is whose account gave or entered it, empty for the link.
    """

    invitation = models.ForeignKey(
        RoundInvitation, on_delete=models.CASCADE, related_name="opinions"
    )
    version = models.PositiveIntegerField()
    latest = models.BooleanField(default=True)
    kind = models.CharField(max_length=20)
    text = models.TextField(blank=True, default="")
    proposed_category = models.CharField(max_length=20, blank=True, default="")
    proposed_rating = models.CharField(max_length=20, blank=True, default="")
    proposed_measure = models.CharField(max_length=20, blank=True, default="")
    competent_agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    competent_text = models.CharField(max_length=MOST_WHO, blank=True, default="")
    more_days = models.PositiveSmallIntegerField(null=True, blank=True)
    signatory = models.CharField(max_length=MOST_SIGNATORY, blank=True, default="")
    letter_number = models.CharField(max_length=MOST_LETTER, blank=True, default="")
    letter_date = models.DateField(null=True, blank=True)
    via = models.CharField(max_length=8)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField()
    content_deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["invitation_id", "version"]
        constraints = [
            UniqueConstraint(fields=["invitation", "version"], name="opinion_version_once"),
            UniqueConstraint(
                fields=["invitation"], condition=Q(latest=True), name="opinion_one_latest"
            ),
            CheckConstraint(condition=Q(version__gte=1), name="opinion_version_from_one"),
            CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in AnswerKind]),
                name="opinion_kind_known",
            ),
            CheckConstraint(
                condition=Q(via__in=[via.value for via in AnswerVia]), name="opinion_via_known"
            ),
            CheckConstraint(
                condition=~Q(kind__in=sorted(kind.value for kind in NEEDS_TEXT))
                | ~Q(text="")
                | Q(content_deleted_at__isnull=False),
                name="opinion_comments_have_words",
            ),
            CheckConstraint(
                condition=~Q(kind=AnswerKind.NOT_COMPETENT.value)
                | Q(competent_agency__isnull=False)
                | ~Q(competent_text="")
                | Q(content_deleted_at__isnull=False),
                name="opinion_not_competent_says_who",
            ),
            CheckConstraint(
                condition=~Q(kind=AnswerKind.MORE_TIME.value) | Q(more_days__gte=1),
                name="opinion_more_time_says_how_long",
            ),
            CheckConstraint(
                condition=~Q(via=AnswerVia.PAPER.value)
                | ~Q(letter_number="") & Q(letter_date__isnull=False, user__isnull=False),
                name="opinion_on_paper_is_a_letter",
            ),
            CheckConstraint(
                condition=Q(via__in=_WITHOUT_ACCOUNT, user__isnull=True)
                | ~Q(via__in=_WITHOUT_ACCOUNT) & Q(user__isnull=False),
                name="opinion_given_by_account_or_link",
            ),
            CheckConstraint(
                condition=Q(proposed_category__in=["", *(item.value for item in Category)])
                & Q(proposed_rating__in=["", *(item.value for item in Rating)])
                & Q(proposed_measure__in=["", *(item.value for item in Measure)]),
                name="opinion_proposals_of_closed_lists",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} v{self.version}"


class OpinionFile(models.Model):
    """A file that came with an answer; ``is_scan``: the letter itself, scanned by the desk."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, related_name="opinion_files"
    )
    is_scan = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            UniqueConstraint(fields=["opinion", "file"], name="opinion_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id}: file {self.file_id}"
